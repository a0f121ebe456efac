/* consolidator_class.h - what the kinds of consolidators are made of. Layer 2. */
#ifndef PERI_CONSOLIDATOR_CLASS_H
#define PERI_CONSOLIDATOR_CLASS_H

#include <stddef.h>

#include "market/consolidator.h"
#include "time/zone.h"

/* A kind: one static object per file consolidator_<kind>.c. */
typedef struct peri_consolidator_class {
    const char *name;
    size_t state_size; /* of what the maker fills; zeros at first */
    int (*update)(peri_consolidator *consolidator, const peri_bar *bar, peri_error *err);
    bool by_time; /* the bar at hand is complete at its end, by a scan */
} peri_consolidator_class;

struct peri_consolidator_link {
    peri_indicator *indicator; /* borrowed */
    int pick;
};

struct peri_consolidator {
    const peri_consolidator_class *cls;
    int holders;
    const peri_security *security; /* borrowed; NULL: not attached */
    peri_zone_cursor zone;         /* the exchange's, when attached */
    peri_consolidator_calls calls;
    int value_pick, volume_pick;
    struct peri_consolidator_link *links; /* shape [link_count] */
    size_t link_count, link_cap;
    size_t links_before; /* on_bar */
    bool has_calls;      /* on_bar was set once */
    bool busy, quiet;    /* inside of an update or a scan */
    int64_t emitted;     /* bars, since then */
    int64_t longest_ns;  /* see peri_consolidator_longest */
    bool extended_days;  /* see peri_consolidator_set_extended_days */
    bool takes_quotes;
    const peri_quote_bar *input; /* while takes_quotes takes one; its middle is the bar */
    peri_quote_bar working_quote,
        last_quote; /* of the bar at hand, and the last one; takes_quotes */
    bool has_working, has_last;
    peri_bar working, last;
    int64_t last_end_ns; /* by time: what begins before it is left out */
    _Alignas(max_align_t) unsigned char state[];
};

/* A consolidator of a kind, held once; *state receives its state. */
int peri_consolidator_make(const peri_consolidator_class *cls, peri_consolidator **out,
                           void **state, peri_error *err);

/* Hand out a bar (copied before anybody is called). */
int peri_consolidator_emit(peri_consolidator *consolidator, const peri_bar *bar, peri_error *err);
/* Hand out the bar at hand; there is none then. */
int peri_consolidator_emit_working(peri_consolidator *consolidator, peri_error *err);

/* Begin or go on with the bar at hand (of quotes, each side for itself); its stretch is [start,
 * end) when it begins. */
void peri_consolidator_join(peri_consolidator *consolidator, const peri_bar *bar, int64_t start_ns,
                            int64_t end_ns);

/* What the picks make of a bar. */
int peri_consolidator_read(peri_consolidator *consolidator, const peri_bar *bar, double *value,
                           double *volume, peri_error *err);

/* PERI_EINVAL unless a size is finite and > 0. */
int peri_consolidator_check_size(const char *what, double size, peri_error *err);

/* PERI_EINVAL unless the open of a brick is finite: a size may be too small to be counted. */
int peri_consolidator_check_open(double open, double size, double value, peri_error *err);

/*
 * The update of kinds by time: `place` finds the stretch, UTC, of the bar at hand that would begin
 * with an input; false: the input is left out.
 */
typedef bool (*peri_consolidator_place)(peri_consolidator *consolidator, const peri_bar *bar,
                                        int64_t *start_ns, int64_t *end_ns);
int peri_consolidator_update_by_time(peri_consolidator *consolidator, const peri_bar *bar,
                                     peri_consolidator_place place, peri_error *err);

#endif
