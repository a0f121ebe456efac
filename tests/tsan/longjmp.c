/* longjmp.c - of programs that are built with the thread sanitizer.
   Lua raises errors by longjmp, in Debian's archive under the name of glibc's checked one, which
   the sanitizer does not know: what the error skips stays on its own stack of calls, and behind
   65,536 of them (a strategy that catches some ten thousand errors) it writes over other memory. */
#include <setjmp.h>

#if defined(__SANITIZE_THREAD__)
_Noreturn void __longjmp_chk(jmp_buf env, int value); // NOLINT: glibc's name

_Noreturn void __longjmp_chk(jmp_buf env, int value) // NOLINT: glibc's name
{
    longjmp(env, value); // NOLINT: it is what it is for
}
#endif
