/* lua_bindings.c - the whole API, put into a Lua state. Layer 6. */
#include "lua_actions.h"
#include "lua_benchmark.h"
#include "lua_brokerage.h"
#include "lua_consolidators.h"
#include "lua_exchange.h"
#include "lua_history.h"
#include "lua_indicator_makers.h"
#include "lua_indicator_pairs.h"
#include "lua_indicators.h"
#include "lua_linear_model.h"
#include "lua_market.h"
#include "lua_matrix.h"
#include "lua_models.h"
#include "lua_numbers.h"
#include "lua_object_store.h"
#include "lua_orders.h"
#include "lua_output.h"
#include "lua_portfolio.h"
#include "lua_registration.h"
#include "lua_rolling_window.h"
#include "lua_rules.h"
#include "lua_runtime_internal.h"
#include "lua_schedule.h"
#include "lua_settings.h"
#include "lua_settings_data.h"
#include "lua_slice.h"
#include "lua_statistics.h"
#include "lua_subscribe.h"
#include "lua_symbol.h"
#include "lua_symbol_properties.h"
#include "lua_time.h"
#include "lua_trade_builder.h"
#include "lua_train.h"

int peri_lua_install(lua_State *L)
{
    static void (*const openers[])(lua_State * L) = {
        peri_lua_time_open,
        peri_lua_settings_open,
        peri_lua_models_open,
        peri_lua_market_open,
        peri_lua_symbol_open,
        peri_lua_security_open,
        peri_lua_securities_open,
        peri_lua_subscribe_open,
        peri_lua_portfolio_open,
        peri_lua_slice_open,
        peri_lua_orders_open,
        peri_lua_indicators_open,
        peri_lua_history_open,
        peri_lua_rolling_window_open,
        peri_lua_date_rules_open,
        peri_lua_time_rules_open,
        peri_lua_schedule_builder_open,
        peri_lua_schedule_open,
        peri_lua_train_open,
        peri_lua_output_open,
        peri_lua_object_store_open,
        peri_lua_numbers_open,
        peri_lua_matrix_open,
        peri_lua_linear_model_open,
        peri_lua_order_open,
        peri_lua_order_ticket_open,
        peri_lua_transactions_open,
        peri_lua_order_properties_open,
        peri_lua_benchmark_open,
        peri_lua_targets_open,
        peri_lua_order_event_open,
        peri_lua_trade_bar_open,
        peri_lua_quote_bar_open,
        peri_lua_actions_open,
        peri_lua_brokerage_open,
        peri_lua_margin_models_open,
        peri_lua_settlement_open,
        peri_lua_indicator_makers_open,
        peri_lua_indicator_pairs_open,
        peri_lua_consolidators_open,
        peri_lua_registration_open,
        peri_lua_universe_settings_open,
        peri_lua_exchange_open,
        peri_lua_symbol_properties_open,
        peri_lua_consolidator_makers_open,
        peri_lua_tick_open,
        peri_lua_trade_builder_open,
        peri_lua_statistics_open,
    };
    for (size_t i = 0; i < sizeof openers / sizeof *openers; i++)
        openers[i](L);
    return 0;
}
