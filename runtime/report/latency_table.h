/* latency_table.h - how late a live run was, as a table. Layer 5. */
#ifndef PERI_LATENCY_TABLE_H
#define PERI_LATENCY_TABLE_H

#include "base/buf.h"
#include "engine/latency.h"

/* Append a head and a line for each of lock wait, begin and end that has values, in microseconds.
 */
void peri_latency_table(const peri_latency *latency, peri_buf *out);

#endif
