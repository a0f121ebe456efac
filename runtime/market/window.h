/* window.h - the cursor of a sliding window over the last n values of a stream. Layer 2. */
#ifndef PERI_WINDOW_H
#define PERI_WINDOW_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A ring of n slots, to be filled one value at a time. What the slots hold is the owner's choice.
 *
 * Sums, spreads and extremes keep the window in two halves, so that nothing is ever subtracted and
 * hence nothing drifts ("two stacks" queue; Tangwongsan et al., "General incremental sliding-window
 * aggregation", VLDB 2015):
 *
 *     slot     0 ... next-1             next ... n-1
 *     holds    young values as given    of older values: the aggregate of this slot up to n-1
 *
 * The aggregate of the window is that of the young values, kept on the side, combined with slot
 * `next`. When the last slot is filled, all n values are young; the owner then folds the slots into
 * aggregates from the back to the front. That is n steps every n values: O(1) amortised.
 */
typedef struct peri_window {
    size_t period; /* slots, >= 1 */
    size_t next;   /* the slot the next value takes, < period */
    bool full;     /* as many values as slots have come at least once */
} peri_window;

static inline void peri_window_reset(peri_window *window, size_t period)
{
    *window = (peri_window){.period = period};
}

/* Values inside the window: 0 .. period. */
static inline size_t peri_window_count(const peri_window *window)
{
    return window->full ? window->period : window->next;
}

/* The slot of the value that came `age` values ago, < the count (0: the newest). */
static inline size_t peri_window_slot(const peri_window *window, size_t age)
{
    return (window->next + window->period - 1 - age) % window->period;
}

/* Go on to the next slot. Returns whether the slot left behind was the last: time to fold. */
static inline bool peri_window_step(peri_window *window)
{
    window->next++;
    if (window->next < window->period)
        return false;
    window->next = 0;
    window->full = true;
    return true;
}

#endif
