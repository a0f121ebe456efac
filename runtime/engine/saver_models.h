/* saver_models.h - the models of a security, as they are saved of a live run and set again.
 * Layer 5.
 */
#ifndef PERI_SAVER_MODELS_H
#define PERI_SAVER_MODELS_H

#include "base/buf.h"
#include "engine/saved_records.h"

struct peri_engine;

/* The models a security has now. */
void peri_saver_take_models(const struct peri_engine *engine, int32_t index,
                            peri_saved_models *out);

/* Whether models that were read can be such ones. */
bool peri_saved_models_are_right(const peri_saved_models *saved);

/*
 * Set those that the runtime can make. One of the strategy's own cannot be kept: the one that
 * Initialize has set stays, and where that is none of the strategy's own it is named in `lost`,
 * ", the fee model of 'SPY'" each.
 */
void peri_saver_restore_models(struct peri_engine *engine, int32_t index,
                               const peri_saved_models *saved, peri_buf *lost);

#endif
