/* portfolio.c - cash and holdings at average cost, closed trades. Layer 3. */
#include "trade/portfolio.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "trade/broker_internal.h"

void peri_portfolio_init(peri_portfolio *portfolio, double cash)
{
    memset(portfolio, 0, sizeof *portfolio);
    portfolio->cash = cash;
}

void peri_portfolio_deinit(peri_portfolio *portfolio)
{
    peri_free(portfolio->holdings);
    peri_free(portfolio->trades);
    peri_portfolio_init(portfolio, 0.0);
}

int peri_portfolio_add_security(peri_portfolio *portfolio, int32_t index)
{
    assert(index >= 0);
    const size_t need = (size_t)index + 1;
    if (need <= portfolio->count)
        return PERI_OK;
    void *holdings = portfolio->holdings;
    const int rc = peri_grow(&holdings, &portfolio->cap, need, sizeof *portfolio->holdings);
    if (rc != PERI_OK)
        return rc;
    portfolio->holdings = holdings;
    memset(portfolio->holdings + portfolio->count, 0,
           (need - portfolio->count) * sizeof *portfolio->holdings);
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

/* The part of a fill that reduces the holding: realised, and recorded as a closed trade. */
static int book_closed(peri_portfolio *portfolio, int32_t security, int64_t time_ns, double closed,
                       double price, double fee)
{
    peri_holding *holding = &portfolio->holdings[security];
    const double a_unit =
        holding->quantity > 0.0 ? price - holding->average_price : holding->average_price - price;
    const double profit = closed * a_unit;
    const peri_closed_trade trade = {time_ns, security, closed,
                                     after_fees(profit, fee, closed * price)};
    const int rc = peri_portfolio_add_trade(portfolio, &trade);
    if (rc != PERI_OK)
        return rc;
    holding->profit += profit;
    portfolio->total_profit += profit;
    return PERI_OK;
}

int peri_portfolio_fill(peri_portfolio *portfolio, int32_t security, int64_t time_ns,
                        double quantity, double price, double fee)
{
    assert(security >= 0 && (size_t)security < portfolio->count);
    peri_holding *holding = &portfolio->holdings[security];
    const double closed = closed_quantity(holding->quantity, quantity);
    if (closed > 0.0) {
        const int rc = book_closed(portfolio, security, time_ns, closed, price, fee);
        if (rc != PERI_OK)
            return rc;
    }
    portfolio->invested -= holding->quantity != 0.0;
    holding->average_price = new_average(holding, quantity, price);
    holding->quantity = peri_lot_sum(holding->quantity, quantity);
    portfolio->invested += holding->quantity != 0.0;
    holding->fees += fee;
    holding->sale_volume += fabs(quantity * price);
    portfolio->cash -= quantity * price + fee;
    portfolio->total_fees += fee;
    return PERI_OK;
}

double peri_holding_value(const peri_holding *holding)
{
    return holding->quantity * holding->price;
}

double peri_holding_unrealized(const peri_holding *holding)
{
    return holding->quantity * (holding->price - holding->average_price);
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
    return portfolio->cash + peri_portfolio_holdings_value(portfolio);
}

void peri_portfolio_dividend(peri_portfolio *portfolio, int32_t security, double distribution)
{
    portfolio->cash += portfolio->holdings[security].quantity * distribution;
}

void peri_portfolio_split(peri_portfolio *portfolio, int32_t security, double factor,
                          double reference)
{
    peri_holding *holding = &portfolio->holdings[security];
    if (holding->quantity == 0.0)
        return;
    const double shares = peri_lot_round(holding->quantity / factor, 1.0);
    portfolio->cash += (holding->quantity / factor - shares) * reference * factor;
    holding->quantity = shares;
    holding->average_price = shares == 0.0 ? 0.0 : holding->average_price * factor;
    if (shares == 0.0)
        portfolio->invested--;
}
