/* ind_compose.c - sum, difference, product and quotient of two indicators. Layer 2. */
#include "market/indicator_class.h"

static const char *check(const double *params)
{
    (void)params;
    return NULL;
}

static size_t state_size(const double *params)
{
    (void)params;
    return 0;
}

static void reset(void *state, const double *params)
{
    (void)state;
    (void)params;
}

/* There is no quotient by 0: the one before stays. Source: LEAN's composite indicators. */
#define COMPOSE(word, given, formula)                                                              \
    static bool update_##word(void *state, const double *params, double left, double right,        \
                              double *outputs)                                                     \
    {                                                                                              \
        (void)state;                                                                               \
        (void)params;                                                                              \
        if (!(given))                                                                              \
            return false;                                                                          \
        outputs[0] = formula;                                                                      \
        return true;                                                                               \
    }                                                                                              \
    const peri_indicator_class peri_indicator_##word = {                                           \
        .name = "COMPOSE",                                                                         \
        .params = "",                                                                              \
        .outputs = {"Current"},                                                                    \
        .check = check,                                                                            \
        .state_size = state_size,                                                                  \
        .reset = reset,                                                                            \
        .update_pair = update_##word,                                                              \
    };

COMPOSE(plus, true, left + right)
COMPOSE(minus, true, left - right)
COMPOSE(times, true, left *right)
COMPOSE(over, right != 0.0, left / right)
