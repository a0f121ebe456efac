/* fees.c - what a fill costs: one function per schedule. Layer 3. */
#include <math.h>

#include "trade/models.h"

static double interactive_brokers(const peri_fee_model *self, const peri_security *security,
                                  double quantity, double price)
{
    (void)self;
    (void)security;
    const double shares = fabs(quantity);
    const double fee = 0.005 * shares;
    if (fee < 1.0)
        return 1.0; /* the cap below does not apply to the minimum */
    return fmin(fee, 0.005 * shares * price);
}

static double constant(const peri_fee_model *self, const peri_security *security, double quantity,
                       double price)
{
    (void)security;
    (void)quantity;
    (void)price;
    return self->amount;
}

peri_fee_model peri_fee_interactive_brokers(void)
{
    return (peri_fee_model){.name = "InteractiveBrokers", .fee = interactive_brokers};
}

peri_fee_model peri_fee_constant(double amount)
{
    return (peri_fee_model){.name = "Constant", .fee = constant, .amount = amount};
}
