/* api_kit.h - runs through the public interface while memory ends. */
#ifndef PERI_TEST_API_KIT_H
#define PERI_TEST_API_KIT_H

#include "perigee.h"

/* Run a strategy in peace, then once for each allocation of its open, its run and its result, which
   fails. Each time it succeeds without a message, or fails for want of memory and says so (a call
   of the script that finds none raises); nothing is left. Returns how many runs failed. */
int api_kit_fail_allocations(const perigee_config *config);

#endif
