/* inflow_bars.h - for the files of the inflow only. Layer 5. */
#ifndef PERI_INFLOW_BARS_H
#define PERI_INFLOW_BARS_H

#include "engine/inflow.h"

/* Take one record in. Returns PERI_OK, also when it is left out, or PERI_ENOMEM. */
int peri_inflow_take_item(struct peri_engine *engine, const peri_stream_item *item,
                          peri_error *err);

/* Whether a run may begin with this record, at a time of the wall's clock; false: it is left out.
 */
bool peri_inflow_can_begin(struct peri_engine *engine, const peri_stream_item *item,
                           int64_t wall_ns);

/* Put a bar behind those of a subscription; one that does not lie behind them is left out. item:
   where it came from, NULL: it was at hand. */
int peri_inflow_append(struct peri_engine *engine, struct peri_subscribed *sub, const peri_bar *bar,
                       const peri_stream_item *item, peri_error *err);

#endif
