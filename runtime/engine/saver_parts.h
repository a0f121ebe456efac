/* saver_parts.h - parts of a live run that are saved and put back in files of their own. Layer 5.
 */
#ifndef PERI_SAVER_PARTS_H
#define PERI_SAVER_PARTS_H

#include "engine/saved_records.h"

struct peri_engine;
struct peri_saver;

/* Begin a record, and put the one that was begun (saver_save.c). */
peri_codec peri_saver_begin_record(struct peri_saver *saver);
int peri_saver_put(struct peri_saver *saver, int kind, int64_t id, peri_error *err);

/* -- saver_resume.c: a run that is being resumed, for the parts that put back -------------------
 */

typedef struct peri_resume {
    struct peri_engine *engine;
    const peri_saved_head *head;
    int32_t *index; /* see peri_saver_resume_securities */
} peri_resume;

/* The index here of a security of the saved run, -1: there is none. */
int32_t peri_resume_index(const peri_resume *resume, int32_t saved);
/* Whether an instant lies between the run's start and the clock it was saved at. */
bool peri_resume_is_past(const peri_resume *resume, int64_t time_ns);
/* What a restore gave, which is PERI_ENOMEM at worst, with its text. */
int peri_resume_restored(int rc, peri_error *err);

/* -- saver_orders.c: orders, their events, their changes that wait ------------------------------
 */

/* Save the events of orders that were not yet, n in all. Returns as peri_saver_save. */
int peri_saver_put_events(struct peri_engine *engine, int64_t n, peri_error *err);
/* Put back what the head counts. Returns as peri_saver_resume_trades. */
int peri_saver_resume_orders(const peri_resume *resume, peri_error *err);

/* -- saver_trades.c: what the builder of trades keeps -------------------------------------------
 */

/* How many there are now. */
void peri_saver_count_trades(const struct peri_engine *engine, peri_saved_head *head);
/* Save the closed trades that were not yet, and what is open when it has changed. Returns as
   peri_saver_save. */
int peri_saver_put_built_trades(struct peri_engine *engine, const peri_saved_head *head,
                                peri_error *err);

/* Put back what the head counts. Returns PERI_OK, PERI_EFORMAT (also when a record is missing),
   PERI_ENOMEM, or what the file fails with. */
int peri_saver_resume_trades(const peri_resume *resume, peri_error *err);

/* -- saver_statistics.c: statistics of the strategy's own ---------------------------------------
 */

/* Save all of them when one has changed. Returns as peri_saver_save. */
int peri_saver_put_statistics(struct peri_engine *engine, peri_error *err);
/* Put back what a head counts, over what set-up has set. Returns as peri_saver_resume_trades. */
int peri_saver_resume_statistics(struct peri_engine *engine, const peri_saved_head *head,
                                 peri_error *err);

#endif
