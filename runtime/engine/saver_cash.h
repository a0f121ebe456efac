/* saver_cash.h - the cash book of a run that goes on. Layer 5. */
#ifndef PERI_SAVER_CASH_H
#define PERI_SAVER_CASH_H

#include "engine/saved_records.h"

struct peri_engine;

/* Cash but the account's own, with the rates where no pair has told one yet; what is unsettled.
   Behind the securities. Returns PERI_OK, PERI_EFORMAT, PERI_ENOMEM, or what the file failed with.
 */
int peri_saver_resume_cash(struct peri_engine *engine, const peri_saved_head *head,
                           peri_error *err);

#endif
