/* lua_stdio.c - lets Debian's static Lua go into a shared library. Layer 7.

   liblua5.4.a is compiled for programs (-fPIE); the only things a shared library cannot take are
   its direct references to libc's stdin, stdout and stderr. The build renames those three to these.
 */
#include <stdio.h>

extern FILE *perigee_stdin, *perigee_stdout, *perigee_stderr;
FILE *perigee_stdin, *perigee_stdout, *perigee_stderr;

__attribute__((constructor)) static void init_stdio(void)
{
    perigee_stdin = stdin;
    perigee_stdout = stdout;
    perigee_stderr = stderr;
}
