/* saver.h - keeps where a live run stands, so that another process can go on. Layer 5.
 *
 * After each step what has changed is saved in one transaction. What is saved is what cannot be
 * found out anew: cash, positions, orders, what was recorded for the result, and trainings at work.
 * Prices and indicators are led up from the data; variables of the strategy are lost.
 *
 * saved       a record is: written to the file, in the transaction behind a step (saver_save.c)
 * kept        a run is: the file has its records, until its data have ended or it begins anew
 * resume      a process restores the records of a kept run (saver_resume.c): the run goes on
 * lead up     prices and indicators take the data up to an instant, to which the clock moves
 * catch up    the last lead up of a resume, to the saved clock, and the end of the warm-up
 */
#ifndef PERI_SAVER_H
#define PERI_SAVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "engine/saved_records.h"
#include "store/run_db.h"

struct peri_engine;

/* All zero at first. The counts are of what is in the file. */
typedef struct peri_saver {
    peri_run_db *db;  /* borrowed; NULL: nothing is kept */
    const char *feed; /* where data come from (borrowed) */
    bool changed;     /* something else than the clock, since the last save */
    bool is_failing;  /* the last save failed, and it was told */
    int64_t *orders;  /* ids of those that changed; owned */
    size_t order_n, order_cap;
    bool order_lost; /* no memory for an id: all are saved then */
    int64_t trades, built_trades, equity, days, events; /* saved so far */
    size_t *points, points_n, points_cap;               /* by series of the charts; owned */
    int64_t point_count;
    peri_saved_training *active; /* trainings of the save at hand, shape [active_n]; owned */
    size_t active_n, active_cap;
    bool holds_active;        /* they are not looked for anew */
    int64_t trainings_before; /* of processes before this one */
    int64_t clock_ns;         /* at the last save */
    peri_buf record;          /* the one at hand */
    peri_buf lost_models;     /* of a resume: those of the strategy's own that are not set again */
} peri_saver;

void peri_saver_deinit(peri_saver *saver);

/* An order has changed, and so cash and positions may have. */
void peri_saver_note_order(peri_saver *saver, int64_t id);
/* Something else than the clock has changed: securities, trainings, what is held without an order.
 */
void peri_saver_note_change(peri_saver *saver);

/* The trainings at work now are those that every save from here on names: the run's end cuts them
   off. Once a run. */
void peri_saver_hold_trainings(struct peri_engine *engine);

/* Save what has changed since the last save, the clock at least. Returns PERI_OK, or what the file
   failed with: it shows the save before then, and the next save tries again. */
int peri_saver_save(struct peri_engine *engine, peri_error *err);

/* The head of the run that is kept; *found false: there is none. Returns PERI_OK; PERI_EFORMAT (a
   record that cannot be read, or of another version); what the file fails with. */
int peri_saver_read_head(peri_saver *saver, peri_saved_head *head, bool *found, peri_error *err);

/*
 * Resume the run that `head` describes, in an engine that was prepared as for a new one: the
 * records are restored, the engine catches up with its clock, trainings that were at work are
 * submitted again; a line is logged that says what was restored. A security the strategy does not
 * add is added. Returns PERI_OK, PERI_EFORMAT, PERI_ENOMEM, or what adding fails with.
 */
int peri_saver_resume(struct peri_engine *engine, const peri_saved_head *head, peri_error *err);

#endif
