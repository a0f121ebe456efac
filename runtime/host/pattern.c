/* pattern.c - Lua 5.4 string patterns over plain buffers, on a stack of choices. Layer 6. */
#include "host/pattern.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

typedef unsigned char byte;
typedef peri_pattern_state state;
typedef peri_pattern_item item;
typedef peri_pattern_choice choice;

enum {
    ANY,
    BYTE,
    CLASS,
    SET
};

static int (*const class_tests[26])(int) = {
    ['a' - 'a'] = isalpha, ['c' - 'a'] = iscntrl,  ['d' - 'a'] = isdigit, ['g' - 'a'] = isgraph,
    ['l' - 'a'] = islower, ['p' - 'a'] = ispunct,  ['s' - 'a'] = isspace, ['u' - 'a'] = isupper,
    ['w' - 'a'] = isalnum, ['x' - 'a'] = isxdigit,
};

static const byte *text_stop(const state *m)
{
    return (const byte *)m->pattern.text + m->pattern.len;
}

static const byte *subject_stop(const state *m)
{
    return (const byte *)m->subject + m->len;
}

static void *fail(state *m, const char *error)
{
    m->error = error;
    return NULL;
}

static void *fail_index(state *m, int number)
{
    snprintf(m->note, sizeof m->note, "invalid capture index %%%d", number);
    return fail(m, m->note);
}

static void take_pause(state *m)
{
    m->steps = PERI_PATTERN_STEPS;
    if (m->pause != NULL) {
        m->pause(m->ctx);
    }
}

static inline void spend(state *m, size_t steps)
{
    if (steps >= (size_t)m->steps) {
        take_pause(m);
    } else {
        m->steps -= (int)steps;
    }
}

/* The ctype test a letter names after '%', NULL if it stands for itself. */
static inline int (*class_test(byte letter))(int)
{
    unsigned index = (letter | 0x20u) - 'a';

    return index < 26 ? class_tests[index] : NULL;
}

static inline bool class_negated(byte letter)
{
    return (letter & 0x20) == 0;
}

static bool in_class(byte letter, byte c)
{
    int (*test)(int) = class_test(letter);

    if (test == NULL) {
        return letter == c;
    }
    return (test(c) != 0) != class_negated(letter);
}

/* `p` is behind the '[', `close` on the ']'. */
static bool in_set(const byte *p, const byte *close, byte c)
{
    bool negated = *p == '^';
    bool found = false;

    p += negated;
    while (p < close && !found) {
        if (*p == '%') {
            found = in_class(p[1], c);
            p += 2;
        } else if (close - p > 2 && p[1] == '-') {
            found = p[0] <= c && c <= p[2];
            p += 3;
        } else {
            found = *p++ == c;
        }
    }
    return found != negated;
}

/* From behind a '[' to behind its ']'; the first byte of a set never closes it. */
static const byte *skip_set(state *m, const byte *p)
{
    const byte *stop = text_stop(m);
    const byte *start = p;

    if (p < stop && *p == '^') {
        start = ++p;
    }
    while (p < stop) {
        if (*p == ']' && p != start) {
            return p + 1;
        }
        p += *p == '%' && stop - p > 1 ? 2 : 1;
    }
    return fail(m, "malformed pattern (missing ']')");
}

static inline bool repeats(byte c)
{
    return c == '*' || c == '+' || c == '-' || c == '?';
}

static const byte *read_escape(state *m, const byte *p, item *it)
{
    if (p + 1 == text_stop(m)) {
        return fail(m, "malformed pattern (ends with '%')");
    }
    it->byte = p[1];
    it->form = class_test(p[1]) != NULL ? CLASS : BYTE;
    return p + 2;
}

static const byte *read_set(state *m, const byte *p, item *it)
{
    const byte *after = skip_set(m, p + 1);

    if (after != NULL) {
        it->form = SET;
        it->set = p + 1;
        spend(m, (size_t)(after - p));
    }
    return after;
}

static inline bool read_item(state *m, const byte *p, item *it)
{
    const byte *after = p + 1;

    it->byte = *p;
    it->form = BYTE;
    if (*p == '%') {
        after = read_escape(m, p, it);
    } else if (*p == '[') {
        after = read_set(m, p, it);
    } else if (*p == '.') {
        it->form = ANY;
    }
    if (after == NULL) {
        return false;
    }
    it->after = after;
    it->repeat = after < text_stop(m) && repeats(*after) ? *after : 0;
    return true;
}

static inline bool fits(const item *it, byte c)
{
    switch (it->form) {
    case ANY:
        return true;
    case BYTE:
        return it->byte == c;
    case CLASS:
        return in_class(it->byte, c);
    default:
        return in_set(it->set, it->after - 1, c);
    }
}

static size_t scan_class(byte letter, const byte *s, size_t max)
{
    int (*test)(int) = class_test(letter);
    bool negated = class_negated(letter);
    size_t n = 0;

    while (n < max && (test(s[n]) != 0) != negated) {
        n++;
    }
    return n;
}

static size_t scan(const item *it, const byte *s, size_t max)
{
    size_t n = 0;

    if (it->form == ANY) {
        return max;
    }
    if (it->form == CLASS) {
        return scan_class(it->byte, s, max);
    }
    if (it->form == BYTE) {
        while (n < max && s[n] == it->byte) {
            n++;
        }
        return n;
    }
    while (n < max && in_set(it->set, it->after - 1, s[n])) {
        n++;
    }
    return n;
}

/* How many steps one test of the item may take. */
static inline size_t item_cost(const item *it)
{
    return it->form == SET ? (size_t)(it->after - it->set) : 1;
}

static size_t longest_run(state *m, const item *it, const byte *s)
{
    size_t room = (size_t)(subject_stop(m) - s);
    size_t cost = item_cost(it);
    size_t slice = it->form == ANY ? room : PERI_PATTERN_STEPS / cost + 1;
    size_t done = 0;

    while (done < room) {
        size_t max = room - done < slice ? room - done : slice;
        size_t n = scan(it, s + done, max);

        done += n;
        spend(m, it->form == ANY ? 1 : n * cost);
        if (n < max) {
            break;
        }
    }
    return done;
}

static inline const byte *rest_of(const item *it)
{
    return it->after + (it->repeat != 0);
}

static inline choice *push(state *m, byte repeat)
{
    choice *c;

    if (m->depth == PERI_PATTERN_DEPTH - 1) {
        return fail(m, "pattern too complex");
    }
    c = &m->choice[m->depth++];
    c->item.repeat = repeat;
    return c;
}

static inline const byte *push_item(state *m, const item *it, const byte *at, size_t left)
{
    choice *c = push(m, it->repeat);

    if (c == NULL) {
        return NULL;
    }
    c->item = *it;
    c->at = at;
    c->left = left;
    return at + left;
}

static const byte *match_run(state *m, const byte *s, const item *it)
{
    size_t n = longest_run(m, it, s);

    if (it->repeat == '*') {
        return n == 0 ? s : push_item(m, it, s, n);
    }
    return n == 0 ? NULL : push_item(m, it, s + 1, n - 1);
}

static inline const byte *match_item(state *m, const byte *s, const byte **p)
{
    item it;
    bool fit;

    if (!read_item(m, *p, &it)) {
        return NULL;
    }
    *p = rest_of(&it);
    if (it.repeat == '*' || it.repeat == '+') {
        return match_run(m, s, &it);
    }
    fit = s < subject_stop(m) && fits(&it, *s);
    if (it.repeat == 0) {
        return fit ? s + 1 : NULL;
    }
    if (!fit) {
        return s;
    }
    if (push_item(m, &it, s, 0) == NULL) {
        return NULL;
    }
    return it.repeat == '?' ? s + 1 : s;
}

static const byte *open_capture(state *m, const byte *s, const byte **p)
{
    const byte *next = *p + 1;
    bool place = next < text_stop(m) && *next == ')';
    peri_capture *c = &m->capture[m->captures];

    if (m->captures == PERI_PATTERN_CAPTURES) {
        return fail(m, "too many captures");
    }
    m->captures++;
    c->at = (size_t)(s - (const byte *)m->subject);
    c->len = place ? PERI_CAPTURE_PLACE : PERI_CAPTURE_OPEN;
    *p = next + place;
    return push(m, '(') != NULL ? s : NULL;
}

static const byte *close_capture(state *m, const byte *s, const byte **p)
{
    int i = m->captures - 1;
    choice *undo;

    while (i >= 0 && m->capture[i].len != PERI_CAPTURE_OPEN) {
        i--;
    }
    if (i < 0) {
        return fail(m, "invalid pattern capture");
    }
    undo = push(m, ')');
    if (undo == NULL) {
        return NULL;
    }
    undo->left = (size_t)i;
    m->capture[i].len = (size_t)(s - (const byte *)m->subject) - m->capture[i].at;
    *p += 1;
    return s;
}

static const byte *match_balance(state *m, const byte *s, const byte **p)
{
    const byte *stop = subject_stop(m);
    size_t nested = 0;
    byte open, close;

    if (text_stop(m) - *p < 4) {
        return fail(m, "malformed pattern (missing arguments to '%b')");
    }
    open = (*p)[2];
    close = (*p)[3];
    *p += 4;
    if (s == stop || *s != open) {
        return NULL;
    }
    for (nested = 1, s++; s < stop; s++) {
        spend(m, 1);
        if (*s == close) {
            if (--nested == 0) {
                return s + 1;
            }
        } else if (*s == open) {
            nested++;
        }
    }
    return NULL;
}

static const byte *match_frontier(state *m, const byte *s, const byte **p)
{
    const byte *set = *p + 3;
    const byte *after;
    byte before, here;

    if (text_stop(m) - *p < 3 || (*p)[2] != '[') {
        return fail(m, "missing '[' after '%f' in pattern");
    }
    after = skip_set(m, set);
    if (after == NULL) {
        return NULL;
    }
    spend(m, 2 * (size_t)(after - set));
    before = s == (const byte *)m->subject ? 0 : s[-1];
    here = s == subject_stop(m) ? 0 : *s;
    *p = after;
    return !in_set(set, after - 1, before) && in_set(set, after - 1, here) ? s : NULL;
}

static const byte *match_again(state *m, const byte *s, const byte **p)
{
    int i = (*p)[1] - '1';
    const byte *old;
    size_t left, n;

    if (i < 0 || i >= m->captures || m->capture[i].len == PERI_CAPTURE_OPEN) {
        return fail_index(m, i + 1);
    }
    *p += 2;
    left = m->capture[i].len;
    if (left > (size_t)(subject_stop(m) - s)) {
        return NULL;
    }
    for (old = (const byte *)m->subject + m->capture[i].at; left > 0; left -= n) {
        n = left < PERI_PATTERN_BLOCK ? left : PERI_PATTERN_BLOCK;
        spend(m, n);
        if (memcmp(old, s, n) != 0) {
            return NULL;
        }
        old += n;
        s += n;
    }
    return s;
}

static const byte *match_escape(state *m, const byte *s, const byte **p)
{
    byte c = text_stop(m) - *p > 1 ? (*p)[1] : 0;

    if (c == 'b') {
        return match_balance(m, s, p);
    }
    if (c == 'f') {
        return match_frontier(m, s, p);
    }
    if (c >= '0' && c <= '9') {
        return match_again(m, s, p);
    }
    return match_item(m, s, p);
}

/* Matches what is at *p and moves *p behind it; NULL if it does not match or on an error. */
static inline const byte *step(state *m, const byte *s, const byte **p)
{
    spend(m, 1);
    switch (**p) {
    case '(':
        return open_capture(m, s, p);
    case ')':
        return close_capture(m, s, p);
    case '%':
        return match_escape(m, s, p);
    case '$':
        if (*p + 1 == text_stop(m)) {
            *p += 1;
            return s == subject_stop(m) ? s : NULL;
        }
        return match_item(m, s, p);
    default:
        return match_item(m, s, p);
    }
}

/* Goes back to the last choice that still has another way: its place, NULL if there is none. */
static const byte *retry(state *m, const byte **p)
{
    while (m->depth > 0) {
        choice *c = &m->choice[m->depth - 1];

        *p = rest_of(&c->item);
        switch (c->item.repeat) {
        case '(':
            m->captures--;
            break;
        case ')':
            m->capture[c->left].len = PERI_CAPTURE_OPEN;
            break;
        case '?':
            m->depth--;
            return c->at;
        case '-':
            spend(m, item_cost(&c->item));
            if (c->at < subject_stop(m) && fits(&c->item, *c->at)) {
                return ++c->at;
            }
            break;
        default:
            if (c->left > 0) {
                return c->at + --c->left;
            }
        }
        m->depth--;
    }
    return NULL;
}

int peri_pattern_match(state *m, size_t at, size_t *end)
{
    const byte *s = (const byte *)m->subject + at;
    const byte *p = (const byte *)m->pattern.text;
    const byte *stop = text_stop(m);

    m->captures = 0;
    m->depth = 0;
    m->error = NULL;
    while (p != stop) {
        s = step(m, s, &p);
        if (s == NULL) {
            if (m->error != NULL) {
                return -1;
            }
            s = retry(m, &p);
            if (s == NULL) {
                return 0;
            }
        }
    }
    *end = (size_t)(s - (const byte *)m->subject);
    return 1;
}

/* Next place from `at` on where the leading byte stands, or behind the end. */
static size_t skip_to_lead(state *m, size_t at)
{
    while (at < m->len) {
        size_t n = m->len - at < PERI_PATTERN_BLOCK ? m->len - at : PERI_PATTERN_BLOCK;
        const char *hit = memchr(m->subject + at, m->pattern.lead, n);

        if (hit != NULL) {
            return (size_t)(hit - m->subject);
        }
        at += n;
        spend(m, n);
    }
    return m->len + 1;
}

int peri_pattern_search(state *m, size_t *at, size_t *end, size_t not_end)
{
    size_t i = *at;

    for (; i <= m->len; i++) {
        int found;

        if (m->pattern.lead >= 0 && !m->pattern.anchored) {
            i = skip_to_lead(m, i);
            if (i > m->len) {
                return 0;
            }
        }
        found = peri_pattern_match(m, i, end);
        if (found < 0 || (found > 0 && *end != not_end)) {
            *at = i;
            return found;
        }
        if (m->pattern.anchored) {
            return 0;
        }
    }
    return 0;
}

int peri_pattern_capture(state *m, int index, size_t at, size_t end, peri_capture *out)
{
    if (index < m->captures) {
        *out = m->capture[index];
        if (out->len == PERI_CAPTURE_OPEN) {
            m->error = "unfinished capture";
            return -1;
        }
        return 0;
    }
    if (index > 0) {
        fail_index(m, index + 1);
        return -1;
    }
    *out = (peri_capture){.at = at, .len = end - at};
    return 0;
}

static int leading_byte(const char *text, size_t len)
{
    char next = 'x';
    if (len > 1)
        next = text[1];

    if (len == 0 || text[0] == '\0' || strchr("().%[$", text[0]) != NULL) {
        return -1;
    }
    return next == '*' || next == '?' || next == '-' ? -1 : (byte)text[0];
}

peri_pattern peri_pattern_of(const char *text, size_t len, bool anchors)
{
    peri_pattern pattern = {.anchored = anchors && len > 0 && text[0] == '^'};

    pattern.text = text + pattern.anchored;
    pattern.len = len - pattern.anchored;
    pattern.lead = leading_byte(pattern.text, pattern.len);
    return pattern;
}

void peri_pattern_begin(state *m, peri_pattern pattern, const char *subject, size_t len)
{
    m->pattern = pattern;
    m->subject = subject;
    m->len = len;
    m->pause = NULL;
    m->ctx = NULL;
    m->steps = PERI_PATTERN_STEPS;
    m->captures = 0;
    m->depth = 0;
    m->error = NULL;
}
