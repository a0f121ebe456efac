/* order.c - names, states and fields of orders. Layer 3. */
#include "trade/order.h"

#include <string.h>

const peri_name peri_order_type_names[] = {
    {"Market", PERI_ORDER_MARKET},
    {"Limit", PERI_ORDER_LIMIT},
    {"StopMarket", PERI_ORDER_STOP_MARKET},
    {"StopLimit", PERI_ORDER_STOP_LIMIT},
    {"MarketOnOpen", PERI_ORDER_MARKET_ON_OPEN},
    {"MarketOnClose", PERI_ORDER_MARKET_ON_CLOSE},
    {"LimitIfTouched", PERI_ORDER_LIMIT_IF_TOUCHED},
    {"TrailingStop", PERI_ORDER_TRAILING_STOP},
    {NULL, 0},
};

const peri_name peri_order_status_names[] = {
    {"New", PERI_STATUS_NEW},
    {"Submitted", PERI_STATUS_SUBMITTED},
    {"PartiallyFilled", PERI_STATUS_PARTIALLY_FILLED},
    {"Filled", PERI_STATUS_FILLED},
    {"Canceled", PERI_STATUS_CANCELED},
    {"Invalid", PERI_STATUS_INVALID},
    {"CancelPending", PERI_STATUS_CANCEL_PENDING},
    {"UpdateSubmitted", PERI_STATUS_UPDATE_SUBMITTED},
    {NULL, 0},
};

const peri_name peri_time_in_force_names[] = {
    {"GoodTilCanceled", PERI_TIF_GOOD_TIL_CANCELED},
    {"Day", PERI_TIF_DAY},
    {"GoodTilDate", PERI_TIF_GOOD_TIL_DATE},
    {NULL, 0},
};

/* Source: LEAN's OrderResponseErrorCode. */
const peri_name peri_refusal_names[] = {
    {"None", PERI_REFUSAL_NONE},
    {"ProcessingError", PERI_REFUSAL_PROCESSING_ERROR},
    {"InsufficientBuyingPower", PERI_REFUSAL_INSUFFICIENT_BUYING_POWER},
    {"BrokerageModelRefusedToSubmitOrder", PERI_REFUSAL_BROKERAGE_SUBMIT},
    {"InvalidOrderStatus", PERI_REFUSAL_INVALID_ORDER_STATUS},
    {"UnableToFindOrder", PERI_REFUSAL_UNABLE_TO_FIND_ORDER},
    {"OrderQuantityZero", PERI_REFUSAL_QUANTITY_ZERO},
    {"UnsupportedRequestType", PERI_REFUSAL_UNSUPPORTED_REQUEST_TYPE},
    {"PreOrderChecksError", PERI_REFUSAL_PRE_ORDER_CHECKS},
    {"SecurityPriceZero", PERI_REFUSAL_SECURITY_PRICE_ZERO},
    {"SecurityHasNoData", PERI_REFUSAL_SECURITY_HAS_NO_DATA},
    {"ExceededMaximumOrders", PERI_REFUSAL_EXCEEDED_MAXIMUM_ORDERS},
    {"MarketOnCloseOrderTooLate", PERI_REFUSAL_MARKET_ON_CLOSE_TOO_LATE},
    {"InvalidRequest", PERI_REFUSAL_INVALID_REQUEST},
    {"AlgorithmWarmingUp", PERI_REFUSAL_WARMING_UP},
    {"BrokerageModelRefusedToUpdateOrder", PERI_REFUSAL_BROKERAGE_UPDATE},
    {"ConversionRateZero", PERI_REFUSAL_CONVERSION_RATE_ZERO},
    {"NonTradableSecurity", PERI_REFUSAL_NON_TRADABLE_SECURITY},
    {"OrderQuantityLessThanLotSize", PERI_REFUSAL_LESS_THAN_LOT_SIZE},
    {"MarketOnOpenNotAllowedDuringRegularHours", PERI_REFUSAL_MARKET_ON_OPEN_WHILE_OPEN},
    {NULL, 0},
};

/* A number that comes from outside may be none of a list. */
static const char *name_of(const peri_name *names, int value)
{
    const char *name = peri_name_of(names, value);
    return name ? name : "unknown";
}

const char *peri_order_type_name(peri_order_type type)
{
    return name_of(peri_order_type_names, (int)type);
}

const char *peri_order_status_name(peri_order_status status)
{
    return name_of(peri_order_status_names, (int)status);
}

const char *peri_time_in_force_name(peri_time_in_force kind)
{
    return name_of(peri_time_in_force_names, (int)kind);
}

const char *peri_refusal_name(peri_refusal refusal)
{
    return name_of(peri_refusal_names, (int)refusal);
}

double peri_order_remaining(const peri_order *order)
{
    return order->quantity - order->filled_quantity;
}

bool peri_order_is_open(const peri_order *order)
{
    switch (order->status) {
    case PERI_STATUS_NEW:
    case PERI_STATUS_SUBMITTED:
    case PERI_STATUS_PARTIALLY_FILLED:
    case PERI_STATUS_CANCEL_PENDING:
    case PERI_STATUS_UPDATE_SUBMITTED:
        return true;
    case PERI_STATUS_FILLED:
    case PERI_STATUS_CANCELED:
    case PERI_STATUS_INVALID:
        return false;
    }
    return false;
}

const unsigned peri_order_prices[PERI_ORDER_PRICES] = {
    PERI_FIELD_LIMIT_PRICE, PERI_FIELD_STOP_PRICE, PERI_FIELD_TRIGGER_PRICE,
    PERI_FIELD_TRAILING_AMOUNT};

unsigned peri_order_fields(peri_order_type type)
{
    switch (type) {
    case PERI_ORDER_LIMIT:
        return PERI_FIELD_LIMIT_PRICE;
    case PERI_ORDER_STOP_MARKET:
        return PERI_FIELD_STOP_PRICE;
    case PERI_ORDER_STOP_LIMIT:
        return PERI_FIELD_STOP_PRICE | PERI_FIELD_LIMIT_PRICE;
    case PERI_ORDER_LIMIT_IF_TOUCHED:
        return PERI_FIELD_TRIGGER_PRICE | PERI_FIELD_LIMIT_PRICE;
    case PERI_ORDER_TRAILING_STOP:
        return PERI_FIELD_STOP_PRICE | PERI_FIELD_TRAILING_AMOUNT;
    case PERI_ORDER_MARKET:
    case PERI_ORDER_MARKET_ON_OPEN:
    case PERI_ORDER_MARKET_ON_CLOSE:
        break;
    }
    return 0;
}

double *peri_order_field(peri_order *order, unsigned field)
{
    switch (field) {
    case PERI_FIELD_LIMIT_PRICE:
        return &order->limit_price;
    case PERI_FIELD_STOP_PRICE:
        return &order->stop_price;
    case PERI_FIELD_TRIGGER_PRICE:
        return &order->trigger_price;
    default:
        return &order->trailing_amount;
    }
}

double *peri_order_update_place(peri_order_update *update, unsigned field)
{
    switch (field) {
    case PERI_FIELD_QUANTITY:
        return &update->quantity;
    case PERI_FIELD_LIMIT_PRICE:
        return &update->limit_price;
    case PERI_FIELD_STOP_PRICE:
        return &update->stop_price;
    case PERI_FIELD_TRIGGER_PRICE:
        return &update->trigger_price;
    default:
        return &update->trailing_amount;
    }
}

double peri_order_update_field(const peri_order_update *update, unsigned field)
{
    peri_order_update copy = *update;
    return *peri_order_update_place(&copy, field);
}

const char *peri_order_field_name(unsigned field)
{
    switch (field) {
    case PERI_FIELD_LIMIT_PRICE:
        return "limit price";
    case PERI_FIELD_STOP_PRICE:
        return "stop price";
    case PERI_FIELD_TRIGGER_PRICE:
        return "trigger price";
    default:
        return "trailing amount";
    }
}

void peri_order_set_tag(char tag[PERI_ORDER_TAG], const char *text)
{
    size_t len = strlen(text);
    if (len >= PERI_ORDER_TAG) {
        len = PERI_ORDER_TAG - 1;
        while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80)
            len--; /* do not cut inside a UTF-8 sequence */
    }
    memcpy(tag, text, len);
    tag[len] = '\0';
}
