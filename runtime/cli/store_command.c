/* store_command.c - `perigee store`: looking into an object store from the command line. Layer 8.
 */
#include "cli/cli.h"
#include "cli/store_job.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/store_missing.h"

/* What the words need. Those that only look do without the permissions to change; those that
   rescue do without the search for damage. */
static const struct {
    int (*run)(peri_store_job *job, peri_error *err);
    bool changes, unchecked, makes_file;
} words[] = {
    [PERI_STORE_LS] = {peri_cli_store_ls, false, false, false},
    [PERI_STORE_GET] = {peri_cli_store_get, false, true, false},
    [PERI_STORE_PUT] = {peri_cli_store_put, true, false, true},
    [PERI_STORE_RM] = {peri_cli_store_rm, true, false, false},
    [PERI_STORE_STAT] = {peri_cli_store_stat, false, true, false},
    [PERI_STORE_EXPORT] = {peri_cli_store_export, false, true, false},
    [PERI_STORE_IMPORT] = {peri_cli_store_import, true, false, true},
    [PERI_STORE_CHECK] = {peri_cli_store_check, false, true, false},
};

/* -- what the words share ------------------------------------------------------------------- */

int64_t peri_cli_store_system_time(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * PERI_SECOND + now.tv_nsec;
}

/* Without a buffer, so that a failure is seen where it happens. */
int peri_cli_store_print(const char *bytes, size_t len, peri_error *err)
{
    while (len > 0) {
        ssize_t n = write(STDOUT_FILENO, bytes, len);
        if (n < 0 && errno != EINTR)
            return peri_fail_errno(err, PERI_EIO, "cannot write to stdout");
        if (n > 0) {
            bytes += n;
            len -= (size_t)n;
        }
    }
    return PERI_OK;
}

void peri_cli_store_complain(const peri_store_job *job, const char *text)
{
    fprintf(stderr, "perigee store %s: %s\n", peri_store_word_name(job->request->word), text);
}

int peri_cli_store_no_object(peri_store_job *job, const char *key, peri_error *err)
{
    peri_store_list list = {NULL, 0};
    peri_buf similar;
    peri_buf_init(&similar);
    if (peri_store_keys(job->store, NULL, 0, &list, NULL) == PERI_OK)
        (void)peri_store_missing_similar(key, &list, &similar);
    int rc = peri_fail(err, PERI_ENOTFOUND, "store '%s': no object '%s'%s", job->request->file, key,
                       peri_buf_str(&similar));
    peri_buf_deinit(&similar);
    peri_store_list_free(&list);
    return rc;
}

/* -- the command ---------------------------------------------------------------------------- */

static int64_t save_time(void *ctx)
{
    const peri_store_job *job = ctx;
    return job->save_ns == PERI_NEVER ? peri_cli_store_system_time() : job->save_ns;
}

static int find_file(const char *path, peri_error *err)
{
    struct stat found;
    if (stat(path, &found) == 0)
        return PERI_OK;
    if (errno == ENOENT || errno == ENOTDIR)
        return peri_fail(err, PERI_EIO, "store '%s': there is no such file; --store names another",
                         path);
    return peri_fail_errno(err, PERI_EIO, "store '%s'", path);
}

static int open_store(peri_store_job *job, peri_error *err)
{
    const peri_store_request *request = job->request;
    bool changes = words[request->word].changes;
    const peri_store_options options = {.quota = request->quota,
                                        .no_write = !changes,
                                        .no_delete = !changes,
                                        .unchecked = words[request->word].unchecked,
                                        .clock = save_time,
                                        .ctx = job};
    int rc = words[request->word].makes_file ? PERI_OK : find_file(request->file, err);
    return rc == PERI_OK ? peri_store_open(request->file, &options, &job->store, err) : rc;
}

static int print_out(const peri_buf *out, peri_error *err)
{
    if (out->failed)
        return peri_fail(err, PERI_ENOMEM, "no memory for the text");
    return peri_cli_store_print(peri_buf_str(out), out->len, err);
}

static int exit_status(const peri_store_job *job, int rc)
{
    if (rc == PERI_OK)
        return job->status;
    if (job->refused)
        return PERI_EXIT_REFUSED;
    if (rc == PERI_EINVAL)
        return PERI_EXIT_USAGE;
    bool refused = rc == PERI_ENOTFOUND || rc == PERI_ELIMIT || rc == PERI_ESTATE;
    return refused ? PERI_EXIT_REFUSED : PERI_EXIT_DATA;
}

static int run_word(const peri_store_request *request)
{
    static peri_error err;
    peri_store_job job = {.request = request, .save_ns = PERI_NEVER};
    peri_buf_init(&job.out);
    int rc = open_store(&job, &err);
    if (rc == PERI_OK)
        rc = words[request->word].run(&job, &err);
    if (rc == PERI_OK)
        rc = print_out(&job.out, &err);
    if (rc != PERI_OK)
        peri_cli_store_complain(&job, err.text);
    peri_buf_deinit(&job.out);
    peri_store_close(job.store);
    return exit_status(&job, rc);
}

int peri_cli_store(int argc, char **argv)
{
    static peri_error err;
    peri_store_request request;
    signal(SIGPIPE, SIG_IGN); /* a pipe nobody reads any more is a failed write */
    if (peri_store_request_parse(argc, argv, &request, &err) != PERI_OK) {
        fprintf(stderr, "perigee store: %s\n%.*s (perigee store --help)\n", err.text,
                (int)strcspn(peri_cli_store_usage, "\n"), peri_cli_store_usage);
        return PERI_EXIT_USAGE;
    }
    if (!request.help)
        return run_word(&request);
    if (peri_cli_store_print(peri_cli_store_usage, strlen(peri_cli_store_usage), &err) == PERI_OK)
        return PERI_EXIT_OK;
    fprintf(stderr, "perigee store: %s\n", err.text);
    return PERI_EXIT_DATA;
}
