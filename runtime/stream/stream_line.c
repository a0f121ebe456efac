/* stream_line.c - checking the values of a line. Layer 3. */
#include "stream/stream_line.h"

#include <stdbool.h>
#include <string.h>

#include "market/number.h"
#include "store/utf8.h"
#include "stream/stream_members.h"
#include "time/civil.h"

/* A line while it is read. */
struct line {
    peri_stream_members members;
    peri_error *err;
};

static bool has(const struct line *line, peri_stream_member member)
{
    return line->members.value[member].form != PERI_STREAM_ABSENT;
}

/* ---- messages ---- */

static int fail_missing(const struct line *line, peri_stream_member member)
{
    return peri_fail(line->err, PERI_EFORMAT, "%s is missing", peri_stream_member_name(member));
}

static int fail_value(const struct line *line, peri_stream_member member, const char *expected)
{
    char shown[PERI_STREAM_SHOWN];
    return peri_fail(line->err, PERI_EFORMAT, "%s was %s; expected %s",
                     peri_stream_member_name(member),
                     peri_stream_value_show(&line->members.value[member], shown), expected);
}

/* Refuse a price that does not fit another one: "open was 12, above high 11". */
static int fail_pair(const struct line *line, peri_stream_member member, const char *relation,
                     peri_stream_member other)
{
    char value[PERI_STREAM_SHOWN], limit[PERI_STREAM_SHOWN];
    return peri_fail(
        line->err, PERI_EFORMAT, "%s was %s, %s %s %s", peri_stream_member_name(member),
        peri_stream_value_show(&line->members.value[member], value), relation,
        peri_stream_member_name(other), peri_stream_value_show(&line->members.value[other], limit));
}

/* ---- values ---- */

static bool is_number(const peri_stream_value *value)
{
    return value->form == PERI_STREAM_INTEGER || value->form == PERI_STREAM_REAL;
}

static int read_price(const struct line *line, peri_stream_member member, double *out)
{
    const peri_stream_value *value = &line->members.value[member];
    if (!has(line, member))
        return fail_missing(line, member);
    if (!is_number(value) || !(value->number > 0))
        return fail_value(line, member, "a number above 0");
    *out = value->number;
    return PERI_OK;
}

/* A volume or size; 0 when it is left out. */
static int read_amount(const struct line *line, peri_stream_member member, double *out)
{
    const peri_stream_value *value = &line->members.value[member];
    if (!has(line, member))
        return PERI_OK;
    if (!is_number(value) || !(value->number >= 0))
        return fail_value(line, member, "a number of 0 or more");
    *out = value->number + 0.0; /* no -0 */
    return PERI_OK;
}

/* Digits of an integer, faster than printf. Returns their begin, before `end`. */
static char *integer_text(int64_t value, char *end)
{
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    char *p = end;
    do {
        *--p = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        *--p = '-';
    return p;
}

static const char *read_epoch(const peri_stream_value *value, peri_time_text *out)
{
    static const char expected[] =
        "an epoch number of 9 to 19 digits, with a fraction only if it counts seconds";
    char text[PERI_NUMBER_TEXT];
    const char *p = text, *end = text + sizeof text;
    if (value->form == PERI_STREAM_INTEGER)
        p = integer_text(value->integer, text + sizeof text);
    else
        end = text + peri_number_format(value->number, text); /* the fraction as it was written */
    const char *wanted = peri_time_parse(p, (size_t)(end - p), out);
    return wanted || out->is_utc ? wanted : expected; /* eight digits: a date if they were text */
}

static const char *read_text(const peri_stream_value *value, peri_time_text *out)
{
    size_t len = value->len < PERI_STREAM_KEPT ? value->len : PERI_STREAM_KEPT;
    return peri_time_parse(value->text, len, out); /* what is longer is not a time either */
}

static int read_time(const struct line *line, peri_stream_member member, int64_t *out)
{
    static const char years[] = "a year from 1700 to 2250";
    const peri_stream_value *value = &line->members.value[member];
    peri_time_text time = {.time_ns = 0};
    const char *wanted = "a time as text, or an epoch number";
    if (!has(line, member))
        return fail_missing(line, member);
    if (value->form == PERI_STREAM_TEXT)
        wanted = read_text(value, &time);
    else if (is_number(value))
        wanted = read_epoch(value, &time);
    if (!wanted && (time.time_ns < peri_time_at(peri_date_make(1700, 1, 1), 0) ||
                    time.time_ns >= peri_time_at(peri_date_make(2250, 12, 31), PERI_DAY)))
        wanted = years; /* by its offset */
    if (wanted)
        return fail_value(line, member, wanted);
    *out = time.time_ns;
    return PERI_OK;
}

static bool is_ticker(const char *text, size_t len)
{
    if (len == 0 || len >= PERI_STREAM_TICKER || text[0] == '.')
        return false;
    for (size_t at = 0; at < len;) {
        uint32_t code = 0;
        size_t n = peri_utf8_read(text + at, len - at, &code);
        if (n == 0 || code < 0x20 || (code >= 0x7F && code < 0xA0) || code == '/' || code == '\\')
            return false;
        at += n;
    }
    return true;
}

static int read_ticker(const struct line *line, char *out)
{
    const peri_stream_value *value = &line->members.value[PERI_STREAM_SYMBOL];
    if (!has(line, PERI_STREAM_SYMBOL))
        return fail_missing(line, PERI_STREAM_SYMBOL);
    if (value->form != PERI_STREAM_TEXT || !is_ticker(value->text, value->len))
        return fail_value(line, PERI_STREAM_SYMBOL,
                          "text of 1 to 64 bytes without control characters, '/' and '\\', not "
                          "beginning with '.'");
    memcpy(out, value->text, value->len);
    out[value->len] = '\0';
    return PERI_OK;
}

/* ---- kinds ---- */

static int check_prices(const struct line *line, const peri_stream_item *item)
{
    if (item->high < item->low)
        return fail_pair(line, PERI_STREAM_HIGH, "below", PERI_STREAM_LOW);
    if (item->open > item->high)
        return fail_pair(line, PERI_STREAM_OPEN, "above", PERI_STREAM_HIGH);
    if (item->open < item->low)
        return fail_pair(line, PERI_STREAM_OPEN, "below", PERI_STREAM_LOW);
    if (item->close > item->high)
        return fail_pair(line, PERI_STREAM_CLOSE, "above", PERI_STREAM_HIGH);
    if (item->close < item->low)
        return fail_pair(line, PERI_STREAM_CLOSE, "below", PERI_STREAM_LOW);
    return PERI_OK;
}

static int read_end(const struct line *line, peri_stream_item *item)
{
    if (!has(line, PERI_STREAM_END))
        return PERI_OK;
    int rc = read_time(line, PERI_STREAM_END, &item->end_ns);
    if (rc == PERI_OK && item->end_ns <= item->time_ns)
        return fail_value(line, PERI_STREAM_END, "a time after the bar's time, its start");
    return rc;
}

static int read_bar(const struct line *line, peri_stream_item *item)
{
    int rc = read_price(line, PERI_STREAM_OPEN, &item->open);
    if (rc == PERI_OK)
        rc = read_price(line, PERI_STREAM_HIGH, &item->high);
    if (rc == PERI_OK)
        rc = read_price(line, PERI_STREAM_LOW, &item->low);
    if (rc == PERI_OK)
        rc = read_price(line, PERI_STREAM_CLOSE, &item->close);
    if (rc == PERI_OK)
        rc = read_amount(line, PERI_STREAM_VOLUME, &item->volume);
    if (rc == PERI_OK)
        rc = check_prices(line, item);
    return rc == PERI_OK ? read_end(line, item) : rc;
}

static int read_trade(const struct line *line, peri_stream_item *item)
{
    int rc = read_price(line, PERI_STREAM_PRICE, &item->close);
    if (rc == PERI_OK)
        rc = read_amount(line, PERI_STREAM_SIZE, &item->volume);
    item->open = item->high = item->low = item->close;
    return rc;
}

static int read_quote(const struct line *line, peri_stream_item *item)
{
    int rc = PERI_OK;
    if (!has(line, PERI_STREAM_BID) && !has(line, PERI_STREAM_ASK))
        return peri_fail(line->err, PERI_EFORMAT, "bid and ask are missing; expected one of them");
    if (has(line, PERI_STREAM_BID))
        rc = read_price(line, PERI_STREAM_BID, &item->bid);
    if (rc == PERI_OK && has(line, PERI_STREAM_ASK))
        rc = read_price(line, PERI_STREAM_ASK, &item->ask);
    if (rc == PERI_OK)
        rc = read_amount(line, PERI_STREAM_BID_SIZE, &item->bid_size);
    if (rc == PERI_OK)
        rc = read_amount(line, PERI_STREAM_ASK_SIZE, &item->ask_size);
    if (rc == PERI_OK && item->ask > 0 && item->ask < item->bid)
        return fail_pair(line, PERI_STREAM_ASK, "below", PERI_STREAM_BID);
    return rc;
}

static bool is_word(const peri_stream_value *value, const char *word)
{
    return value->form == PERI_STREAM_TEXT && value->len == strlen(word) &&
           memcmp(value->text, word, value->len) == 0;
}

static int read_kind(const struct line *line, peri_stream_kind *out)
{
    static const char *const words[] = {[PERI_STREAM_BAR] = "bar",
                                        [PERI_STREAM_TRADE] = "trade",
                                        [PERI_STREAM_QUOTE] = "quote",
                                        [PERI_STREAM_TIME] = "time"};
    *out = PERI_STREAM_NONE;
    for (int kind = PERI_STREAM_BAR; kind <= PERI_STREAM_TIME; kind++)
        if (is_word(&line->members.value[PERI_STREAM_TYPE], words[kind]))
            *out = (peri_stream_kind)kind;
    if (*out != PERI_STREAM_NONE)
        return PERI_OK;
    if (has(line, PERI_STREAM_TYPE))
        return fail_value(line, PERI_STREAM_TYPE, "bar, trade, quote or time");
    if (has(line, PERI_STREAM_PRICE))
        *out = PERI_STREAM_TRADE;
    else if (has(line, PERI_STREAM_BID) || has(line, PERI_STREAM_ASK))
        *out = PERI_STREAM_QUOTE;
    else if (has(line, PERI_STREAM_OPEN) || has(line, PERI_STREAM_CLOSE))
        *out = PERI_STREAM_BAR;
    else
        return peri_fail(line->err, PERI_EFORMAT,
                         "type is missing, and so are price, bid, ask, open and close, which could "
                         "tell it");
    return PERI_OK;
}

static int read_item(const struct line *line, peri_stream_item *item)
{
    int rc = read_kind(line, &item->kind);
    if (rc == PERI_OK && item->kind != PERI_STREAM_TIME)
        rc = read_ticker(line, item->ticker);
    if (rc == PERI_OK)
        rc = read_time(line, PERI_STREAM_AT, &item->time_ns);
    if (rc != PERI_OK)
        return rc;
    switch (item->kind) {
    case PERI_STREAM_BAR:
        return read_bar(line, item);
    case PERI_STREAM_TRADE:
        return read_trade(line, item);
    case PERI_STREAM_QUOTE:
        return read_quote(line, item);
    default:
        return PERI_OK;
    }
}

/* ---- lines ---- */

static bool is_blank(const char *text, size_t len)
{
    size_t i = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (i < len && (text[i] == ' ' || text[i] == '\t' || text[i] == '\r' || text[i] == '\n'))
        i++;
    return i == len;
}

int peri_stream_line_parse(const char *text, size_t len, peri_stream_item *out, peri_error *err)
{
    struct line line;
    peri_stream_item item = {.kind = PERI_STREAM_NONE};
    line.err = err;
    if (!is_blank(text, len)) {
        int rc = peri_stream_members_read(text, len, &line.members, err);
        if (rc == PERI_OK)
            rc = read_item(&line, &item);
        if (rc != PERI_OK)
            return rc == PERI_ELIMIT ? peri_fail(err, PERI_EFORMAT,
                                                 "the line is nested too deep; expected a flat "
                                                 "JSON object")
                                     : rc;
    }
    *out = item;
    return PERI_OK;
}
