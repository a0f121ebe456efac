/* thread.h - threads of the runtime's own. Layer 0. */
#ifndef PERI_THREAD_H
#define PERI_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* pthread_create with all signals blocked on the new thread: they belong to the program's threads.
   False: there is no thread. */
bool peri_thread_start(pthread_t *thread, void *(*work)(void *), void *arg);

#endif
