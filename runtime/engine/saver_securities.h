/* saver_securities.h - the securities of a live run that is resumed. Layer 5. */
#ifndef PERI_SAVER_SECURITIES_H
#define PERI_SAVER_SECURITIES_H

#include "engine/saved_records.h"

struct peri_engine;

/*
 * Restore the securities of a kept run and what is held of them. Those that the strategy's set-up
 * did not add are added, and those removed are removed, each with prices and indicators led up to
 * the time at which it happened. A symbol that was removed and added again has a security for each
 * time; the strategy's own is the last one.
 *
 * index  receives, for each saved security, its index here, -1 for one removed in set-up; shape
 *        [head->securities], owned by the caller (peri_free), also on failure
 * Returns PERI_OK, PERI_EFORMAT, PERI_ENOMEM, or what adding fails with.
 */
int peri_saver_resume_securities(struct peri_engine *engine, const peri_saved_head *head,
                                 int32_t **index, peri_error *err);

#endif
