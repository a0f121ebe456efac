/* test_notices.c - what is told of orders: once for each cause, in full however long it is. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "check.h"
#include "engine_kit.h"

/* As long as a ticker may be. */
#define TICKER "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKL"

struct kit {
    peri_engine *engine;
    peri_buf log;
    int asked;
    const char *const *said; /* one for each order; NULL: that was all */
};

static void keep_log(void *ctx, peri_log_level level, int64_t local_ns, const char *text,
                     size_t len)
{
    struct kit *kit = ctx;
    (void)local_ns;
    if (level != PERI_LOG_WARNING || memcmp(text, "order", len < 5 ? len : 5) != 0)
        return;
    peri_buf_add(&kit->log, text, len);
    peri_buf_byte(&kit->log, '\n');
}

static int judge(void *ctx, peri_order_deed deed, const peri_security *security,
                 const peri_order *order, const peri_order_update *update, bool *may, char *why,
                 size_t size, peri_error *err)
{
    struct kit *kit = ctx;
    (void)deed, (void)security, (void)order, (void)update, (void)err;
    *may = false;
    snprintf(why, size, "%s", kit->said[kit->asked++]);
    return PERI_OK;
}

static const char rows[] = "date,open,high,low,close,volume\n2013-10-07,9,9,9,9,9\n"
                           "2013-10-08,9,9,9,9,9\n";

static int initialize(void *ctx, peri_error *err)
{
    struct kit *kit = ctx;
    const peri_subscription wanted = {
        .ticker = TICKER, .type = PERI_TYPE_BASE, .resolution = PERI_RES_DAILY};
    int32_t index;
    const int rc = engine_kit_days(kit->engine, 7, 8, err);
    return rc == PERI_OK ? peri_engine_add_security(kit->engine, &wanted, &index, err) : rc;
}

static int on_data(void *ctx, const peri_slice *slice, peri_error *err)
{
    struct kit *kit = ctx;
    int rc = PERI_OK;
    int64_t id;
    (void)slice;
    while (rc == PERI_OK && kit->said[kit->asked])
        rc = peri_engine_submit(kit->engine, 0, 1.0, NULL, &id, err);
    return rc;
}

static void run(struct kit *kit)
{
    const peri_strategy strategy = {.ctx = kit, .initialize = initialize, .on_data = on_data};
    const char *folder = engine_kit_folder("notices");
    const peri_engine_options options = {.data_dir = folder, .log = keep_log, .ctx = kit};
    peri_result result;
    peri_error err = {0};
    check_write("notices/" TICKER ".csv", rows, sizeof rows - 1);
    peri_buf_init(&kit->log);
    CHECK_INT("opened", peri_engine_open(&options, &kit->engine, &err), PERI_OK);
    peri_broker_set_judge(peri_engine_broker(kit->engine), judge, kit);
    CHECK_INT("runs", peri_engine_run(kit->engine, &strategy, &result, &err), PERI_OK);
    peri_engine_close(kit->engine);
}

SUITE(notices_of_any_length)
{
    char why[160], want[512];
    memset(why, 'x', sizeof why - 1);
    why[sizeof why - 1] = '\0';
    const char *const said[] = {why, NULL};
    struct kit kit = {.said = said};
    run(&kit);
    snprintf(want, sizeof want, "order 1 of '%s' is invalid: %s (further ones are only counted)\n",
             TICKER, why);
    CHECK_STR("in full", peri_buf_str(&kit.log), want);
    peri_buf_deinit(&kit.log);
}

static int lines(const peri_buf *log)
{
    int n = 0;
    for (size_t i = 0; i < log->len; i++)
        n += log->data[i] == '\n';
    return n;
}

SUITE(notices_of_each_rule)
{
    static const char *const said[] = {"least is 5",   "least is 0.25", "no stops",
                                       "least is -17", "no stops",      NULL};
    struct kit kit = {.said = said};
    run(&kit);
    CHECK_INT("two causes", lines(&kit.log), 2);
    CHECK("the first", strstr(peri_buf_str(&kit.log), "order 1 of") != NULL);
    CHECK("the second", strstr(peri_buf_str(&kit.log), "order 3 of") != NULL);
    peri_buf_deinit(&kit.log);
}

SUITE(notices_are_bounded)
{
    static const char *const said[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", NULL};
    struct kit kit = {.said = said};
    run(&kit);
    CHECK_INT("eight texts", lines(&kit.log), 8);
    peri_buf_deinit(&kit.log);
}
