/* json_scan.c - strict JSON grammar, without recursion. Layer 2. */
#include "store/json_scan.h"

#include "base/mem.h"
#include "store/json_path.h"
#include "store/utf8.h"
#include "store/value_events.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* What may come next. */
enum want {
    WANT_VALUE,
    WANT_VALUE_OR_END, /* behind '[' */
    WANT_KEY,
    WANT_KEY_OR_END, /* behind '{' */
    WANT_COLON,
    WANT_NEXT, /* ',' or the end of the container */
    WANT_NOTHING
};

struct scan {
    const char *text;
    size_t len;
    size_t at;
    size_t base;
    size_t depth;
    char closer[PERI_VALUE_DEPTH]; /* what ends the i-th open container */
    peri_json_scan *out;
    peri_error *err;
};

static int fail_at(const struct scan *s, size_t at, const char *text)
{
    char path[256];
    peri_json_path(s->text, at, path, sizeof path);
    if (!path[0])
        return peri_fail(s->err, PERI_EFORMAT, "JSON at byte %zu: %s", s->base + at + 1, text);
    return peri_fail(s->err, PERI_EFORMAT, "JSON at byte %zu: %s (at %s)", s->base + at + 1, text,
                     path);
}

/* "expected X, was Y", Y being what stands at the present place. */
static int fail_expected(const struct scan *s, const char *expected)
{
    char text[128], was[32] = "the end of the text";
    if (s->at < s->len) {
        char shown[16];
        size_t n = peri_utf8_read(s->text + s->at, s->len - s->at, NULL);
        peri_utf8_show(s->text + s->at, n ? n : 1, shown, sizeof shown);
        snprintf(was, sizeof was, "'%s'", shown);
    }
    snprintf(text, sizeof text, "expected %s, was %s", expected, was);
    return fail_at(s, s->at, text);
}

static int no_memory(const struct scan *s)
{
    return peri_fail(s->err, PERI_ENOMEM, "JSON: no memory for a text of %zu bytes", s->len);
}

/* The byte at `at`, or zero behind the end. */
static char byte_at(const struct scan *s, size_t at)
{
    if (at >= s->len)
        return '\0';
    return s->text[at];
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static void skip_space(struct scan *s)
{
    while (s->at < s->len && is_space(s->text[s->at]))
        s->at++;
}

static bool digit_at(const struct scan *s)
{
    return s->at < s->len && s->text[s->at] >= '0' && s->text[s->at] <= '9';
}

static bool skip_byte(struct scan *s, char c)
{
    if (s->at >= s->len || s->text[s->at] != c)
        return false;
    s->at++;
    return true;
}

static int scan_digits(struct scan *s)
{
    if (!digit_at(s))
        return fail_expected(s, "a digit");
    while (digit_at(s))
        s->at++;
    return PERI_OK;
}

static int scan_number_form(struct scan *s)
{
    int rc = PERI_OK;
    skip_byte(s, '-');
    if (skip_byte(s, '0')) {
        if (digit_at(s))
            return fail_at(s, s->at - 1, "a number must not begin with a zero before digits");
    } else {
        rc = scan_digits(s);
    }
    if (rc == PERI_OK && skip_byte(s, '.'))
        rc = scan_digits(s);
    if (rc == PERI_OK && (skip_byte(s, 'e') || skip_byte(s, 'E'))) {
        if (!skip_byte(s, '-'))
            skip_byte(s, '+');
        rc = scan_digits(s);
    }
    return rc;
}

static int scan_number(struct scan *s)
{
    peri_json_scan *out = s->out;
    size_t start = s->at;
    int rc = scan_number_form(s);
    if (rc != PERI_OK)
        return rc;
    void *items = out->numbers;
    if (peri_grow(&items, &out->cap, out->count + 1, sizeof out->numbers[0]) != PERI_OK)
        return no_memory(s);
    out->numbers = items;
    out->numbers[out->count++] = start;
    peri_buf_byte(&out->clean, '0');
    return PERI_OK;
}

/* Four hex digits at `at`, or -1. */
static int32_t hex4(const struct scan *s, size_t at)
{
    int32_t value = 0;
    if (at + 4 > s->len)
        return -1;
    for (size_t i = at; i < at + 4; i++) {
        char c = s->text[i];
        if (c >= '0' && c <= '9')
            value = value * 16 + (c - '0');
        else if (c >= 'a' && c <= 'f')
            value = value * 16 + (c - 'a' + 10);
        else if (c >= 'A' && c <= 'F')
            value = value * 16 + (c - 'A' + 10);
        else
            return -1;
    }
    return value;
}

/* \uXXXX or a pair of surrogates; s->at is at the backslash. */
static int scan_unicode(struct scan *s)
{
    size_t start = s->at;
    int32_t code = hex4(s, start + 2);
    if (code < 0)
        return fail_at(s, start, "\\u must be followed by four hex digits");
    s->at += 6;
    if (code >= 0xD800 && code <= 0xDFFF) {
        bool pair = code <= 0xDBFF && s->at + 1 < s->len && s->text[s->at] == '\\' &&
                    s->text[s->at + 1] == 'u';
        int32_t low = pair ? hex4(s, s->at + 2) : -1;
        if (low < 0xDC00 || low > 0xDFFF)
            return fail_at(s, start, "half of a surrogate pair, expected both halves");
        s->at += 6;
    }
    if (code == 0)
        peri_buf_byte(&s->out->clean, (char)PERI_JSON_ZERO);
    else
        peri_buf_add(&s->out->clean, s->text + start, s->at - start);
    return PERI_OK;
}

static int scan_escape(struct scan *s)
{
    char letter = byte_at(s, s->at + 1);
    if (letter == 'u')
        return scan_unicode(s);
    if (letter == '\0' || !strchr("\"\\/bfnrt", letter))
        return fail_at(s, s->at,
                       "unknown escape, expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t "
                       "\\u");
    peri_buf_add(&s->out->clean, s->text + s->at, 2);
    s->at += 2;
    return PERI_OK;
}

/* Plain characters of a string, up to the next quote or backslash. */
static int scan_plain(struct scan *s)
{
    size_t start = s->at;
    while (s->at < s->len && s->text[s->at] != '"' && s->text[s->at] != '\\') {
        if ((unsigned char)s->text[s->at] < 0x20)
            return fail_at(s, s->at, "a control character in a string, expected its \\ escape");
        size_t n = peri_utf8_read(s->text + s->at, s->len - s->at, NULL);
        if (n == 0)
            return fail_at(s, s->at, "a string is not UTF-8");
        s->at += n;
    }
    peri_buf_add(&s->out->clean, s->text + start, s->at - start);
    return PERI_OK;
}

static int scan_string(struct scan *s)
{
    size_t start = s->at++;
    peri_buf_byte(&s->out->clean, '"');
    while (s->at < s->len && s->text[s->at] != '"') {
        int rc = s->text[s->at] == '\\' ? scan_escape(s) : scan_plain(s);
        if (rc != PERI_OK)
            return rc;
    }
    if (s->at == s->len)
        return fail_at(s, start, "a string has no closing quote");
    s->at++;
    peri_buf_byte(&s->out->clean, '"');
    return PERI_OK;
}

static int scan_word(struct scan *s)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t n = strlen(words[i]);
        if (s->len - s->at >= n && memcmp(s->text + s->at, words[i], n) == 0) {
            peri_buf_add(&s->out->clean, words[i], n);
            s->at += n;
            return PERI_OK;
        }
    }
    return fail_expected(s, "a value");
}

static enum want after_item(const struct scan *s)
{
    return s->depth > 0 ? WANT_NEXT : WANT_NOTHING;
}

static int scan_open(struct scan *s, enum want *want)
{
    char c = s->text[s->at];
    if (s->depth == PERI_VALUE_DEPTH)
        return peri_fail(s->err, PERI_ELIMIT, "JSON at byte %zu: nested deeper than %d",
                         s->base + s->at + 1, PERI_VALUE_DEPTH);
    s->closer[s->depth++] = c == '{' ? '}' : ']';
    *want = c == '{' ? WANT_KEY_OR_END : WANT_VALUE_OR_END;
    peri_buf_byte(&s->out->clean, c);
    s->at++;
    return PERI_OK;
}

static void scan_close(struct scan *s, enum want *want)
{
    peri_buf_byte(&s->out->clean, s->closer[--s->depth]);
    s->at++;
    *want = after_item(s);
}

static int scan_value(struct scan *s, enum want *want)
{
    char c = byte_at(s, s->at);
    if (c == '{' || c == '[')
        return scan_open(s, want);
    int rc;
    if (c == '"')
        rc = scan_string(s);
    else if (c == '-' || digit_at(s))
        rc = scan_number(s);
    else
        rc = scan_word(s);
    *want = after_item(s);
    return rc;
}

static int scan_mark(struct scan *s, char mark)
{
    peri_buf_byte(&s->out->clean, mark);
    s->at++;
    return PERI_OK;
}

static int scan_next(struct scan *s, enum want *want)
{
    bool in_object = s->closer[s->depth - 1] == '}';
    if (s->at < s->len && s->text[s->at] == ',') {
        *want = in_object ? WANT_KEY : WANT_VALUE;
        return scan_mark(s, ',');
    }
    return fail_expected(s, in_object ? "',' or '}'" : "',' or ']'");
}

static int scan_key(struct scan *s, enum want *want)
{
    if (s->at == s->len || s->text[s->at] != '"')
        return fail_expected(s, *want == WANT_KEY ? "a key in quotes" : "a key in quotes or '}'");
    *want = WANT_COLON;
    return scan_string(s);
}

static int scan_step(struct scan *s, enum want *want)
{
    bool may_close = *want == WANT_NEXT || *want == WANT_KEY_OR_END || *want == WANT_VALUE_OR_END;
    if (may_close && s->at < s->len && s->text[s->at] == s->closer[s->depth - 1]) {
        scan_close(s, want);
        return PERI_OK;
    }
    switch (*want) {
    case WANT_KEY:
    case WANT_KEY_OR_END:
        return scan_key(s, want);
    case WANT_COLON:
        if (s->at == s->len || s->text[s->at] != ':')
            return fail_expected(s, "':'");
        *want = WANT_VALUE;
        return scan_mark(s, ':');
    case WANT_NEXT:
        return scan_next(s, want);
    default:
        return scan_value(s, want);
    }
}

int peri_json_scan_text(const char *text, size_t len, size_t base, peri_json_scan *out,
                        peri_error *err)
{
    struct scan s = {.text = text, .len = len, .base = base, .out = out, .err = err};
    enum want want = WANT_VALUE;
    skip_space(&s);
    while (want != WANT_NOTHING) {
        int rc = scan_step(&s, &want);
        if (rc != PERI_OK)
            return rc;
        skip_space(&s);
    }
    if (s.at < s.len)
        return fail_expected(&s, "the end of the text");
    return out->clean.failed ? no_memory(&s) : PERI_OK;
}

void peri_json_scan_deinit(peri_json_scan *scan)
{
    peri_buf_deinit(&scan->clean);
    peri_free(scan->numbers);
    *scan = (peri_json_scan){.count = 0};
}
