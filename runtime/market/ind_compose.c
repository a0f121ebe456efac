/* ind_compose.c - sum, difference, product and quotient of two indicators. Layer 2. */
#include "market/indicator_class.h"

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
        .check = peri_indicator_check_nothing,                                                     \
        .state_size = peri_indicator_no_state,                                                     \
        .reset = peri_indicator_reset_nothing,                                                     \
        .update_pair = update_##word,                                                              \
    };

COMPOSE(plus, true, left + right)
COMPOSE(minus, true, left - right)
COMPOSE(times, true, left *right)
COMPOSE(over, right != 0.0, left / right)
