/* stream_resolve.c - see stream_resolve.h. Layer 3. */
#include "stream/stream_resolve.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include "base/mem.h"
#include "base/thread.h"

/* A question, held by who asks and by the thread that looks it up; the last one frees it. */
struct question {
    char host[PERI_STREAM_HOST], port[PERI_STREAM_PORT];
    peri_wake answered;
    atomic_int holders;
    atomic_bool is_answered; /* what follows is the asker's then */
    int code;                /* of getaddrinfo */
    struct addrinfo *found;
};

static const struct addrinfo any_tcp = {
    .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};

static void let_go(struct question *q)
{
    if (atomic_fetch_sub(&q->holders, 1) > 1)
        return;
    if (q->found)
        freeaddrinfo(q->found);
    peri_wake_close(&q->answered);
    peri_free(q);
}

static void *look_up(void *arg)
{
    struct question *q = arg;
    q->code = getaddrinfo(q->host, q->port, &any_tcp, &q->found);
    if (q->code != 0)
        q->found = NULL;
    atomic_store(&q->is_answered, true);
    peri_wake_fire(&q->answered);
    let_go(q);
    return NULL;
}

static int ask(const char *host, const char *port, struct question **out, peri_error *err)
{
    pthread_t thread;
    struct question *q = peri_calloc(1, sizeof *q);
    if (!q)
        return peri_fail(err, PERI_ENOMEM, "no memory to look up a host");
    snprintf(q->host, sizeof q->host, "%s", host);
    snprintf(q->port, sizeof q->port, "%s", port);
    int rc = peri_wake_open(&q->answered, err);
    if (rc != PERI_OK) {
        peri_free(q);
        return rc;
    }
    atomic_init(&q->holders, 2);
    atomic_init(&q->is_answered, false);
    if (!peri_thread_start(&thread, look_up, q)) {
        atomic_store(&q->holders, 1);
        let_go(q);
        return peri_fail(err, PERI_EIO, "no thread to look up a host with");
    }
    pthread_detach(thread);
    *out = q;
    return PERI_OK;
}

static int take_answer(struct question *q, struct addrinfo **out, peri_error *err)
{
    if (!atomic_load(&q->is_answered))
        return peri_fail(err, PERI_EIO, "the host was not found: no answer in time");
    if (q->code != 0)
        return peri_fail(err, PERI_EIO, "the host was not found: %s", gai_strerror(q->code));
    *out = q->found;
    q->found = NULL;
    return PERI_OK;
}

int peri_stream_resolve(const char *host, const char *port, const peri_wake *wake, int64_t wait_ns,
                        struct addrinfo **out, peri_error *err)
{
    struct addrinfo digits = {.ai_family = AF_UNSPEC,
                              .ai_socktype = SOCK_STREAM,
                              .ai_flags = AI_NUMERICSERV | AI_NUMERICHOST};
    struct question *q = NULL;
    if (getaddrinfo(host, port, &digits, out) == 0)
        return PERI_OK;
    int rc = ask(host, port, &q, err);
    if (!q)
        return rc;
    rc = peri_wake_wait(wake, q->answered.read_fd, POLLIN, wait_ns);
    if (rc == PERI_EINTERRUPT)
        peri_fail(err, rc, "stopped while a host was looked up");
    else
        rc = take_answer(q, out, err);
    let_go(q);
    return rc;
}
