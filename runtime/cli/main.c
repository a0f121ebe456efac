/* main.c - the program: finds the command and calls it. Layer 8. */
#include "cli/cli.h"
#include "perigee_version.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static const char usage[] =
    "usage: perigee COMMAND\n"
    "  run STRATEGY.lua   run a backtest (perigee run --help)\n"
    "  live STRATEGY.lua  run it in real time (perigee live --help)\n"
    "  training           show the allowance and the history of live trainings\n"
    "  calendar           show a market's hours and holidays (perigee calendar --help)\n"
    "  store              list, read, save and check kept objects (perigee store --help)\n"
    "  api                describe what a strategy can use (perigee api --help)\n"
    "  version            print the version\n"
    "  help               print this\n";

/* A standard stream that was closed would become the next file that is opened, and be written into.
   Its number is taken for nothing, so that to read and to write still fails. False: it is free. */
static bool take_closed_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            return false;
    return true;
}

/* Each tape of parsed prices keeps a descriptor (market/tape.h). */
static void raise_descriptor_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &limit); /* where it is refused, there are fewer */
}

/* Beyond the shell's limit of a file's size a write fails, as on a full disk. */
static void let_large_writes_fail(void)
{
    signal(SIGXFSZ, SIG_IGN);
}

int main(int argc, char **argv)
{
    const char *command = argc > 1 ? argv[1] : "";
    if (!take_closed_streams())
        return PERI_EXIT_DATA;
    raise_descriptor_limit();
    let_large_writes_fail();
    if (strcmp(command, "run") == 0)
        return peri_cli_run(argc - 2, argv + 2);
    if (strcmp(command, "live") == 0)
        return peri_cli_live(argc - 2, argv + 2);
    if (strcmp(command, "training") == 0)
        return peri_cli_training(argc - 2, argv + 2);
    if (strcmp(command, "calendar") == 0)
        return peri_cli_calendar(argc - 2, argv + 2);
    if (strcmp(command, "store") == 0)
        return peri_cli_store(argc - 2, argv + 2);
    if (strcmp(command, "api") == 0)
        return peri_cli_api(argc - 2, argv + 2);
    if (strcmp(command, "version") == 0 || strcmp(command, "--version") == 0) {
        puts("perigee " PERIGEE_VERSION);
        return PERI_EXIT_OK;
    }
    if (strcmp(command, "help") == 0 || strcmp(command, "--help") == 0) {
        fputs(usage, stdout);
        return PERI_EXIT_OK;
    }
    if (command[0] != '\0')
        fprintf(stderr, "perigee: unknown command '%s'\n", command);
    fputs(usage, stderr);
    return PERI_EXIT_USAGE;
}
