/* pattern.c - Lua 5.4 string patterns over plain buffers, on a stack of choices. Layer 6. */
#include "host/pattern_internal.h"

#include <stdio.h>
#include <string.h>

void peri_pattern_pause(state *m)
{
    m->steps = PERI_PATTERN_STEPS;
    if (m->pause != NULL) {
        m->pause(m->ctx);
    }
}

static void *fail_index(state *m, int number)
{
    snprintf(m->note, sizeof m->note, "invalid capture index %%%d", number);
    return fail(m, m->note);
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
    size_t n = peri_pattern_run(m, it, s);

    if (it->repeat == '*') {
        return n == 0 ? s : push_item(m, it, s, n);
    }
    return n == 0 ? NULL : push_item(m, it, s + 1, n - 1);
}

static inline const byte *match_item(state *m, const byte *s, const byte **p)
{
    item it;
    bool fit;

    if (!peri_pattern_read_item(m, *p, &it)) {
        return NULL;
    }
    *p = rest_of(&it);
    if (it.repeat == '*' || it.repeat == '+') {
        return match_run(m, s, &it);
    }
    fit = s < subject_stop(m) && peri_pattern_fits(&it, *s);
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
    after = peri_pattern_skip_set(m, set);
    if (after == NULL) {
        return NULL;
    }
    spend(m, 2 * (size_t)(after - set));
    before = s == (const byte *)m->subject ? 0 : s[-1];
    here = s == subject_stop(m) ? 0 : *s;
    *p = after;
    return !peri_pattern_in_set(set, after - 1, before) && peri_pattern_in_set(set, after - 1, here)
               ? s
               : NULL;
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
            spend(m, peri_pattern_cost(&c->item));
            if (c->at < subject_stop(m) && peri_pattern_fits(&c->item, *c->at)) {
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
