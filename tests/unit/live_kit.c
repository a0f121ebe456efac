/* live_kit.c - see live_kit.h. */
#include "live_kit.h"

#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "check.h"
#include "store/project_files.h"
#include "time/civil.h"

void live_kit_init(live_kit *kit, const char *name, const char *source)
{
    char file[96];
    memset(kit, 0, sizeof *kit);
    snprintf(file, sizeof file, "live_%s/strategy.lua", name);
    snprintf(kit->strategy, sizeof kit->strategy, "%s",
             check_write(file, source, (long)strlen(source)));
    snprintf(kit->folder, sizeof kit->folder, "%s/live_%s", check_tmp(), name);
    snprintf(kit->store, sizeof kit->store, "%s/live_%s/store.db", check_tmp(), name);
    snprintf(kit->log, sizeof kit->log, "%s/live_%s/log", check_tmp(), name);
    snprintf(kit->report, sizeof kit->report, "%s/live_%s/report", check_tmp(), name);
    kit->data = check_tmp();
    kit->trainers = 1;
    kit->feed = "recorded";
}

/* -- the process ---------------------------------------------------------------------------- */

struct life {
    const live_kit *kit;
    int log; /* file descriptor */
    peri_runtime *runtime;
    atomic_long looks;
};

static int64_t look_at_clock(void *ctx)
{
    struct life *life = ctx;
    long look = atomic_fetch_add(&life->looks, 1) + 1;
    if (look == life->kit->kill_at)
        raise(SIGKILL);
    if (look == life->kit->leave_at)
        peri_runtime_leave(life->runtime);
    if (life->kit->clock_step > 0)
        return look * life->kit->clock_step;
    return peri_clock_monotonic(NULL);
}

/* start: NULL: nothing begins so */
static bool begins(const char *text, size_t len, const char *start)
{
    return start && strlen(start) <= len && memcmp(start, text, strlen(start)) == 0;
}

static void append_line(void *ctx, peri_log_level level, int64_t local_ns, const char *text,
                        size_t len)
{
    const struct life *life = ctx;
    char line[1024];
    (void)level;
    (void)local_ns;
    int n = snprintf(line, sizeof line, "%.*s\n", (int)(len < 900 ? len : 900), text);
    if (write(life->log, line, (size_t)n) != n)
        _exit(4);
    if (begins(text, len, life->kit->kill_on))
        raise(SIGKILL);
    if (begins(text, len, life->kit->leave_on))
        peri_runtime_leave(life->runtime);
}

static void write_report(const live_kit *kit, const char *text, size_t len)
{
    FILE *out = fopen(kit->report, "wb");
    if (!out || fwrite(text, 1, len, out) != len || fclose(out) != 0)
        _exit(5);
}

static peri_runtime_options options_of(struct life *life)
{
    const live_kit *kit = life->kit;
    return (peri_runtime_options){
        .strategy = kit->strategy,
        .data_dir = kit->data,
        .store = kit->store,
        .trainers = kit->trainers,
        .speed = kit->speed > 0 ? kit->speed : HUGE_VAL,
        .training_by_clock = true,
        .server = "512",
        .wall_clock = peri_clock_wall,
        .clock = look_at_clock,
        .log = append_line,
        .ctx = life,
        .wake_signal = SIGURG,
        .keep_name = "run",
        .feed = kit->feed,
        .fresh = kit->fresh,
    };
}

static void limit_files(const live_kit *kit)
{
    struct rlimit limit = {(rlim_t)kit->file_most, (rlim_t)kit->file_most};
    if (kit->file_most == 0)
        return;
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
        _exit(6);
}

/* Ends with status 0, or 1 and the error's text as report. */
static void live(const live_kit *kit)
{
    struct life life = {.kit = kit};
    peri_error err = {0, ""};
    peri_buf report;
    life.log = open(kit->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    const peri_runtime_options options = options_of(&life);
    peri_buf_init(&report);
    int rc = life.log < 0 ? PERI_EIO : peri_runtime_open(&options, &life.runtime, &err);
    limit_files(kit);
    peri_mem_fail_at(kit->fail_at);
    if (rc == PERI_OK)
        rc = peri_runtime_run(life.runtime, &err);
    peri_mem_fail_at(0);
    if (rc == PERI_OK)
        rc = peri_runtime_json(life.runtime, false, &report, &err);
    write_report(kit, rc == PERI_OK ? report.data : err.text,
                 rc == PERI_OK ? report.len : strlen(err.text));
    peri_buf_deinit(&report);
    peri_runtime_close(life.runtime);
    _exit(rc == PERI_OK ? 0 : 1);
}

/* -- its parent ----------------------------------------------------------------------------- */

static void wait_us(int64_t us)
{
    struct timespec time = {us / 1000000, us % 1000000 * 1000};
    nanosleep(&time, NULL);
}

live_kit_end live_kit_run(const live_kit *kit)
{
    int status = -1;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        live(kit);
    if (child < 0)
        return LIVE_KIT_FAILED;
    if (kit->kill_us > 0) {
        wait_us(kit->kill_us);
        kill(child, SIGKILL);
    }
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        return LIVE_KIT_KILLED;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? LIVE_KIT_ENDED : LIVE_KIT_FAILED;
}

static int take_head(void *ctx, int64_t id, const void *bytes, size_t len, peri_error *err)
{
    (void)id;
    (void)err;
    peri_codec codec = peri_codec_read(bytes, len);
    peri_code_head(&codec, ctx);
    return peri_codec_is_done(&codec) ? PERI_OK : PERI_EFORMAT;
}

bool live_kit_saved(const live_kit *kit, peri_saved_head *head)
{
    char *path = peri_project_run_file(kit->store, "run");
    peri_run_db *db = NULL;
    peri_error err = {0, ""};
    memset(head, 0, sizeof *head);
    int rc = peri_run_db_open(path, 0, &db, &err);
    if (rc == PERI_OK)
        rc = peri_run_db_each(db, PERI_SAVED_HEAD, take_head, head, &err);
    if (!CHECK_INT("the file can be read after a kill", rc, PERI_OK))
        printf("     %s\n", err.text);
    peri_run_db_close(db);
    peri_free(path);
    return head->version != 0;
}

char *live_kit_text(const char *path)
{
    peri_buf text;
    char part[4096];
    size_t n;
    FILE *in = fopen(path, "rb");
    peri_buf_init(&text);
    while (in && (n = fread(part, 1, sizeof part, in)) > 0)
        peri_buf_add(&text, part, n);
    if (in)
        fclose(in);
    char *copy = strdup(peri_buf_str(&text));
    peri_buf_deinit(&text);
    if (!copy)
        abort();
    return copy;
}

char *live_kit_report(const char *name, const char *source, const char *data, const char *kill_on,
                      const char *says)
{
    live_kit kit;
    live_kit_init(&kit, name, source);
    kit.data = data;
    return live_kit_report_of(&kit, kill_on, says);
}

char *live_kit_report_of(live_kit *kit, const char *kill_on, const char *says)
{
    kit->kill_on = kill_on;
    if (kill_on)
        CHECK_INT("killed", live_kit_run(kit), LIVE_KIT_KILLED);
    kit->kill_on = NULL;
    CHECK_INT("ends", live_kit_run(kit), LIVE_KIT_ENDED);
    char *log = live_kit_text(kit->log);
    CHECK_HAS(kit->strategy, log, says);
    free(log);
    char *report = live_kit_text(kit->report), *status = strstr(report, "\"status\"");
    if (CHECK("a report", status != NULL))
        memmove(report, status, strlen(status) + 1);
    return report;
}

void live_kit_same(const char *what, char *got, const char *want)
{
    CHECK_STR(what, got, want);
    free(got);
}

void live_kit_cut_trainings(char *report)
{
    char *begin = strstr(report, "\"trainings\":["), *end = begin ? strstr(begin, "],") : NULL;
    if (end)
        memmove(begin, end, strlen(end) + 1);
}
