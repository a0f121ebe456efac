/* parts.h - several subscriptions of one security, see struct peri_subscribed; for the files of
 * engine/ only. Layer 5. */
#ifndef PERI_PARTS_H
#define PERI_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/engine.h"
#include "engine/slice.h"

struct peri_subscribed;

/* parts.c: the subscription of a security that is meant by bars of a length (with `quotes` of such
   alone, if any has), or for making such: the first one whose bars are no longer; 0: the first. Of
   a resolution, or NULL. */
struct peri_subscribed *peri_engine_input(struct peri_subscribed *sub, int64_t length_ns,
                                          bool quotes);
struct peri_subscribed *peri_engine_part_of(struct peri_subscribed *sub,
                                            peri_resolution resolution);
/* The bars of a slice that are one security's, of each of its subscriptions: NULL, n 0 where it has
   one. Take them as its prices; false: there are none. */
const peri_slice_part *peri_engine_slice_parts(const peri_slice *slice, int32_t security,
                                               size_t *n);
bool peri_engine_update_parts(const peri_engine *engine, peri_security *security,
                              const peri_slice *slice, int32_t index);
/* The security with the resolution, filling and sessions of one subscription; its strings stay the
   security's. */
peri_security peri_engine_security_of(const struct peri_subscribed *sub);
/* added_before.c: a further subscription of a security. Returns as peri_engine_add_security. */
int peri_engine_add_part(peri_engine *engine, struct peri_subscribed *sub,
                         const peri_subscription *wanted, peri_error *err);
/* joined.c: the rows of a CSV file are bars of the finest resolution it was added with, the others
   are made of them: the subscription whose bars the rows are (itself without a file); the
   bars of a subscription up to an instant as bars of a longer resolution (appended): PERI_EIO where
   some of them cannot be read any more. */
struct peri_subscribed *peri_engine_rows_of(struct peri_subscribed *sub);
int peri_engine_join(const struct peri_engine *engine, const struct peri_subscribed *rows,
                     peri_resolution resolution, int64_t until_ns, peri_series *out,
                     peri_error *err);

#endif
