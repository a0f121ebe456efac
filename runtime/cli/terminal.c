/* terminal.c - log lines, training lines and the progress bar. Layer 8. */
#include "cli/terminal.h"

#include <stdio.h>
#include <string.h>

#include "host/host.h"
#include "store/utf8.h"

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

/* What is no UTF-8 becomes the replacement character. */
static void json_text(const char *text, size_t len)
{
    putchar('"');
    for (size_t i = 0, n; i < len; i += n) {
        unsigned char c = (unsigned char)text[i];
        n = peri_utf8_read(text + i, len - i, NULL);
        if (n == 0)
            fputs("\\ufffd", stdout);
        else if (c == '"' || c == '\\')
            printf("\\%c", c);
        else if (c < ' ' || c == 0x7F)
            printf("\\u%04x", c);
        else
            fwrite(text + i, 1, n, stdout);
        n = n > 0 ? n : 1;
    }
    putchar('"');
}

static void json_log(peri_log_level level, const char *when, const char *text, size_t len)
{
    static const char *const levels[] = {"debug", "info", "warning", "error"};
    printf("{\"time\":\"%s\",\"level\":\"%s\",\"text\":", when, levels[level]);
    json_text(text, len);
    puts("}");
    fflush(stdout);
}

static void json_training(const peri_training_run *run, const char *when)
{
    const char *name = peri_training_name(run->training);
    printf("{\"time\":\"%s\",\"level\":\"training\",\"number\":%lld,\"name\":", when,
           (long long)run->number);
    json_text(name, strlen(name));
    printf(",\"outcome\":\"%s\",\"duration_seconds\":%.9f,\"minutes\":%lld}\n",
           peri_training_state_name(run->outcome), (double)run->duration_ns / (double)PERI_SECOND,
           (long long)run->minutes);
    fflush(stdout);
}

/* A string for each line of frames. */
static void json_frames(const char *frames)
{
    fputs(",\"traceback\":[", stdout);
    for (const char *line = frames, *end; *line; line = end + (*end == '\n')) {
        end = line + strcspn(line, "\n");
        if (line != frames)
            putchar(',');
        line += strspn(line, " ");
        json_text(line, (size_t)(end - line));
    }
    putchar(']');
}

void peri_terminal_end_in_error(const char *text, const char *strategy, const int64_t *local_ns)
{
    const char *heading = strstr(text, PERI_TRACEBACK_HEADING);
    fputs("{\"status\":\"Error\",\"error\":", stdout);
    json_text(text, heading ? (size_t)(heading - text) : strlen(text));
    if (heading)
        json_frames(heading + strlen(PERI_TRACEBACK_HEADING));
    if (local_ns) {
        char when[PERI_TIME_TEXT];
        peri_time_format(*local_ns, when);
        printf(",\"time\":\"%s\"", when);
    }
    fputs(",\"strategy\":", stdout);
    json_text(strategy, strlen(strategy));
    puts("}");
    fflush(stdout);
}

void peri_terminal_log(void *ctx, peri_log_level level, int64_t local_ns, const char *text,
                       size_t len)
{
    static const char *const marks[] = {"debug: ", "", "warning: ", "error: "};
    peri_terminal *terminal = ctx;
    char when[PERI_TIME_TEXT];
    FILE *to = terminal->log_to_stderr ? stderr : stdout;
    if (level < terminal->least)
        return;
    peri_terminal_clear(terminal);
    peri_time_format(local_ns, when);
    if (terminal->json_lines) {
        json_log(level, when, text, len);
        return;
    }
    fprintf(to, "%s %s", when, marks[level]);
    fwrite(text, 1, len, to);
    fputc('\n', to);
    if (terminal->flush)
        fflush(to);
}

void peri_terminal_training(void *ctx, const peri_training_run *training, int64_t local_ns)
{
    peri_terminal *terminal = ctx;
    char when[PERI_TIME_TEXT];
    if (terminal->quiet)
        return;
    peri_terminal_clear(terminal);
    peri_time_format(local_ns, when);
    if (terminal->json_lines) {
        json_training(training, when);
        return;
    }
    char minutes[48] = "";
    if (training->minutes > 0)
        snprintf(minutes, sizeof minutes, "%lld min of the allowance  ",
                 (long long)training->minutes);
    fprintf(stderr, "training %lld  %s  %.3f ms  %s%s  '%s'\n", (long long)training->number, when,
            (double)training->duration_ns / 1e6, minutes,
            peri_training_state_name(training->outcome), peri_training_name(training->training));
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
