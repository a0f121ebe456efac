/* store_db_checkpoint.h - moves a write-ahead log into its file, off the savers' threads. Layer 2.
 */
#ifndef PERI_STORE_DB_CHECKPOINT_H
#define PERI_STORE_DB_CHECKPOINT_H

/* A thread with a connection of its own; it sleeps until woken. All signals are blocked on it. */
typedef struct peri_store_checkpointer peri_store_checkpointer;

/* NULL when there is no memory or no thread for it. `path` is borrowed until the stop. */
peri_store_checkpointer *peri_store_checkpointer_start(const char *path);

/* The log has grown: move it. Returns at once. Thread: any. */
void peri_store_checkpointer_wake(peri_store_checkpointer *checkpointer);

/* Ends the thread and waits for it. NULL is allowed. */
void peri_store_checkpointer_stop(peri_store_checkpointer *checkpointer);

#endif
