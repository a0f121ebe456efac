/* perigee.h - what C and C++ programs include. All it adds to perigee_ffi.h is what LuaJIT's
   ffi.cdef cannot read. */
#ifndef PERIGEE_H
#define PERIGEE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)
#include "perigee_ffi.h"
#pragma GCC visibility pop
#ifdef __cplusplus
}
static_assert(sizeof(void *) != 8 || sizeof(perigee_config) == 120,
              "perigee_config is part of the ABI");
#else
_Static_assert(sizeof(void *) != 8 || sizeof(perigee_config) == 120,
               "perigee_config is part of the ABI");
#endif

#endif
