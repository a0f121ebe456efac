/* expiry.c - when an order expires. Source: lean-engine facts, 4.6. Layer 3. */
#include "trade/broker_internal.h"

#define CURRENCY_CLOSE (17 * PERI_HOUR)

static bool is_currency(const peri_security *security)
{
    return security->type == PERI_TYPE_FOREX || security->type == PERI_TYPE_CFD;
}

/* Crypto, and custom data: no session ends, so the date's end does. */
static bool is_endless(const peri_security *security)
{
    return security->type == PERI_TYPE_CRYPTO || peri_hours_is_always_open(security->hours);
}

static int64_t to_utc(const peri_zone *zone, int64_t local_ns)
{
    return zone ? peri_zone_to_utc(zone, local_ns) : local_ns;
}

/* The zone of the clock an order's date is on; NULL: UTC. */
static const peri_zone *zone_of(const peri_broker *broker, const peri_security *security)
{
    if (security->type == PERI_TYPE_CRYPTO)
        return NULL;
    return is_currency(security) && broker->currency_zone ? broker->currency_zone
                                                          : peri_hours_zone(security->hours);
}

/* The end of trading on a date. */
static int64_t end_of(const peri_broker *broker, const peri_security *security, peri_date date)
{
    const peri_zone *zone = zone_of(broker, security);
    if (is_currency(security))
        return to_utc(zone, peri_time_at(date, CURRENCY_CLOSE));
    if (is_endless(security))
        return to_utc(zone, peri_time_at(date + 1, 0));
    return peri_hours_next_close(security->hours, to_utc(zone, peri_time_at(date, 0)), false);
}

static int64_t end_of_day(const peri_broker *broker, const peri_security *security,
                          int64_t created_ns)
{
    const peri_zone *zone = zone_of(broker, security);
    const int64_t local = zone ? peri_zone_to_local(zone, created_ns) : created_ns;
    peri_date date = peri_time_date(local);
    if (!is_currency(security) && !is_endless(security))
        return peri_hours_next_close(security->hours, created_ns, false);
    if (is_currency(security) && peri_time_of_day(local) > CURRENCY_CLOSE)
        date++;
    return end_of(broker, security, date);
}

int64_t peri_order_expiry(const peri_broker *broker, const peri_security *security,
                          const peri_order *order)
{
    switch (order->time_in_force) {
    case PERI_TIF_DAY:
        return end_of_day(broker, security, order->created_ns);
    case PERI_TIF_GOOD_TIL_DATE:
        return end_of(broker, security, peri_time_date(order->expiry_local_ns));
    case PERI_TIF_GOOD_TIL_CANCELED:
        break;
    }
    return PERI_NEVER;
}
