/* currency_sign.c - see currency_sign.h. Layer 5. */
#include "report/currency_sign.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

void peri_currency_sign(const char *code, char sign[PERI_SIGN_TEXT])
{
    static const struct {
        const char *code, *sign;
    } rows[] = {{"USD", "$"},           {"EUR", "\xE2\x82\xAC"},
                {"GBP", "\xC2\xA3"},    {"JPY", "\xC2\xA5"},
                {"CNY", "\xC2\xA5"},    {"CNH", "\xC2\xA5"},
                {"HKD", "$"},           {"AUD", "$"},
                {"CAD", "$"},           {"NZD", "$"},
                {"SGD", "$"},           {"MXN", "$"},
                {"INR", "\xE2\x82\xB9"}};
    const char *text = code;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(code, rows[i].code) == 0)
            text = rows[i].sign;
    snprintf(sign, PERI_SIGN_TEXT, "%s", text);
}
