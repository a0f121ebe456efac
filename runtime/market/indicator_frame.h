/* indicator_frame.h - what the files of the frame of indicators share; nobody else includes it.
 * Layer 2. */
#ifndef PERI_INDICATOR_FRAME_H
#define PERI_INDICATOR_FRAME_H

#include "market/indicator_class.h"
#include "market/number.h"

enum {
    PERI_INDICATOR_NAME_MAX = 15, /* length of a class's name, without the terminator */
    PERI_INDICATOR_LABEL = PERI_INDICATOR_NAME_MAX + 3 + PERI_INDICATOR_PARAMS * PERI_NUMBER_TEXT
};

/* Values before the last two; next is where the next one goes. */
struct peri_indicator_past {
    size_t cap, n, next;
    peri_indicator_point points[]; /* shape [cap] */
};

/* How one takes what another one gives. */
enum peri_follow {
    PERI_FOLLOW_READY,   /* its values, from when it is ready */
    PERI_FOLLOW_AT_ONCE, /* all its values */
    PERI_FOLLOW_OUTPUT,  /* it is a view of it, which has its value already */
    PERI_FOLLOW_LEFT,    /* it is one of the two that a pair is made of */
    PERI_FOLLOW_RIGHT
};

struct peri_follower {
    peri_indicator *next; /* borrowed */
    enum peri_follow how;
};

/* What an indicator of two others is made of. */
struct peri_indicator_pair {
    peri_indicator_sides sides; /* left NULL: one of them is gone */
    struct peri_handed {
        bool is_new; /* came since the last value */
        int64_t time_ns;
        double value;
    } left, right;
};

/* What an update touches stands first. The state lies behind, in the same block. */
struct peri_indicator {
    const peri_indicator_class *cls;
    size_t field_offset; /* of the number it is fed with, inside a bar */
    bool ready;
    int64_t samples;
    int64_t values; /* samples that gave a value */
    int64_t time_ns;
    double outputs[PERI_INDICATOR_OUTPUTS];
    peri_indicator_point previous;    /* when there were two samples */
    struct peri_indicator_past *past; /* NULL: nobody wants more */
    void (*watcher)(void *ctx, peri_indicator *indicator);
    void *watcher_ctx;
    double params[PERI_INDICATOR_PARAMS];
    struct peri_follower *followers; /* shape [follower_count] */
    size_t follower_count, follower_cap;
    size_t depth;                     /* how many it follows, one after the other */
    struct peri_indicator_pair *pair; /* owned; NULL: it is none of two */
    peri_indicator **views;           /* owned, shape [output_count], NULL where there is none, as
                                         of the first; NULL: none yet. They follow it as well. */
    peri_indicator *view_of;          /* borrowed, its owner; NULL: it is no view */
    size_t output_count;
    bool is_made;   /* of others, which feed it: a pair or a view */
    bool reset_now; /* during a reset: it has been */
    char label[PERI_INDICATOR_LABEL];
    _Alignas(max_align_t) unsigned char state[];
};

/* indicator.c: note the present value as the one before, a new one comes; take an input. */
void peri_indicator_pass(peri_indicator *indicator, int64_t time_ns);
void peri_indicator_take(peri_indicator *indicator, int64_t time_ns, const peri_bar *bar,
                         double value);

/* indicator_past.c: keep one more value; the oldest leaves when there is no room. */
void peri_indicator_remember(struct peri_indicator_past *past, peri_indicator_point point);

/* indicator_pair.c: one of the two has a value: whether the pair has a new one by it. */
bool peri_indicator_pair_takes(peri_indicator *indicator, bool left);
void peri_indicator_pair_reset(struct peri_indicator_pair *pair);
/* The pair takes nothing any more, as before one of its sides is freed. */
void peri_indicator_pair_unlink(peri_indicator *indicator);
/* Whether it is ready, from now on; and so those that are made of it. */
void peri_indicator_set_ready(peri_indicator *indicator, bool ready);

/* indicator_view.c: give the views of one that has some its present values. */
void peri_indicator_feed_views(const peri_indicator *indicator);

/* indicator_follow.c: feed its views, then those that follow, and those that follow them. */
void peri_indicator_feed_followers(const peri_indicator *first);
/* One more that takes what an indicator gives; its depth is set. PERI_OK or PERI_ENOMEM. */
int peri_indicator_add_follower(peri_indicator *indicator, peri_indicator *next,
                                enum peri_follow how, peri_error *err);
/* Take off the last that was added of an indicator, if there is one. */
void peri_indicator_remove_follower(peri_indicator *indicator, const peri_indicator *next);
/* NULL, or why no more can follow this one. */
const char *peri_indicator_chain_problem(const peri_indicator *indicator);

#endif
