/* test_lot.c - whole lots, and sums of quantities that leave nothing but what they should. */
#include "check.h"
#include "trade/broker_internal.h"

SUITE(lot_rounds_to_whole_lots)
{
    static const struct {
        const char *name;
        double quantity, lot, want;
    } rows[] = {
        {"a share", 1, 1, 1},
        {"shares", -7.9, 1, -7},
        {"whole, but no whole lot", 150, 100, 100},
        {"the same, sold", -150, 100, -100},
        {"less than a lot", 99, 100, 0},
        {"whole lots", 300, 100, 300},
        {"a whole quantity of decimal lots", 3, 0.01, 3},
        {"of lots of 0.4", 1, 0.4, 0.8},
        {"a large one", 1e13 + 50, 100, 1e13},
        {"beyond whole numbers", 1e300, 1, 1e300},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_NEAR(rows[i].name, peri_lot_round(rows[i].quantity, rows[i].lot), rows[i].want, 0.0);
}

/* Beyond 2^53 a double cannot count by ones: one that is bought and sold may be lost on one of the
   ways, and what is left must not be held. */
SUITE(lot_sum_of_more_than_doubles_count)
{
    const double most = 0x1p53;
    double held = peri_lot_sum(most, 1);
    CHECK_NEAR("the one is lost", held, most, 0.0);
    held = peri_lot_sum(held, -1);
    CHECK_NEAR("and sold", held, most - 1, 0.0);
    CHECK_NEAR("nothing is held", peri_lot_sum(held, -most), 0.0, 0.0);
    CHECK_NEAR("the other side", peri_lot_sum(-held, most), 0.0, 0.0);
    CHECK_NEAR("whole numbers that can be counted", peri_lot_sum(1e10, 1 - 1e10), 1.0, 0.0);
    CHECK_NEAR("more than a bit is left", peri_lot_sum(most, -most / 2), most / 2, 0.0);
}
