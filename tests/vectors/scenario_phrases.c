/* scenario_phrases.c - the short phrases in which scenarios name rules, put into Lua. */
#include "scenario_phrases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- splitting --- */

static bool copy_trimmed(const char *from, const char *end, char out[PHRASE_SIZE])
{
    while (from < end && *from == ' ')
        from++;
    while (end > from && end[-1] == ' ')
        end--;
    size_t len = (size_t)(end - from);
    if (len >= PHRASE_SIZE)
        return false;
    memcpy(out, from, len);
    out[len] = '\0';
    return true;
}

/* The comma or bracket that ends an argument; brackets within it are passed over. */
static const char *argument_end(const char *at)
{
    int depth = 0;
    for (; *at != '\0'; at++) {
        if (depth == 0 && (*at == ',' || *at == ')'))
            return at;
        depth += *at == '(' ? 1 : *at == ')' ? -1 : 0;
    }
    return NULL;
}

bool phrase_split(const char *text, phrase *out)
{
    memset(out, 0, sizeof *out);
    const char *at = strchr(text, '(');
    if (!copy_trimmed(text, at ? at : text + strlen(text), out->head))
        return false;
    while (at && *at != ')') {
        const char *end = argument_end(at + 1);
        if (!end || out->n == PHRASE_ARGUMENTS ||
            !copy_trimmed(at + 1, end, out->arguments[out->n++]))
            return false;
        at = end;
    }
    if (out->n == 1 && out->arguments[0][0] == '\0')
        out->n = 0; /* f() */
    return !at || copy_trimmed(at + 1, at + strlen(at), out->tail);
}

static bool is_one_of(const char *word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(word, list[i]) == 0)
            return true;
    return false;
}
#define ONE_OF(word, list) is_one_of(word, list, sizeof(list) / sizeof((list)[0]))

/* --- symbols and arguments --- */

void phrase_symbol(const char *ticker, peri_buf *out)
{
    static const struct {
        const char *ticker, *type, *market;
    } known[] = {
        {"ES", "Future", "CME"},    {"BTCUSD", "Crypto", "Bitfinex"}, {"EURUSD", "Forex", "FXCM"},
        {"XAUUSD", "Cfd", "Oanda"}, {"SPX", "Index", "USA"},          {"HSI", "Index", "HKFE"},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(ticker, known[i].ticker) == 0) {
            peri_buf_printf(out, "Symbol.Create(\"%s\", SecurityType.%s, Market.%s)", ticker,
                            known[i].type, known[i].market);
            return;
        }
    }
    peri_buf_printf(out, "\"%s\"", ticker);
}

/* "3", "-0.5", "3 min" */
static bool is_number(const char *text)
{
    char *end = NULL;
    strtod(text, &end);
    return end != text && (*end == '\0' || strcmp(end, " min") == 0);
}

static bool is_ticker(const char *text)
{
    return *text != '\0' && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen(text);
}

/* Arguments of a rule of days or of a market: [symbol,] [number,] [extended=...]. `numbered`: there
   is a number (an offset, minutes) before the flag. */
static bool put_arguments(const phrase *rule, bool numbered, peri_buf *out)
{
    const char *symbol = NULL, *number = "0", *flag = NULL;
    for (size_t i = 0; i < rule->n; i++) {
        const char *text = rule->arguments[i], *name_end = strchr(text, '=');
        const char *value = name_end ? name_end + 1 : text;
        if (is_number(value))
            number = value;
        else if (strcmp(value, "true") == 0 || strcmp(value, "false") == 0)
            flag = value;
        else if (is_ticker(value))
            symbol = value;
        else
            return false;
    }
    peri_buf_text(out, "(");
    if (symbol)
        phrase_symbol(symbol, out);
    if (numbered)
        peri_buf_printf(out, "%s%.17g", symbol ? ", " : "", strtod(number, NULL));
    if (flag)
        peri_buf_printf(out, "%s%s", symbol || numbered ? ", " : "", flag);
    peri_buf_text(out, ")");
    return true;
}

/* --- dates --- */

/* "Sunday", "Monday and Friday" */
static bool put_weekdays(const char *text, peri_buf *out)
{
    static const char *const days[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                       "Thursday", "Friday", "Saturday"};
    char copy[PHRASE_SIZE], *rest = NULL;
    bool first = true;
    snprintf(copy, sizeof copy, "%.*s", PHRASE_SIZE - 1, text);
    peri_buf_text(out, "DateRules.Every(");
    for (char *word = strtok_r(copy, " /", &rest); word; word = strtok_r(NULL, " /", &rest)) {
        if (strcmp(word, "and") == 0)
            continue;
        if (!ONE_OF(word, days))
            return false;
        peri_buf_printf(out, "%sDayOfWeek.%s", first ? "" : ", ", word);
        first = false;
    }
    peri_buf_text(out, ")");
    return !first;
}

bool phrase_date_rule(const char *text, peri_buf *out)
{
    static const char *const periods[] = {"WeekStart",    "WeekEnd",    "MonthStart", "MonthEnd",
                                          "QuarterStart", "QuarterEnd", "YearStart",  "YearEnd"};
    phrase rule;
    if (!phrase_split(text, &rule) || rule.tail[0] != '\0')
        return false;
    bool numbered = ONE_OF(rule.head, periods);
    if (numbered || strcmp(rule.head, "EveryDay") == 0) {
        peri_buf_printf(out, "DateRules.%s", rule.head);
        return put_arguments(&rule, numbered, out);
    }
    if (rule.n > 0)
        return false;
    if (strncmp(rule.head, "Every ", 6) == 0)
        return put_weekdays(rule.head + 6, out);
    if (strcmp(rule.head, "Today") == 0 || strcmp(rule.head, "Tomorrow") == 0) {
        peri_buf_printf(out, "DateRules.%s", rule.head);
        return true;
    }
    if (strcmp(rule.head, "Func rule") != 0)
        return false;
    peri_buf_text(out, "FuncDateRule(\"f\", function(from, to) say(\"range\", \"start\", from) "
                       "say(\"range\", \"end\", to) return {} end)");
    return true;
}

/* --- times --- */

/* "08:00", "9:30:15" */
static bool put_clock_time(const char *text, peri_buf *out)
{
    char *end = NULL;
    long parts[3] = {0, 0, 0};
    size_t n = 0;
    do {
        const char *from = n == 0 ? text : end + 1;
        parts[n++] = strtol(from, &end, 10);
        if (end == from)
            return false;
    } while (*end == ':' && n < 3);
    peri_buf_printf(out, "TimeRules.At(%ld, %ld, %ld)", parts[0], parts[1], parts[2]);
    return *end == '\0' && n > 1;
}

/* "6 h", "1 min", "30 s" */
static bool put_every(const char *text, peri_buf *out)
{
    static const struct {
        const char *word, *function;
    } units[] = {{"h", "FromHours"},     {"hour", "FromHours"},     {"hours", "FromHours"},
                 {"min", "FromMinutes"}, {"minute", "FromMinutes"}, {"minutes", "FromMinutes"},
                 {"s", "FromSeconds"},   {"second", "FromSeconds"}, {"seconds", "FromSeconds"}};
    char *end = NULL;
    double number = strtod(text, &end);
    if (end == text || *end != ' ')
        return false;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(end + 1, units[i].word) == 0) {
            peri_buf_printf(out, "TimeRules.Every(TimeSpan.%s(%.17g))", units[i].function, number);
            return true;
        }
    }
    return false;
}

bool phrase_time_rule(const char *text, peri_buf *out)
{
    static const char *const markets[] = {"AfterMarketOpen", "BeforeMarketOpen",
                                          "BeforeMarketClose", "AfterMarketClose"};
    static const char *const plain[] = {"Now", "Noon", "Midnight"};
    phrase rule;
    if (!phrase_split(text, &rule) || rule.tail[0] != '\0')
        return false;
    if (ONE_OF(rule.head, markets)) {
        peri_buf_printf(out, "TimeRules.%s", rule.head);
        return put_arguments(&rule, true, out);
    }
    if (rule.n > 0)
        return false;
    if (ONE_OF(rule.head, plain)) {
        peri_buf_printf(out, "TimeRules.%s", rule.head);
        return true;
    }
    if (strncmp(rule.head, "At ", 3) == 0)
        return put_clock_time(rule.head + 3, out);
    return strncmp(rule.head, "Every ", 6) == 0 && put_every(rule.head + 6, out);
}
