/* thread.c - threads of the runtime's own. Layer 0. */
#include "base/thread.h"

#include <signal.h>

bool peri_thread_start(pthread_t *thread, void *(*work)(void *), void *arg)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool ok = pthread_create(thread, NULL, work, arg) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return ok;
}
