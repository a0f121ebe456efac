/* test_decimal_text.c - rounding and digits of the report's numbers. */
#include "report/decimal_text.h"

#include <stddef.h>

#include "check.h"

static const struct row {
    double value;
    int shift, digits;
    peri_decimal_zeros zeros;
    const char *text;
} rows[] = {
    /* half to even, on the decimal the double stands for */
    {0.125, 0, 2, PERI_ZEROS_KEEP, "0.12"},
    {0.135, 0, 2, PERI_ZEROS_KEEP, "0.14"},
    {2.675, 0, 2, PERI_ZEROS_KEEP, "2.68"},
    {2.665, 0, 2, PERI_ZEROS_KEEP, "2.66"},
    {-2.5, 0, 0, PERI_ZEROS_KEEP, "-2"},
    {-3.5, 0, 0, PERI_ZEROS_KEEP, "-4"},
    {0.5, 0, 0, PERI_ZEROS_KEEP, "0"},
    {0.4999999, 0, 0, PERI_ZEROS_KEEP, "0"},
    {0.5000001, 0, 0, PERI_ZEROS_KEEP, "1"},
    /* natural: a number of fewer decimals keeps them */
    {0.0, 2, 3, PERI_ZEROS_NATURAL, "0"},
    {1.0, 2, 0, PERI_ZEROS_NATURAL, "100"},
    {-1.0, 0, 3, PERI_ZEROS_NATURAL, "-1"},
    {-0.2000004, 0, 3, PERI_ZEROS_NATURAL, "-0.200"},
    {0.5, 2, 3, PERI_ZEROS_NATURAL, "50.0"},
    {0.1 + 0.2, 0, 3, PERI_ZEROS_NATURAL, "0.3"},
    {0.01691918, 2, 3, PERI_ZEROS_NATURAL, "1.692"},
    {-0.0000001, 2, 2, PERI_ZEROS_NATURAL, "0.00"},
    {100569.9004, 0, 2, PERI_ZEROS_NATURAL, "100569.90"},
    {-0.0, 0, 2, PERI_ZEROS_NATURAL, "0"},
    /* dropped */
    {-22.06, 0, 3, PERI_ZEROS_DROP, "-22.06"},
    {0.0999999, 0, 3, PERI_ZEROS_DROP, "0.1"},
    {70.0, 0, 3, PERI_ZEROS_DROP, "70"},
    {-0.0001, 0, 3, PERI_ZEROS_DROP, "0"},
    {8.854, 0, 3, PERI_ZEROS_DROP, "8.854"},
    /* beyond any digits */
    {1e18, 0, 3, PERI_ZEROS_DROP, "1e+18"},
    {-2.5e15, 0, 3, PERI_ZEROS_DROP, "-2500000000000000"},
    {1e300, 2, 3, PERI_ZEROS_NATURAL, "1e+302"},
};

SUITE(decimal_text)
{
    char text[PERI_DECIMAL_TEXT];
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *r = &rows[i];
        peri_decimal_text(r->value, r->shift, r->digits, r->zeros, text);
        CHECK_STR(r->text, text, r->text);
    }
}

SUITE(decimal_rounded_percent)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {{0.0, "0"},          {0.0000213, "0.000"}, {0.0218, "2.200"}, {0.0225, "2.200"},
                 {0.72349, "72.300"}, {0.5, "50.0"},        {1e20, "1e+22"}};
    char text[PERI_DECIMAL_TEXT];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        peri_decimal_rounded_percent(cases[i].value, 3, text);
        CHECK_STR(cases[i].text, text, cases[i].text);
    }
}

SUITE(decimal_money)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {{0.0, "0.00"},      {3.435, "3.44"},   {3.445, "3.45"},
                 {1.945, "1.95"},    {-3.445, "-3.45"}, {91.525, "91.53"},
                 {670.74, "670.74"}, {1e17, "1e+17"},   {12.0, "12.00"}};
    char text[PERI_DECIMAL_TEXT];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        peri_decimal_money(cases[i].value, 2, text);
        CHECK_STR(cases[i].text, text, cases[i].text);
    }
}
