/* trade_kit.c - a broker with three securities and a listener that remembers, for the tests. */
#include "trade_kit.h"

#include "time/calendars.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(int rc, const peri_error *err)
{
    if (rc == PERI_OK)
        return;
    fprintf(stderr, "trade_kit: %s\n", err->text);
    exit(1);
}

static int remember(void *ctx, const peri_order_event *event, peri_error *err)
{
    trade_kit *kit = ctx;
    if (kit->event_count < KIT_EVENTS)
        kit->events[kit->event_count] = *event;
    kit->event_count++;
    return kit->react ? kit->react(kit->react_ctx, event, err) : PERI_OK;
}

peri_fee_model kit_fee(const peri_security *security)
{
    return security->type == PERI_TYPE_EQUITY ? peri_fee_interactive_brokers()
                                              : peri_fee_constant(0.0);
}

void kit_open(trade_kit *kit, double cash)
{
    static const peri_security like[KIT_SECURITIES] = {
        {.type = PERI_TYPE_EQUITY, .resolution = PERI_RES_MINUTE, .leverage = 2.0, .lot_size = 1.0},
        {.type = PERI_TYPE_EQUITY, .resolution = PERI_RES_DAILY, .leverage = 2.0, .lot_size = 1.0},
        {.type = PERI_TYPE_BASE, .resolution = PERI_RES_DAILY, .leverage = 1.0, .lot_size = 0.01}};
    static char tickers[KIT_SECURITIES][8] = {"SPY", "IBM", "coin"};
    const peri_zone *utc;
    peri_error err = {0};

    memset(kit, 0, sizeof *kit);
    must(peri_zones_open(&kit->zones, &err), &err);
    must(peri_zone_get(kit->zones, "America/New_York", &kit->new_york, &err), &err);
    must(peri_zone_get(kit->zones, "UTC", &utc, &err), &err);
    must(peri_calendar_make(kit->zones, "nyse", &kit->nyse, &err), &err);
    must(peri_hours_always(utc, &kit->always, &err), &err);
    must(peri_broker_open(cash, &kit->broker, &err), &err);
    peri_broker_set_listener(kit->broker, remember, kit);
    for (int32_t i = 0; i < KIT_SECURITIES; i++) {
        peri_security *security = &kit->securities[i];
        *security = like[i];
        security->index = i;
        security->ticker = tickers[i];
        security->multiplier = security->unit = 1.0;
        security->base_cash = -1;
        security->hours = i == KIT_CUSTOM ? kit->always : kit->nyse;
        must(peri_broker_add_security(kit->broker, security, kit_fee(security), &err), &err);
    }
}

void kit_close(trade_kit *kit)
{
    peri_broker_close(kit->broker);
    peri_hours_close(kit->nyse);
    peri_hours_close(kit->always);
    peri_zones_close(kit->zones);
}

int64_t kit_time(const trade_kit *kit, const char *local)
{
    peri_time_text time;
    const char *expected = peri_time_parse(local, strlen(local), &time);
    if (expected) {
        fprintf(stderr, "trade_kit: '%s' is not a time\n", local);
        exit(1);
    }
    return peri_zone_to_utc(kit->new_york, time.time_ns);
}

void kit_bar(trade_kit *kit, int security, const char *start, const char *end, double open,
             double close)
{
    const peri_bar bar = {kit_time(kit, start),
                          kit_time(kit, end),
                          open,
                          open > close ? open : close,
                          open < close ? open : close,
                          close,
                          1000.0};
    peri_security_update(&kit->securities[security], &bar);
    peri_portfolio_mark(peri_broker_portfolio(kit->broker), security, close);
}

int kit_step(trade_kit *kit, const char *now, peri_error *err)
{
    const int rc = peri_broker_process(kit->broker, kit_time(kit, now), err);
    return rc;
}

int kit_split(trade_kit *kit, int security, double factor, const char *now)
{
    peri_error err;
    const int rc = peri_broker_split(kit->broker, security, factor, kit_time(kit, now), &err);
    return rc == PERI_OK ? kit_step(kit, now, &err) : rc;
}

int kit_submit_to(peri_broker *broker, int32_t security, double quantity, peri_order_type type,
                  const char *tag, int64_t now_ns, int64_t *id, peri_error *err)
{
    const peri_order_request request = {
        .security = security, .type = type, .quantity = quantity, .tag = tag};
    return peri_broker_send(broker, &request, now_ns, id, err);
}

int64_t kit_submit(trade_kit *kit, int security, double quantity, peri_order_type type,
                   const char *now, peri_error *err)
{
    int64_t id = -1;
    const int rc =
        kit_submit_to(kit->broker, security, quantity, type, NULL, kit_time(kit, now), &id, err);
    return rc == PERI_OK ? id : 0;
}

int64_t kit_send(trade_kit *kit, const peri_order_request *request, const char *now,
                 peri_error *err)
{
    int64_t id = -1;
    const int rc = peri_broker_send(kit->broker, request, kit_time(kit, now), &id, err);
    return rc == PERI_OK ? id : 0;
}

const peri_order *kit_order(trade_kit *kit, int64_t id)
{
    const peri_order *order = peri_broker_order(kit->broker, id);
    static const peri_order none = {.status = (peri_order_status)-1};
    return order ? order : &none;
}

double kit_held(trade_kit *kit, int security)
{
    return peri_broker_portfolio(kit->broker)->holdings[security].quantity;
}

const char *kit_story(const trade_kit *kit)
{
    static char story[2048];
    size_t at = 0;
    story[0] = '\0';
    for (int i = 0; i < kit->event_count && i < KIT_EVENTS; i++) {
        const int n = snprintf(story + at, sizeof story - at, "%s%lld:%s", i > 0 ? " " : "",
                               (long long)kit->events[i].order_id,
                               peri_order_status_name(kit->events[i].status));
        at += (size_t)n;
    }
    return story;
}

void kit_open_at_100(trade_kit *kit, double cash)
{
    kit_open(kit, cash);
    kit_bar(kit, KIT_MINUTE, "2013-10-08 09:59", KIT_NOW, 100.0, 100.0);
    kit_bar(kit, KIT_DAILY, "2013-10-07 09:30", "2013-10-07 16:00", 100.0, 100.0);
    kit_bar(kit, KIT_CUSTOM, "2013-10-07 00:00", "2013-10-08 00:00", 100.0, 100.0);
}

double kit_margin_remaining(const peri_broker *broker)
{
    double left = 0.0;
    const int rc = peri_broker_margin_remaining(broker, &left, NULL);
    assert(rc == PERI_OK);
    (void)rc;
    return left;
}

double kit_open_quantity(trade_kit *kit, int security)
{
    double sum = 0.0;
    for (int64_t id = peri_broker_next_open(kit->broker, 0); id != 0;
         id = peri_broker_next_open(kit->broker, id)) {
        const peri_order *order = kit_order(kit, id);
        if (order->security == security)
            sum += order->quantity - order->filled_quantity;
    }
    return sum;
}
