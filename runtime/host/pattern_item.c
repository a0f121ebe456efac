/* pattern_item.c - the items of a pattern: bytes, classes, sets, and how far they run. Layer 6. */
#include "host/pattern_internal.h"

#include <ctype.h>

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

bool peri_pattern_in_set(const byte *p, const byte *close, byte c)
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

/* The first byte of a set never closes it. */
const byte *peri_pattern_skip_set(state *m, const byte *p)
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
    const byte *after = peri_pattern_skip_set(m, p + 1);

    if (after != NULL) {
        it->form = SET;
        it->set = p + 1;
        spend(m, (size_t)(after - p));
    }
    return after;
}

bool peri_pattern_read_item(state *m, const byte *p, item *it)
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

bool peri_pattern_fits(const item *it, byte c)
{
    switch (it->form) {
    case ANY:
        return true;
    case BYTE:
        return it->byte == c;
    case CLASS:
        return in_class(it->byte, c);
    default:
        return peri_pattern_in_set(it->set, it->after - 1, c);
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
    while (n < max && peri_pattern_in_set(it->set, it->after - 1, s[n])) {
        n++;
    }
    return n;
}

size_t peri_pattern_cost(const item *it)
{
    return it->form == SET ? (size_t)(it->after - it->set) : 1;
}

size_t peri_pattern_run(state *m, const item *it, const byte *s)
{
    size_t room = (size_t)(subject_stop(m) - s);
    size_t cost = peri_pattern_cost(it);
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
