/* saved_records.c - see saved_records.h. Layer 5. */
#include "engine/saved_records.h"

#include <math.h>

static const struct {
    const char *name;
    int64_t first; /* id */
} kinds[] = {
    [PERI_SAVED_HEAD] = {"head", 0},
    [PERI_SAVED_SECURITY] = {"security", 0},
    [PERI_SAVED_ORDER] = {"order", 1},
    [PERI_SAVED_TRADE] = {"trade", 0},
    [PERI_SAVED_EQUITY] = {"sample of equity", 0},
    [PERI_SAVED_DAY] = {"daily sample", 0},
    [PERI_SAVED_POINT] = {"point of a chart", 0},
    [PERI_SAVED_TRAINING] = {"training", 0},
    [PERI_SAVED_CAPACITY] = {"asset of the capacity", 0},
    [PERI_SAVED_CHANGE] = {"change of an order", 0},
    [PERI_SAVED_BUILT_TRADE] = {"closed trade", 0},
    [PERI_SAVED_OPEN_TRADE] = {"open trade", 0},
    [PERI_SAVED_LOT] = {"lot", 0},
    [PERI_SAVED_STATISTIC] = {"statistic", 0},
    [PERI_SAVED_CASH] = {"currency", 0},
    [PERI_SAVED_UNSETTLED] = {"unsettled sum", 0},
    [PERI_SAVED_EVENT] = {"event of an order", 0},
};

int peri_saved_damaged(int kind, int64_t id, peri_error *err)
{
    return peri_fail(err, PERI_EFORMAT,
                     "the saved run is damaged: %s %lld cannot be read (--state fresh begins anew)",
                     kinds[kind].name, (long long)id);
}

/* -- reading -------------------------------------------------------------------------------- */

struct walk {
    int kind;
    int64_t n, next; /* ids count from the kind's first */
    int (*take)(void *ctx, int64_t id, peri_codec *codec, peri_error *err);
    void *ctx;
};

static int take_next(void *ctx, int64_t id, const void *bytes, size_t len, peri_error *err)
{
    struct walk *walk = ctx;
    int64_t first = kinds[walk->kind].first;
    peri_codec codec = peri_codec_read(bytes, len);
    if (id < first || id - first >= walk->n)
        return PERI_OK;
    if (id - first != walk->next)
        return peri_saved_damaged(walk->kind, first + walk->next, err);
    walk->next++;
    int rc = walk->take(walk->ctx, id, &codec, err);
    return rc == PERI_OK && !peri_codec_is_done(&codec) ? peri_saved_damaged(walk->kind, id, err)
                                                        : rc;
}

int peri_saved_each(peri_run_db *db, int kind, int64_t n,
                    int (*take)(void *ctx, int64_t id, peri_codec *codec, peri_error *err),
                    void *ctx, peri_error *err)
{
    struct walk walk = {.kind = kind, .n = n, .take = take, .ctx = ctx};
    int rc = peri_run_db_each(db, kind, take_next, &walk, err);
    return rc == PERI_OK && walk.next != n
               ? peri_saved_damaged(kind, kinds[kind].first + walk.next, err)
               : rc;
}

/* -- fields --------------------------------------------------------------------------------- */

/* A number; what is read is finite. */
static void code_real(peri_codec *codec, double *value)
{
    peri_code_real(codec, value);
    if (!codec->out && !isfinite(*value))
        codec->failed = true;
}

/* What is read is none below 0. */
static void code_count(peri_codec *codec, int64_t *value)
{
    peri_code_int(codec, value);
    if (!codec->out && *value < 0)
        codec->failed = true;
}

void peri_code_head(peri_codec *codec, peri_saved_head *head)
{
    int64_t *const times[] = {&head->clock_ns,          &head->start_ns,
                              &head->next_daily_ns,     &head->next_point_ns,
                              &head->last_daily_ns,     &head->capacity_next_ns,
                              &head->capacity_update_ns};
    int64_t *const counts[] = {
        &head->steps,      &head->data_points,  &head->invalid_orders,   &head->trainings,
        &head->securities, &head->orders,       &head->trades,           &head->equity,
        &head->days,       &head->points,       &head->active_trainings, &head->capacity_assets,
        &head->changes,    &head->built_trades, &head->open_trades,      &head->lots,
        &head->statistics, &head->currencies,   &head->unsettled,        &head->events};
    double *const reals[] = {&head->cash,         &head->total_fees,    &head->total_profit,
                             &head->start_equity, &head->last_daily,    &head->last_sales,
                             &head->sales_before, &head->capacity_value};
    peri_code_int32(codec, &head->version);
    peri_code_text(codec, head->feed, sizeof head->feed);
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        peri_code_int(codec, times[i]);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        code_count(codec, counts[i]);
    for (size_t i = 0; i < sizeof reals / sizeof *reals; i++)
        code_real(codec, reals[i]);
    peri_code_int32(codec, &head->capacity_lowest);
}

static void code_holding(peri_codec *codec, peri_holding *holding)
{
    code_real(codec, &holding->quantity);
    code_real(codec, &holding->average_price);
    code_real(codec, &holding->price);
    code_real(codec, &holding->profit);
    code_real(codec, &holding->fees);
    code_real(codec, &holding->sale_volume);
}

static void code_models(peri_codec *codec, peri_saved_models *models)
{
    double *const reals[] = {&models->fee_amount,         &models->slippage_fraction,
                             &models->slippage_impact,    &models->margin_initial,
                             &models->margin_maintenance, &models->margin_free,
                             &models->margin_closed};
    peri_code_text(codec, models->fee, sizeof models->fee);
    peri_code_text(codec, models->fill, sizeof models->fill);
    peri_code_text(codec, models->slippage, sizeof models->slippage);
    peri_code_text(codec, models->margin, sizeof models->margin);
    for (size_t i = 0; i < sizeof reals / sizeof *reals; i++)
        code_real(codec, reals[i]);
    peri_code_int32(codec, &models->settlement.days);
    peri_code_int(codec, &models->settlement.time_of_day);
}

static void code_parts(peri_codec *codec, peri_saved_security *security)
{
    peri_code_int32(codec, &security->part_count);
    if (security->part_count < 0 || security->part_count > PERI_SAVED_PARTS) {
        security->part_count = 0;
        codec->failed = true;
    }
    for (int32_t i = 0; i < security->part_count; i++) {
        peri_saved_part *part = &security->parts[i];
        peri_code_int32(codec, &part->resolution);
        peri_code_bool(codec, &part->fill_forward);
        peri_code_bool(codec, &part->extended);
        peri_code_int(codec, &part->added_ns);
    }
}

void peri_code_security(peri_codec *codec, peri_saved_security *security)
{
    peri_code_text(codec, security->ticker, sizeof security->ticker);
    peri_code_text(codec, security->market, sizeof security->market);
    peri_code_text(codec, security->time_zone, sizeof security->time_zone);
    peri_code_int32(codec, &security->type);
    peri_code_int32(codec, &security->resolution);
    peri_code_bool(codec, &security->fill_forward);
    peri_code_bool(codec, &security->extended);
    code_parts(codec, security);
    peri_code_int32(codec, &security->normalization);
    code_models(codec, &security->models);
    peri_code_bool(codec, &security->closes);
    peri_code_bool(codec, &security->announced);
    peri_code_bool(codec, &security->farewelled);
    peri_code_int(codec, &security->added_ns);
    peri_code_int(codec, &security->removed_ns);
    code_real(codec, &security->leverage);
    code_holding(codec, &security->holding);
}

/* Enumerations have no fixed width. */
static int32_t code_enum(peri_codec *codec, int32_t value)
{
    peri_code_int32(codec, &value);
    return value;
}

/* A number that an order may have or not: 0, or finite and > 0. */
static void code_price(peri_codec *codec, double *value)
{
    code_real(codec, value);
    if (!codec->out && *value < 0)
        codec->failed = true;
}

static void code_order_prices(peri_codec *codec, peri_order *order)
{
    code_price(codec, &order->limit_price);
    code_real(codec, &order->stop_price); /* one that trails may pass below 0 */
    code_price(codec, &order->trigger_price);
    code_price(codec, &order->trailing_amount);
    peri_code_bool(codec, &order->trailing_as_percentage);
    peri_code_bool(codec, &order->triggered);
    order->time_in_force = (peri_time_in_force)code_enum(codec, (int32_t)order->time_in_force);
    peri_code_int(codec, &order->expiry_local_ns);
    peri_code_int(codec, &order->expires_ns);
}

static void code_submission(peri_codec *codec, peri_order *order)
{
    peri_code_bool(codec, &order->accepted);
    peri_code_bool(codec, &order->has_submission);
    code_price(codec, &order->bid_price);
    code_price(codec, &order->ask_price);
    code_price(codec, &order->last_price);
}

void peri_code_order(peri_codec *codec, peri_order *order, char tag[PERI_ORDER_TAG])
{
    peri_code_int(codec, &order->id);
    peri_code_int32(codec, &order->security);
    order->type = (peri_order_type)code_enum(codec, (int32_t)order->type);
    order->status = (peri_order_status)code_enum(codec, (int32_t)order->status);
    code_real(codec, &order->quantity);
    code_order_prices(codec, order);
    peri_code_int(codec, &order->created_ns);
    peri_code_bool(codec, &order->dated);
    peri_code_bool(codec, &order->submitted_open);
    code_submission(codec, order);
    code_real(codec, &order->filled_quantity);
    code_real(codec, &order->average_fill_price);
    code_real(codec, &order->fee);
    peri_code_int(codec, &order->last_fill_ns);
    peri_code_int(codec, &order->last_update_ns);
    peri_code_int(codec, &order->canceled_ns);
    order->refusal = (peri_refusal)code_enum(codec, (int32_t)order->refusal);
    if (codec->out)
        peri_order_set_tag(tag, peri_order_tag(order));
    peri_code_text(codec, tag, PERI_ORDER_TAG);
    order->tag = tag;
}

void peri_code_event(peri_codec *codec, peri_order_event *event)
{
    peri_code_int(codec, &event->order_id);
    peri_code_int(codec, &event->time_ns);
    event->status = (peri_order_status)code_enum(codec, (int32_t)event->status);
    code_real(codec, &event->fill_quantity);
    code_real(codec, &event->fill_price);
    code_real(codec, &event->fee);
    peri_code_text(codec, event->message, sizeof event->message);
}

void peri_code_change(peri_codec *codec, peri_order_change *change)
{
    peri_order_update *update = &change->update;
    int32_t fields = (int32_t)update->fields;
    peri_code_int(codec, &change->order_id);
    peri_code_bool(codec, &change->cancels);
    peri_code_int32(codec, &fields);
    update->fields = (unsigned)fields;
    code_real(codec, &update->quantity);
    code_price(codec, &update->limit_price);
    code_price(codec, &update->stop_price);
    code_price(codec, &update->trigger_price);
    code_price(codec, &update->trailing_amount);
    peri_code_text(codec, update->tag, sizeof update->tag);
}

void peri_code_trade(peri_codec *codec, peri_closed_trade *trade)
{
    peri_code_int(codec, &trade->time_ns);
    peri_code_int32(codec, &trade->security);
    code_real(codec, &trade->quantity);
    code_real(codec, &trade->profit);
}

void peri_code_sample(peri_codec *codec, peri_sample *sample)
{
    peri_code_int(codec, &sample->time_ns);
    code_real(codec, &sample->value);
}

void peri_code_day(peri_codec *codec, peri_day *day)
{
    code_real(codec, &day->return_percent);
    code_real(codec, &day->benchmark);
    code_real(codec, &day->turnover);
    peri_code_int(codec, &day->time_ns);
}

void peri_code_point(peri_codec *codec, peri_saved_point *point)
{
    peri_code_text(codec, point->chart, sizeof point->chart);
    peri_code_text(codec, point->series, sizeof point->series);
    peri_code_int(codec, &point->point.time_ns);
    code_real(codec, &point->point.value);
}

void peri_code_capacity(peri_codec *codec, peri_capacity_asset *asset)
{
    peri_capacity_bar *bar = &asset->last_bar;
    peri_code_int32(codec, &asset->security);
    peri_code_bool(codec, &asset->watched);
    peri_code_bool(codec, &asset->begins_anew);
    peri_code_bool(codec, &asset->has_bar);
    code_count(codec, &asset->trades);
    peri_code_int(codec, &asset->fill_ns);
    peri_code_int(codec, &asset->bar_ns);
    code_real(codec, &asset->sale_volume);
    code_real(codec, &asset->dollar_volume);
    code_real(codec, &asset->scale);
    code_real(codec, &asset->discount);
    code_real(codec, &asset->volume);
    code_count(codec, &bar->length_ns);
    code_real(codec, &bar->close);
    code_real(codec, &bar->volume);
    code_real(codec, &bar->rate);
    code_real(codec, &bar->multiplier);
}

void peri_code_built_trade(peri_codec *codec, peri_trade *trade)
{
    int64_t orders = (int64_t)trade->order_n;
    peri_code_int32(codec, &trade->security);
    peri_code_bool(codec, &trade->is_short);
    peri_code_int(codec, &trade->entry_ns);
    peri_code_int(codec, &trade->exit_ns);
    code_real(codec, &trade->entry_price);
    code_real(codec, &trade->exit_price);
    code_real(codec, &trade->quantity);
    code_real(codec, &trade->profit);
    code_real(codec, &trade->fees);
    code_real(codec, &trade->mae);
    code_real(codec, &trade->mfe);
    code_count(codec, &orders);
    trade->order_n = codec->failed ? 0 : (size_t)orders;
}

void peri_code_open_trade(peri_codec *codec, peri_saved_open_trade *open)
{
    peri_code_int32(codec, &open->security);
    code_real(codec, &open->fees);
    code_real(codec, &open->low);
    code_real(codec, &open->high);
}

void peri_code_lot(peri_codec *codec, peri_saved_lot *lot)
{
    peri_code_int32(codec, &lot->security);
    peri_code_int(codec, &lot->lot.order_id);
    peri_code_int(codec, &lot->lot.time_ns);
    code_real(codec, &lot->lot.quantity);
    code_real(codec, &lot->lot.price);
    code_real(codec, &lot->lot.fee);
}

void peri_code_statistic(peri_codec *codec, peri_saved_statistic *statistic)
{
    peri_code_bool(codec, &statistic->is_runtime);
    peri_code_text(codec, statistic->row.name, sizeof statistic->row.name);
    peri_code_text(codec, statistic->row.text, sizeof statistic->row.text);
}

void peri_code_cash(peri_codec *codec, peri_cash *cash)
{
    peri_code_text(codec, cash->symbol, sizeof cash->symbol);
    code_real(codec, &cash->amount);
    code_price(codec, &cash->rate);
}

void peri_code_unsettled(peri_codec *codec, peri_unsettled *unsettled)
{
    peri_code_int(codec, &unsettled->time_ns);
    code_real(codec, &unsettled->money.amount);
    peri_code_int32(codec, &unsettled->money.cash);
}

void peri_code_training(peri_codec *codec, peri_saved_training *training)
{
    peri_code_text(codec, training->name, sizeof training->name);
    peri_code_int(codec, &training->due_utc);
}
