/* log_mover.h - moves a write-ahead log into its file, off the savers' threads. Layer 2. */
#ifndef PERI_LOG_MOVER_H
#define PERI_LOG_MOVER_H

#include <sqlite3.h>
#include <stdbool.h>

/* Of one connection. To move a log takes long: a thread does it, with a connection of its own, and
   sleeps until the log has grown. All signals are blocked on it. All zeros at first. */
typedef struct peri_log_mover {
    const char *path;                     /* of the file; borrowed until the stop */
    struct peri_log_mover_thread *thread; /* NULL until the log is long enough */
    bool no_thread;                       /* it could not be started: done in passing instead */
} peri_log_mover;

/* Look at the log's length behind each commit of `handle`, from now on. path: borrowed until the
   stop. The mover must stay where it is. */
void peri_log_mover_watch(peri_log_mover *mover, sqlite3 *handle, const char *path);

/* Ends the thread and waits for it; nothing may be committed any more. One that watches nothing is
   allowed. */
void peri_log_mover_stop(peri_log_mover *mover);

#endif
