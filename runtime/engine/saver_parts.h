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

/* -- saver_trades.c: what the builder of trades keeps -------------------------------------------
 */

/* How many there are now. */
void peri_saver_count_trades(const struct peri_engine *engine, peri_saved_head *head);
/* Save the closed trades that were not yet, and what is open when it has changed. Returns as
   peri_saver_save. */
int peri_saver_put_built_trades(struct peri_engine *engine, const peri_saved_head *head,
                                peri_error *err);

/*
 * Put back what a head counts.
 *
 * index  as peri_saver_resume_securities gave it
 * Returns PERI_OK, PERI_EFORMAT (also when a record is missing), PERI_ENOMEM, or what the file
 * fails with.
 */
int peri_saver_resume_trades(struct peri_engine *engine, const peri_saved_head *head,
                             const int32_t *index, peri_error *err);

/* -- saver_statistics.c: statistics of the strategy's own ---------------------------------------
 */

/* Save all of them when one has changed. Returns as peri_saver_save. */
int peri_saver_put_statistics(struct peri_engine *engine, peri_error *err);
/* Put back what a head counts, over what set-up has set. Returns as peri_saver_resume_trades. */
int peri_saver_resume_statistics(struct peri_engine *engine, const peri_saved_head *head,
                                 peri_error *err);

#endif
