/* stream_source.h - where a stream's bytes come from. Layer 3. */
#ifndef PERI_STREAM_SOURCE_H
#define PERI_STREAM_SOURCE_H

#include <stdbool.h>
#include <sys/un.h>

#include "base/error.h"
#include "base/wake.h"
#include "stream/stream_resolve.h"

typedef enum peri_stream_source_kind {
    PERI_STREAM_INPUT, /* "-": a descriptor that is open, standard input as a rule */
    PERI_STREAM_UNIX,  /* "unix:/path" */
    PERI_STREAM_TCP    /* "tcp:host:port", "tcp:[::1]:port" */
} peri_stream_source_kind;

/* A plain value. */
typedef struct peri_stream_source {
    peri_stream_source_kind kind;
    char name[320]; /* for messages: "standard input", or the spec, made printable */
    int fd;         /* PERI_STREAM_INPUT */
    char path[sizeof(((struct sockaddr_un *)0)->sun_path)];
    char host[PERI_STREAM_HOST], port[PERI_STREAM_PORT];
} peri_stream_source;

/*
 * Read what names a source.
 *
 * spec  one of the forms above, port 1 to 65535 (borrowed)
 * fd    of the source "-"
 * Returns PERI_OK, or PERI_EINVAL with a text that names spec and the forms. Opens nothing.
 */
int peri_stream_source_parse(const char *spec, int fd, peri_stream_source *out, peri_error *err);

/*
 * Open a source: connect a socket, within 10 s.
 *
 * fd  receives a readable descriptor (peri_stream_source_close); a socket's does not block
 * Returns PERI_OK, PERI_EIO ("cannot connect to tcp:localhost:9000: Connection refused"),
 * PERI_ENOMEM, or PERI_EINTERRUPT when the wake is fired. Thread: any.
 */
int peri_stream_source_open(const peri_stream_source *source, const peri_wake *wake, int *fd,
                            peri_error *err);

/* Close what was opened; leaves the descriptor of "-" alone. */
void peri_stream_source_close(const peri_stream_source *source, int fd);

#endif
