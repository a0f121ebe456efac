/* currency_sign.c - see currency_sign.h. Layer 5. */
#include "report/currency_sign.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* The signs LEAN writes. */
static const struct row {
    const char *code, *sign;
} rows[] = {
    {"USD", "$"},  {"GBP", "₤"},   {"JPY", "¥"},  {"EUR", "€"},   {"NZD", "$"},   {"AUD", "$"},
    {"CAD", "$"},  {"CHF", "Fr"},  {"HKD", "$"},  {"SGD", "$"},   {"XAG", "Ag"},  {"XAU", "Au"},
    {"CNH", "¥"},  {"CNY", "¥"},   {"CZK", "Kč"}, {"DKK", "kr"},  {"HUF", "Ft"},  {"INR", "₹"},
    {"MXN", "$"},  {"NOK", "kr"},  {"PLN", "zł"}, {"SAR", "﷼"},   {"SEK", "kr"},  {"THB", "฿"},
    {"TRY", "₺"},  {"TWD", "NT$"}, {"ZAR", "R"},  {"RUB", "₽"}, {"BRL", "R$"},  {"GNF", "Fr"},
    {"IDR", "Rp"}, {"BTC", "₿"}, {"BCH", "Ƀ"},  {"BSV", "Ɓ"},   {"LTC", "Ł"},   {"ETH", "Ξ"},
    {"EOS", "ε"},  {"XRP", "✕"},   {"XLM", "*"},  {"ETC", "ξ"},   {"ZRX", "ZRX"}, {"USDT", "₮"},
    {"ADA", "₳"},  {"SOL", "◎"},   {"DOT", "●"},  {"DOGE", "Ð"},  {"DAI", "◈"},   {"ALGO", "Ⱥ"},
    {"ICP", "∞"},  {"XMR", "ɱ"},   {"XTZ", "ꜩ"},  {"IOTA", "ɨ"},  {"MIOTA", "ɨ"}, {"MKR", "Μ"},
    {"ZEC", "ⓩ"},  {"DASH", "Đ"},  {"XNO", "Ӿ"},  {"REP", "Ɍ"},   {"STEEM", "ȿ"}, {"THETA", "ϑ"},
    {"FIL", "⨎"},  {"BAT", "⟁"},   {"LSK", "Ⱡ"},  {"NAV", "Ꞥ"}};

void peri_currency_sign(const char *code, char sign[PERI_SIGN_TEXT])
{
    const char *text = code;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(code, rows[i].code) == 0)
            text = rows[i].sign;
    snprintf(sign, PERI_SIGN_TEXT, "%s", text);
}
