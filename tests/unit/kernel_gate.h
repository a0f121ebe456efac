/* kernel_gate.h - holds threads inside of LAPACK, for tests of what goes on meanwhile. */
#ifndef PERI_TEST_KERNEL_GATE_H
#define PERI_TEST_KERNEL_GATE_H

#include <stdbool.h>

/* From now on every thread that comes to LAPACK's least squares waits there. */
void kernel_gate_close(void);

/* Wait until n threads do; false when they do not come. */
bool kernel_gate_wait(int n);

/* Whether one waits and, for 40 ms, no second one comes. */
bool kernel_gate_is_kept_by_one(void);

/* Let them go on, and later ones pass. */
void kernel_gate_open(void);

#endif
