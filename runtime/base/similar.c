/* similar.c - optimal string alignment distance with cheap changes of case. Layer 0. */
#include "base/similar.h"

#include "base/words.h"

#include <string.h>

enum {
    LONGEST = 64,
    FAR = 1000,
    EDIT = 2, /* an insertion, deletion, replacement or swap */
    RECASE = 1
};

static int replace_cost(char a, char b)
{
    if (a == b)
        return 0;
    return peri_lower(a) == peri_lower(b) ? RECASE : EDIT;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

int peri_similar_distance(const char *a, const char *b)
{
    int cost[LONGEST + 1][LONGEST + 1]; /* cost[i][j]: first i bytes of a to first j of b */
    size_t na = strlen(a), nb = strlen(b);
    if (na > LONGEST || nb > LONGEST)
        return FAR;
    for (size_t i = 0; i <= na; i++)
        cost[i][0] = (int)i * EDIT;
    for (size_t j = 0; j <= nb; j++)
        cost[0][j] = (int)j * EDIT;
    for (size_t i = 1; i <= na; i++) {
        for (size_t j = 1; j <= nb; j++) {
            int best = cost[i - 1][j - 1] + replace_cost(a[i - 1], b[j - 1]);
            best = least(best, least(cost[i - 1][j], cost[i][j - 1]) + EDIT);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                best = least(best, cost[i - 2][j - 2] + EDIT);
            cost[i][j] = best;
        }
    }
    return cost[na][nb];
}

static int differ_in_case_only(const char *a, const char *b)
{
    while (*a && peri_lower(*a) == peri_lower(*b))
        a++, b++;
    return !*a && !*b;
}

int peri_similar_near(const char *a, const char *b)
{
    if (differ_in_case_only(a, b))
        return 1;
    size_t longer = strlen(a) > strlen(b) ? strlen(a) : strlen(b);
    return peri_similar_distance(a, b) * 3 <= (int)longer * EDIT;
}
