/* pattern_cost.c - how long a Lua pattern may run at worst. Layer 6.
 *
 * A repetition that is followed by something it cannot match itself ("[^,]*,") stops where it
 * stops: giving back characters never helps, which costs one look each. Only a repetition that
 * overlaps what follows ("%s*.-", ".*x") makes the matcher try the rest again at every length, so
 * those multiply: n for each one, 2 for each such optional item.
 */
#include <ctype.h>
#include <string.h>

#include "host/host_private.h"

/* One single-character item of a pattern: [at, end), then perhaps one of * + - ? at end. */
typedef struct item {
    const unsigned char *at, *end;
    char suffix; /* '*', '+', '-', '?' or 0 */
} item;

static const double CHEAP = 1e7; /* below this nobody cares, and a finer look would cost more */

/* Character class of %a and its like, as in lstrlib.c; the C locale, as nothing here sets one. */
static bool in_class(int c, int class)
{
    bool in;
    switch (tolower(class)) {
    case 'a':
        in = isalpha(c);
        break;
    case 'c':
        in = iscntrl(c);
        break;
    case 'd':
        in = isdigit(c);
        break;
    case 'g':
        in = isgraph(c);
        break;
    case 'l':
        in = islower(c);
        break;
    case 'p':
        in = ispunct(c);
        break;
    case 's':
        in = isspace(c);
        break;
    case 'u':
        in = isupper(c);
        break;
    case 'w':
        in = isalnum(c);
        break;
    case 'x':
        in = isxdigit(c);
        break;
    default:
        return class == c;
    }
    return isupper(class) ? !in : in;
}

/* [at, end) is a set with its brackets. */
static bool in_set(int c, const unsigned char *at, const unsigned char *end)
{
    bool wanted = true;
    const unsigned char *p = at + 1, *last = end - 1;
    if (p < last && *p == '^') {
        wanted = false;
        p++;
    }
    for (; p < last; p++) {
        if (*p == '%' && p + 1 < last) {
            if (in_class(c, *++p))
                return wanted;
        } else if (p + 2 < last && p[1] == '-') {
            if (p[0] <= c && c <= p[2])
                return wanted;
            p += 2;
        } else if (*p == c) {
            return wanted;
        }
    }
    return !wanted;
}

static bool matches(const item *it, int c)
{
    switch (*it->at) {
    case '.':
        return true;
    case '%':
        return it->end - it->at < 2 || in_class(c, it->at[1]);
    case '[':
        return in_set(c, it->at, it->end);
    default:
        return *it->at == c;
    }
}

static bool overlap(const item *a, const item *b)
{
    for (int c = 0; c < 256; c++)
        if (matches(a, c) && matches(b, c))
            return true;
    return false;
}

static const unsigned char *set_end(const unsigned char *p, const unsigned char *end)
{
    p++;
    if (p < end && *p == '^')
        p++;
    do { /* a ] in first place is a character */
        if (p < end && *p == '%')
            p++;
        if (p < end)
            p++;
    } while (p < end && *p != ']');
    return p < end ? p + 1 : end;
}

/* Read the next item; skips what matches no character of its own: captures, anchors, %b, %f, back
   references (these three count as walls, which is near enough). False at the end. */
static bool next_item(const unsigned char **at, const unsigned char *end, item *out)
{
    const unsigned char *p = *at;
    while (p < end && (*p == '(' || *p == ')'))
        p++;
    if (p >= end)
        return false;
    out->at = p;
    if (*p == '[')
        p = set_end(p, end);
    else
        p += *p == '%' && p + 1 < end ? 2 : 1;
    out->end = p;
    out->suffix = 0;
    if (p < end && strchr("*+-?", *p) && *p)
        out->suffix = (char)*p++;
    *at = p;
    return true;
}

/* Upper bound that needs no look at the classes. */
static double rough_cost(const char *pattern, size_t len, double n)
{
    double steps = n;
    for (size_t i = 1; i < len && steps <= CHEAP; i++) {
        if (pattern[i] == '*' || pattern[i] == '+' || pattern[i] == '-')
            steps *= n;
        else if (pattern[i] == '?')
            steps *= 2;
    }
    return steps;
}

double peri_pattern_cost(const char *pattern, size_t len, size_t n)
{
    const double each = (double)n + 1;
    double steps = rough_cost(pattern, len, each);
    if (steps <= CHEAP)
        return steps;

    const unsigned char *at = (const unsigned char *)pattern, *end = at + len;
    item now, next;
    steps = 1;
    if (!next_item(&at, end, &now))
        return each;
    while (next_item(&at, end, &next)) {
        bool is_wall = next.suffix == 0 || next.suffix == '+';
        bool retries = now.suffix != 0 && (!is_wall || overlap(&now, &next));
        if (retries)
            steps *= now.suffix == '?' ? 2 : each;
        now = next;
    }
    return steps > each ? steps : each;
}
