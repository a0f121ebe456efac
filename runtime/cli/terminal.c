/* terminal.c - log lines, training lines and the progress bar. Layer 8. */
#include "cli/terminal.h"

#include <stdio.h>

enum {
    BAR_WIDTH = 40
};

void peri_terminal_clear(peri_terminal *terminal)
{
    if (!terminal->bar_shown)
        return;
    fputs("\r\033[K", stderr);
    terminal->bar_shown = false;
}

void peri_terminal_log(void *ctx, peri_log_level level, int64_t local_ns, const char *text,
                       size_t len)
{
    static const char *const marks[] = {"debug: ", "", "warning: ", "error: "};
    peri_terminal *terminal = ctx;
    char when[PERI_TIME_TEXT];
    FILE *to = terminal->log_to_stderr ? stderr : stdout;
    peri_terminal_clear(terminal);
    peri_time_format(local_ns, when);
    fprintf(to, "%s %s", when, marks[level]);
    fwrite(text, 1, len, to);
    fputc('\n', to);
}

void peri_terminal_training(void *ctx, const peri_training *training, int64_t local_ns)
{
    peri_terminal *terminal = ctx;
    char when[PERI_TIME_TEXT];
    if (terminal->quiet)
        return;
    peri_terminal_clear(terminal);
    peri_time_format(local_ns, when);
    char minutes[48] = "";
    if (training->minutes > 0)
        snprintf(minutes, sizeof minutes, "%lld min of the allowance  ",
                 (long long)training->minutes);
    fprintf(stderr, "training %lld  %s  %.3f ms  %s%s  '%s'\n", (long long)training->number, when,
            (double)training->duration_ns / 1e6, minutes,
            training->outcome == PERI_TRAINING_DONE ? "done" : "failed", training->name);
}

void peri_terminal_progress(void *ctx, double fraction, int64_t local_ns)
{
    peri_terminal *terminal = ctx;
    char bar[BAR_WIDTH + 1], when[PERI_TIME_TEXT];
    if (!terminal->is_tty || terminal->quiet)
        return;
    for (int i = 0; i < BAR_WIDTH; i++)
        bar[i] = i < (int)(fraction * BAR_WIDTH) ? '#' : '.';
    bar[BAR_WIDTH] = '\0';
    peri_date_format(peri_time_date(local_ns), when);
    fprintf(stderr, "\r[%s] %3.0f %%  %s", bar, fraction * 100, when);
    fflush(stderr);
    terminal->bar_shown = true;
}
