/* stream_resolve.h - addresses of a host, found without being kept waiting. Layer 3. */
#ifndef PERI_STREAM_RESOLVE_H
#define PERI_STREAM_RESOLVE_H

#include <netdb.h>
#include <stdint.h>

#include "base/error.h"
#include "base/wake.h"

enum {
    PERI_STREAM_HOST = 254, /* bytes of a host's name, terminator included */
    PERI_STREAM_PORT = 6
};

/*
 * Find the TCP addresses of a host. The C library cannot be interrupted while it asks name servers,
 * so a name is looked up on a thread of its own, which is left to end by itself if nobody waits
 * any more. Addresses in digits need no thread.
 *
 * host, port  port in digits (borrowed)
 * wait_ns     how long to wait at most
 * out         receives a list, freeaddrinfo
 *
 * Returns PERI_OK, PERI_EIO (no such host, or no answer in time), PERI_ENOMEM or PERI_EINTERRUPT
 * (the wake was fired). Thread: any.
 */
int peri_stream_resolve(const char *host, const char *port, const peri_wake *wake, int64_t wait_ns,
                        struct addrinfo **out, peri_error *err);

#endif
