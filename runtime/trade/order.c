/* order.c - names and states of orders. Layer 3. */
#include "trade/order.h"

const char *peri_order_type_name(peri_order_type type)
{
    switch (type) {
    case PERI_ORDER_MARKET:
        return "Market";
    case PERI_ORDER_MARKET_ON_OPEN:
        return "MarketOnOpen";
    case PERI_ORDER_MARKET_ON_CLOSE:
        return "MarketOnClose";
    }
    return "unknown";
}

const char *peri_order_status_name(peri_order_status status)
{
    switch (status) {
    case PERI_STATUS_NEW:
        return "New";
    case PERI_STATUS_SUBMITTED:
        return "Submitted";
    case PERI_STATUS_PARTIALLY_FILLED:
        return "PartiallyFilled";
    case PERI_STATUS_FILLED:
        return "Filled";
    case PERI_STATUS_CANCELED:
        return "Canceled";
    case PERI_STATUS_INVALID:
        return "Invalid";
    }
    return "unknown";
}

bool peri_order_is_open(const peri_order *order)
{
    return order->status == PERI_STATUS_NEW || order->status == PERI_STATUS_SUBMITTED ||
           order->status == PERI_STATUS_PARTIALLY_FILLED;
}
