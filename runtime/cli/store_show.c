/* store_show.c - `perigee store ls`, `stat` and `check`. Layer 8. */
#include "cli/store_job.h"

#include <inttypes.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/store_json.h"
#include "cli/store_text.h"
#include "store/key.h"

/* -- ls ------------------------------------------------------------------------------------- */

/* The key is last, so that the columns stand whatever it holds. */
static void list_text(const peri_store_list *list, peri_buf *out)
{
    char size[PERI_STORE_TEXT_SIZE], age[PERI_STORE_TEXT_SIZE];
    int64_t now_ns = peri_cli_store_system_time(), bytes = 0;
    if (list->n > 0)
        peri_buf_text(out, "      SIZE     AGE  TYPE   KEY\n");
    for (size_t i = 0; i < list->n; i++) {
        const peri_store_item *item = &list->items[i];
        peri_buf_printf(out, "%10s  %6s  %-5s  ", peri_store_size_text(item->size, size),
                        peri_store_age_text(now_ns, item->modified_ns, age),
                        peri_store_kind_name(item->kind));
        peri_store_key_text(item->key, out);
        peri_buf_byte(out, '\n');
        bytes += item->size;
    }
    peri_buf_printf(out, "%s, %s\n", peri_store_count_text((int64_t)list->n, age),
                    peri_store_size_text(bytes, size));
}

static int list_json(const peri_store_list *list, peri_buf *out, peri_error *err)
{
    peri_store_json json;
    peri_store_json_begin(&json, out, err);
    peri_store_json_array(&json, NULL);
    for (size_t i = 0; i < list->n; i++) {
        const peri_store_item *item = &list->items[i];
        peri_store_json_object(&json, NULL);
        peri_store_json_text(&json, "key", item->key);
        peri_store_json_integer(&json, "size", item->size);
        peri_store_json_text(&json, "type", peri_store_kind_name(item->kind));
        peri_store_json_time(&json, "created", item->created_ns);
        peri_store_json_time(&json, "modified", item->modified_ns);
        peri_store_json_end_object(&json);
    }
    peri_store_json_end_array(&json);
    return peri_store_json_finish(&json);
}

int peri_cli_store_ls(peri_store_job *job, peri_error *err)
{
    peri_store_list list = {NULL, 0};
    const char *prefix = job->request->n > 0 ? job->request->arguments[0] : "";
    int rc = peri_store_keys(job->store, prefix, strlen(prefix), &list, err);
    if (rc == PERI_OK && job->request->json)
        rc = list_json(&list, &job->out, err);
    else if (rc == PERI_OK)
        list_text(&list, &job->out);
    peri_store_list_free(&list);
    return rc;
}

/* -- stat of an object ---------------------------------------------------------------------- */

static void add_time(const char *label, int64_t time_ns, peri_buf *out)
{
    char text[PERI_TIME_TEXT], age[PERI_STORE_TEXT_SIZE];
    int64_t whole_ns = time_ns - peri_time_of_day(time_ns) % PERI_SECOND;
    peri_time_format(whole_ns, text);
    peri_buf_printf(out, "%s%s UTC (%s ago)\n", label, text,
                    peri_store_age_text(peri_cli_store_system_time(), time_ns, age));
}

static void object_text(const char *key, const peri_store_stat *stat, peri_buf *out)
{
    char size[PERI_STORE_TEXT_SIZE];
    peri_buf_text(out, "key       ");
    peri_store_key_text(key, out);
    peri_buf_printf(out, "\ntype      %s\n", peri_store_kind_name(stat->kind));
    peri_buf_printf(out, "size      %" PRId64 " bytes", stat->size);
    if (stat->size >= 1024)
        peri_buf_printf(out, " (%s)", peri_store_size_text(stat->size, size));
    peri_buf_byte(out, '\n');
    add_time("created   ", stat->created_ns, out);
    add_time("modified  ", stat->modified_ns, out);
    peri_buf_printf(out, "sha256    %s\n", stat->sha256);
}

static int object_json(const char *key, const peri_store_stat *stat, peri_buf *out, peri_error *err)
{
    peri_store_json json;
    peri_store_json_begin(&json, out, err);
    peri_store_json_object(&json, NULL);
    peri_store_json_text(&json, "key", key);
    peri_store_json_integer(&json, "size", stat->size);
    peri_store_json_text(&json, "type", peri_store_kind_name(stat->kind));
    peri_store_json_time(&json, "created", stat->created_ns);
    peri_store_json_time(&json, "modified", stat->modified_ns);
    peri_store_json_text(&json, "sha256", stat->sha256);
    peri_store_json_end_object(&json);
    return peri_store_json_finish(&json);
}

static int stat_object(peri_store_job *job, const char *key, peri_error *err)
{
    char name[PERI_STORE_KEY_SIZE];
    peri_store_stat stat;
    int rc = peri_store_key_normalise(key, strlen(key), name, err);
    if (rc == PERI_OK)
        rc = peri_store_describe(job->store, name, strlen(name), &stat, err);
    if (rc == PERI_ENOTFOUND)
        return peri_cli_store_no_object(job, name, err);
    if (rc == PERI_OK && job->request->json)
        return object_json(name, &stat, &job->out, err);
    if (rc == PERI_OK)
        object_text(name, &stat, &job->out);
    return rc;
}

/* -- stat of the store ---------------------------------------------------------------------- */

static bool counters_agree(const peri_store_health *health)
{
    return health->counted.objects == health->recorded.objects &&
           health->counted.bytes == health->recorded.bytes;
}

static bool is_healthy(const peri_store_health *health)
{
    return health->damaged == 0 && !health->problem[0];
}

static void quota_text(const char *label, const peri_quota *quota, peri_buf *out)
{
    char count[PERI_STORE_TEXT_SIZE], size[PERI_STORE_TEXT_SIZE];
    peri_buf_printf(out, "%s%s, %" PRId64 " bytes (%s)\n", label,
                    peri_store_count_text(quota->objects, count), quota->bytes,
                    peri_store_size_text(quota->bytes, size));
}

static void store_text(const peri_store_request *request, const peri_store_health *health,
                       peri_buf *out)
{
    peri_buf_printf(out, "file       %s\n", request->file);
    quota_text("recorded   ", &health->recorded, out);
    quota_text("recounted  ", &health->counted, out);
    peri_buf_printf(out, "agree      %s\n", counters_agree(health) ? "yes" : "no");
    if (!is_healthy(health))
        peri_buf_printf(out, "damaged    %" PRId64 "; %s\n", health->damaged, health->problem);
    peri_buf_printf(out, "quota      %s: ", request->subscription);
    quota_text("", &request->quota, out);
}

static void add_health(peri_store_json *json, const peri_store_health *health)
{
    peri_store_json_object(json, "recorded");
    peri_store_json_quota(json, &health->recorded);
    peri_store_json_end_object(json);
    peri_store_json_object(json, "counted");
    peri_store_json_quota(json, &health->counted);
    peri_store_json_end_object(json);
    peri_store_json_boolean(json, "agree", counters_agree(health));
    peri_store_json_integer(json, "damaged", health->damaged);
    peri_store_json_text(json, "problem", health->problem);
}

static int store_json(const peri_store_request *request, const peri_store_health *health,
                      peri_buf *out, peri_error *err)
{
    peri_store_json json;
    peri_store_json_begin(&json, out, err);
    peri_store_json_object(&json, NULL);
    peri_store_json_text(&json, "file", request->file);
    add_health(&json, health);
    peri_store_json_object(&json, "quota");
    peri_store_json_text(&json, "subscription", request->subscription);
    peri_store_json_quota(&json, &request->quota);
    peri_store_json_end_object(&json);
    peri_store_json_end_object(&json);
    return peri_store_json_finish(&json);
}

/* Look at the whole store; one that is damaged shows in the program's status. */
static int check_store(peri_store_job *job, peri_store_health *health, peri_error *err)
{
    int rc = peri_store_check(job->store, health, err);
    if (rc == PERI_OK && !is_healthy(health))
        job->status = PERI_EXIT_DATA;
    return rc;
}

static int stat_store(peri_store_job *job, peri_error *err)
{
    peri_store_health health;
    int rc = check_store(job, &health, err);
    if (rc != PERI_OK)
        return rc;
    if (job->request->json)
        return store_json(job->request, &health, &job->out, err);
    store_text(job->request, &health, &job->out);
    return PERI_OK;
}

int peri_cli_store_stat(peri_store_job *job, peri_error *err)
{
    const peri_store_request *request = job->request;
    return request->n > 0 ? stat_object(job, request->arguments[0], err) : stat_store(job, err);
}

/* -- check ---------------------------------------------------------------------------------- */

static void verdict_text(const peri_store_health *health, peri_buf *out)
{
    char count[PERI_STORE_TEXT_SIZE], size[PERI_STORE_TEXT_SIZE];
    peri_store_count_text(health->counted.objects, count);
    peri_store_size_text(health->counted.bytes, size);
    if (is_healthy(health))
        peri_buf_printf(out, "healthy: %s, %s\n", count, size);
    else
        peri_buf_printf(out, "damaged: %s\n%" PRId64 " damaged; %s, %s can be read\n",
                        health->problem, health->damaged, count, size);
}

static int verdict_json(const peri_store_health *health, peri_buf *out, peri_error *err)
{
    peri_store_json json;
    peri_store_json_begin(&json, out, err);
    peri_store_json_object(&json, NULL);
    peri_store_json_boolean(&json, "healthy", is_healthy(health));
    add_health(&json, health);
    peri_store_json_end_object(&json);
    return peri_store_json_finish(&json);
}

int peri_cli_store_check(peri_store_job *job, peri_error *err)
{
    peri_store_health health;
    int rc = check_store(job, &health, err);
    if (rc != PERI_OK)
        return rc;
    if (job->request->json)
        return verdict_json(&health, &job->out, err);
    verdict_text(&health, &job->out);
    return PERI_OK;
}
