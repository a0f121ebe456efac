/* training_command.c - `perigee training`: the allowance and the history of live runs. Layer 8. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/option_values.h"
#include "cli/store_json.h"
#include "cli/store_text.h"
#include "store/project_files.h"
#include "store/training_db.h"
#include "train/allowance.h"
#include "train/leaky_bucket.h"

static const char usage[] =
    "usage: perigee training [option]...\n"
    "Shows how the allowance of live trainings stands, and what they took.\n"
    "  --store FILE       object store of the project (default: .perigee/store.db)\n"
    "  --name NAME        only trainings of the live run of that name\n"
    "  --last N           at most so many, the newest (default 20)\n"
    "  --json             as JSON\n"
    "Exit status: 0 done, 2 wrong usage, 3 there is no such file, or it cannot be read.\n";

enum {
    MOST_SHOWN = 10000
};

struct request {
    const char *store, *name;
    int64_t last;
    bool json, help;
};

/* What is to be shown. */
struct level {
    bool known;
    char server[16];
    int64_t available, capacity, amount, next_refill; /* wall clock, ns; minutes */
};

/* -- arguments ------------------------------------------------------------------------------ */

static int take(struct request *request, const char *name, const char *value, peri_error *err)
{
    uint64_t n = 0;
    int rc = PERI_OK;
    if (strcmp(name, "--store") != 0 && strcmp(name, "--name") != 0 && strcmp(name, "--last") != 0)
        return peri_fail(err, PERI_EINVAL, "unknown option '%s'", name);
    if (!value)
        return peri_fail(err, PERI_EINVAL, "%s needs a value", name);
    if (strcmp(name, "--store") == 0)
        request->store = value;
    else if (strcmp(name, "--name") == 0)
        request->name = value;
    else
        rc = peri_option_number(name, value, MOST_SHOWN, &n, err);
    if (n > 0)
        request->last = (int64_t)n;
    return rc;
}

static int parse(int argc, char **argv, struct request *request, peri_error *err)
{
    *request = (struct request){.store = ".perigee/store.db", .last = 20};
    int rc = PERI_OK;
    for (int i = 0; i < argc && rc == PERI_OK; i++) {
        if (strcmp(argv[i], "--json") == 0)
            request->json = true;
        else if (strcmp(argv[i], "--help") == 0)
            request->help = true;
        else
            rc = take(request, argv[i], i + 1 < argc ? argv[i + 1] : NULL, err), i++;
    }
    return rc;
}

/* -- the level ------------------------------------------------------------------------------ */

static int read_level(peri_training_db *db, struct level *out, peri_error *err)
{
    peri_training_level kept;
    peri_allowance allowance;
    int rc = peri_training_db_level(db, &out->known, &kept, err);
    if (rc == PERI_OK && out->known)
        rc = peri_allowance_named(kept.server, &allowance, err);
    if (rc != PERI_OK || !out->known)
        return rc;
    const peri_bucket bucket = peri_bucket_at((peri_bucket){.capacity = allowance.capacity,
                                                            .amount = allowance.amount,
                                                            .interval = PERI_DAY,
                                                            .available = kept.available,
                                                            .next_refill = kept.next_refill},
                                              peri_clock_wall(NULL));
    snprintf(out->server, sizeof out->server, "%s", kept.server);
    out->available = bucket.available;
    out->capacity = bucket.capacity;
    out->amount = bucket.amount;
    out->next_refill = bucket.next_refill;
    return PERI_OK;
}

static void print_level(const struct level *level)
{
    char when[PERI_STORE_TEXT_SIZE];
    if (!level->known) {
        puts("allowance: nothing was taken from it yet");
        return;
    }
    printf("allowance (--server %s): %lld of %lld minutes, up to %lld more at %s\n", level->server,
           (long long)level->available, (long long)level->capacity, (long long)level->amount,
           peri_store_time_text(level->next_refill, when));
}

/* -- the history ---------------------------------------------------------------------------- */

/* One line of an error: what comes behind it is a traceback. */
static void print_error(const char *error)
{
    if (error[0] != '\0')
        printf("  %.*s", (int)strcspn(error, "\n"), error);
}

static void print_row(void *ctx, const peri_training_record *record)
{
    char began[PERI_STORE_TEXT_SIZE], due[PERI_STORE_TEXT_SIZE], took[PERI_STORE_TEXT_SIZE] = "-";
    bool *has_head = ctx;
    if (!*has_head)
        printf("%-30s %12s %7s  %-10s %-20s %s\n", "began (UTC)", "took", "minutes", "outcome",
               "due (UTC)", "training");
    *has_head = true;
    peri_store_time_text(record->began_ns, began);
    peri_store_time_text(record->due_ns, due);
    if (record->duration_ns >= 0)
        snprintf(took, sizeof took, "%.3f s", (double)record->duration_ns / (double)PERI_SECOND);
    printf("%-30s %12s %7lld  %-10s %-20s '%s' of %s", began, took, (long long)record->minutes,
           record->outcome, due, record->name, record->run);
    print_error(record->error);
    putchar('\n');
}

static void add_json(void *ctx, const peri_training_record *record)
{
    peri_store_json *json = ctx;
    peri_store_json_object(json, NULL);
    peri_store_json_text(json, "run", record->run);
    peri_store_json_text(json, "name", record->name);
    peri_store_json_time(json, "due", record->due_ns);
    peri_store_json_time(json, "began", record->began_ns);
    if (record->duration_ns >= 0)
        peri_store_json_real(json, "duration_seconds",
                             (double)record->duration_ns / (double)PERI_SECOND);
    peri_store_json_integer(json, "minutes", record->minutes);
    peri_store_json_text(json, "outcome", record->outcome);
    peri_store_json_text(json, "error", record->error);
    peri_store_json_end_object(json);
}

static void add_level(peri_store_json *json, const struct level *level)
{
    if (!level->known)
        return;
    peri_store_json_object(json, "allowance");
    peri_store_json_text(json, "server", level->server);
    peri_store_json_integer(json, "available", level->available);
    peri_store_json_integer(json, "capacity", level->capacity);
    peri_store_json_integer(json, "refill_amount", level->amount);
    peri_store_json_time(json, "next_refill", level->next_refill);
    peri_store_json_end_object(json);
}

static int show_json(peri_training_db *db, const struct request *request, const struct level *level,
                     peri_error *err)
{
    peri_buf text;
    peri_store_json json;
    peri_buf_init(&text);
    peri_store_json_begin(&json, &text, err);
    peri_store_json_object(&json, NULL);
    add_level(&json, level);
    peri_store_json_array(&json, "trainings");
    int rc = peri_training_db_list(db, request->name, request->last, add_json, &json, err);
    peri_store_json_end_array(&json);
    peri_store_json_end_object(&json);
    if (rc == PERI_OK)
        rc = peri_store_json_finish(&json);
    if (rc == PERI_OK)
        rc = peri_cli_print(text.data, text.len, "cannot write to stdout", err);
    peri_buf_deinit(&text);
    return rc;
}

static int show(peri_training_db *db, const struct request *request, peri_error *err)
{
    struct level level = {.known = false};
    bool has_head = false;
    int rc = read_level(db, &level, err);
    if (rc != PERI_OK)
        return rc;
    if (request->json)
        return show_json(db, request, &level, err);
    print_level(&level);
    return peri_training_db_list(db, request->name, request->last, print_row, &has_head, err);
}

static int open_and_show(const struct request *request, peri_error *err)
{
    char *path = peri_project_training_file(request->store);
    peri_training_db *db = NULL;
    int rc = path ? peri_training_db_open(path, false, &db, err)
                  : peri_fail(err, PERI_ENOMEM, "no memory");
    if (rc == PERI_ENOTFOUND)
        peri_fail(err, rc, "there is no '%s': no live run has trained beside this store", path);
    if (rc == PERI_OK)
        rc = show(db, request, err);
    if (rc == PERI_OK)
        rc = peri_cli_print("", 0, "cannot write to stdout", err);
    peri_training_db_close(db);
    peri_free(path);
    return rc;
}

int peri_cli_training(int argc, char **argv)
{
    struct request request;
    peri_error err;
    if (parse(argc, argv, &request, &err) != PERI_OK) {
        fprintf(stderr, "perigee training: %s\n%s", err.text, usage);
        return PERI_EXIT_USAGE;
    }
    if (request.help) {
        fputs(usage, stdout);
        return PERI_EXIT_OK;
    }
    if (open_and_show(&request, &err) == PERI_OK)
        return PERI_EXIT_OK;
    fprintf(stderr, "perigee training: %s\n", err.text);
    return PERI_EXIT_DATA;
}
