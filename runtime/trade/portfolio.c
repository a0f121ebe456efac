/* portfolio.c - cash and holdings at average cost, closed trades. Layer 3. */
#include "trade/portfolio.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "trade/broker_internal.h"

int peri_portfolio_init(peri_portfolio *portfolio, double cash)
{
    memset(portfolio, 0, sizeof *portfolio);
    return peri_cash_book_init(&portfolio->book, cash);
}

void peri_portfolio_deinit(peri_portfolio *portfolio)
{
    peri_free(portfolio->holdings);
    peri_free(portfolio->trades);
    peri_cash_book_deinit(&portfolio->book);
    memset(portfolio, 0, sizeof *portfolio);
}

int peri_portfolio_add_security(peri_portfolio *portfolio, const peri_security *security)
{
    assert(security->index >= 0 && (size_t)security->index <= portfolio->count);
    const size_t need = (size_t)security->index + 1;
    if (need <= portfolio->count)
        return PERI_OK;
    void *holdings = portfolio->holdings;
    const int rc = peri_grow(&holdings, &portfolio->cap, need, sizeof *portfolio->holdings);
    if (rc != PERI_OK)
        return rc;
    portfolio->holdings = holdings;
    portfolio->holdings[portfolio->count] =
        (peri_holding){.security = security, .price = security->price};
    portfolio->count = need;
    return PERI_OK;
}

/* How much of a fill reduces the holding; 0 when it adds. */
static double closed_quantity(double held, double quantity)
{
    return held * quantity < 0.0 ? fmin(fabs(held), fabs(quantity)) : 0.0;
}

static double new_average(const peri_holding *holding, double quantity, double price)
{
    const double held = holding->quantity;
    const double sum = peri_lot_sum(held, quantity);
    if (sum == 0.0)
        return 0.0;
    if (held * quantity >= 0.0)
        return (held * holding->average_price + quantity * price) / (held + quantity);
    return held * sum > 0.0 ? holding->average_price : price;
}

int peri_portfolio_add_trade(peri_portfolio *portfolio, const peri_closed_trade *trade)
{
    void *trades = portfolio->trades;
    const int rc = peri_grow(&trades, &portfolio->trade_cap, portfolio->trade_count + 1,
                             sizeof *portfolio->trades);
    if (rc != PERI_OK)
        return rc;
    portfolio->trades = trades;
    portfolio->trades[portfolio->trade_count++] = *trade;
    return PERI_OK;
}

/* The doubles' noise in a sum of money, as a part of the value it comes from. */
#define NOISE 1e-12

/* A trade that earns exactly its fees has no profit, and so is no win. */
static double after_fees(double profit, double fee, double value)
{
    const double left = profit - 2.0 * fee;
    return fabs(left) <= NOISE * value ? 0.0 : left;
}

/* -- fills ---------------------------------------------------------------------------------- */

/* When money of a sale at an instant comes; 0: at once. */
static int64_t settles_at(const peri_holding *holding, int64_t time_ns)
{
    const peri_hours *hours = holding->security->hours;
    if (holding->settlement.days == 0)
        return 0;
    const peri_zone *zone = peri_hours_zone(hours);
    peri_date date = peri_zone_date(zone, time_ns);
    for (int32_t i = 0; i < holding->settlement.days; i++)
        date = peri_hours_next_trading_day(hours, date);
    return peri_zone_to_utc(zone, peri_time_at(date, 0) + holding->settlement.time_of_day);
}

/* Money in the quote currency: what is paid leaves at once, what is got may come later. */
static void apply_funds(peri_portfolio *portfolio, const peri_holding *holding, int64_t time_ns,
                        double amount)
{
    const int32_t cash = holding->security->quote_cash;
    const int64_t later = amount > 0.0 ? settles_at(holding, time_ns) : 0;
    if (later > 0)
        peri_cash_book_delay(&portfolio->book, (peri_money){amount, cash}, later);
    else
        portfolio->book.items[cash].amount += amount;
}

/* What a fill does to cash; profit: what a CFD's has realised, in the quote currency. */
static void move_money(peri_portfolio *portfolio, const peri_holding *holding, int64_t time_ns,
                       double quantity, double price, double profit)
{
    const peri_security *security = holding->security;
    if (security->type == PERI_TYPE_CFD) {
        apply_funds(portfolio, holding, time_ns, profit);
        return;
    }
    apply_funds(portfolio, holding, time_ns, -quantity * price * security->multiplier);
    if (peri_security_is_pair(security))
        portfolio->book.items[security->base_cash].amount =
            peri_lot_sum(portfolio->book.items[security->base_cash].amount, quantity);
}

/* The part of a fill that reduces the holding: recorded as a closed trade. fee: in account
   currency; a_unit: profit of one, in the quote currency */
static int book_closed(peri_portfolio *portfolio, int32_t security, int64_t time_ns, double closed,
                       double price, double a_unit, double fee)
{
    peri_holding *holding = &portfolio->holdings[security];
    const double unit = holding->security->unit;
    const double profit = closed * a_unit * unit;
    const peri_closed_trade trade = {time_ns, security, closed,
                                     after_fees(profit, fee, closed * price * unit)};
    const int rc = peri_portfolio_add_trade(portfolio, &trade);
    if (rc != PERI_OK)
        return rc;
    holding->profit += profit;
    portfolio->total_profit += profit;
    return PERI_OK;
}

static void book_position(peri_portfolio *portfolio, peri_holding *holding, double quantity,
                          double price)
{
    portfolio->invested -= holding->quantity != 0.0;
    holding->average_price = new_average(holding, quantity, price);
    holding->quantity = peri_lot_sum(holding->quantity, quantity);
    portfolio->invested += holding->quantity != 0.0;
    holding->sale_volume += fabs(quantity * price * holding->security->unit);
}

bool peri_fee_is_off(const peri_security *security, double quantity, peri_money fee)
{
    return security->type == PERI_TYPE_CRYPTO && quantity > 0.0 && fee.amount > 0.0 &&
           fee.cash == security->base_cash;
}

static void pay_fee(peri_portfolio *portfolio, const peri_security *security, double quantity,
                    double price, peri_money fee)
{
    double *amount = &portfolio->book.items[fee.cash].amount;
    if (peri_fee_is_off(security, quantity, fee))
        portfolio->book.items[security->quote_cash].amount -=
            fee.amount * price * security->multiplier;
    else if (peri_security_is_pair(security) && fee.cash == security->base_cash)
        *amount = peri_lot_sum(*amount, -fee.amount);
    else
        *amount -= fee.amount;
}

int peri_portfolio_fill(peri_portfolio *portfolio, int32_t security, int64_t time_ns,
                        double quantity, double price, peri_money fee)
{
    assert(security >= 0 && (size_t)security < portfolio->count);
    peri_holding *holding = &portfolio->holdings[security];
    const double held = holding->quantity, closed = closed_quantity(held, quantity);
    const double a_unit =
        held > 0.0 ? price - holding->average_price : holding->average_price - price;
    const double cost = fee.amount * portfolio->book.items[fee.cash].rate;
    int rc = holding->settlement.days > 0 ? peri_cash_book_reserve(&portfolio->book) : PERI_OK;
    if (rc == PERI_OK && closed > 0.0)
        rc = book_closed(portfolio, security, time_ns, closed, price, a_unit, cost);
    if (rc != PERI_OK)
        return rc;
    pay_fee(portfolio, holding->security, quantity, price, fee);
    move_money(portfolio, holding, time_ns, quantity, price,
               closed * a_unit * holding->security->multiplier);
    book_position(portfolio, holding, quantity, price);
    holding->fees += cost;
    portfolio->total_fees += cost;
    return PERI_OK;
}

/* -- values --------------------------------------------------------------------------------- */

double peri_holding_value(const peri_holding *holding)
{
    return holding->quantity * holding->price * holding->security->unit;
}

double peri_holding_cost(const peri_holding *holding)
{
    return holding->quantity * holding->average_price * holding->security->unit;
}

/* Open profit at the price that would close it. */
static double closing_profit(const peri_holding *holding)
{
    const peri_security *security = holding->security;
    const double quoted = holding->quantity > 0.0 ? security->bid_price : security->ask_price;
    const double price = quoted > 0.0 ? quoted : holding->price;
    return holding->quantity * (price - holding->average_price) * security->unit;
}

double peri_holding_unrealized(const peri_holding *holding)
{
    if (holding->security->type == PERI_TYPE_CFD)
        return closing_profit(holding);
    return holding->quantity * (holding->price - holding->average_price) * holding->security->unit;
}

double peri_portfolio_holdings_value(const peri_portfolio *portfolio)
{
    double sum = 0.0;
    for (size_t i = 0; i < portfolio->count; i++)
        sum += peri_holding_value(&portfolio->holdings[i]);
    return sum;
}

double peri_portfolio_unrealized(const peri_portfolio *portfolio)
{
    double sum = 0.0;
    for (size_t i = 0; i < portfolio->count; i++)
        sum += peri_holding_unrealized(&portfolio->holdings[i]);
    return sum;
}

double peri_portfolio_total_value(const peri_portfolio *portfolio)
{
    double sum = peri_cash_book_settled(&portfolio->book);
    if (portfolio->book.waiting_n > 0)
        sum += peri_cash_book_unsettled(&portfolio->book);
    if (portfolio->invested == 0)
        return sum;
    for (size_t i = 0; i < portfolio->count; i++) {
        const peri_holding *holding = &portfolio->holdings[i];
        if (holding->quantity == 0.0 || peri_security_is_pair(holding->security))
            continue; /* of a pair it is in the book */
        sum += holding->security->type == PERI_TYPE_CFD ? peri_holding_unrealized(holding)
                                                        : peri_holding_value(holding);
    }
    return sum;
}

void peri_portfolio_dividend(peri_portfolio *portfolio, int32_t security, double distribution)
{
    const peri_holding *holding = &portfolio->holdings[security];
    portfolio->book.items[holding->security->quote_cash].amount += holding->quantity * distribution;
}

void peri_portfolio_split(peri_portfolio *portfolio, int32_t security, double factor,
                          double reference)
{
    peri_holding *holding = &portfolio->holdings[security];
    if (holding->quantity == 0.0)
        return;
    const double shares = peri_lot_round(holding->quantity / factor, 1.0);
    portfolio->book.items[holding->security->quote_cash].amount +=
        (holding->quantity / factor - shares) * reference * factor;
    holding->quantity = shares;
    holding->average_price = shares == 0.0 ? 0.0 : holding->average_price * factor;
    if (shares == 0.0)
        portfolio->invested--;
}
