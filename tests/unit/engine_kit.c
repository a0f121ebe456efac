/* engine_kit.c - see engine_kit.h. */
#include "engine_kit.h"

#include "check.h"

#include <stdio.h>

const char *engine_kit_folder(const char *name)
{
    static char folder[512];
    snprintf(folder, sizeof folder, "%s/%s", check_tmp(), name);
    return folder;
}

int engine_kit_days(peri_engine *engine, int first, int last, peri_error *err)
{
    int rc = peri_engine_set_start_date(engine, peri_date_make(2013, 10, first), err);
    if (rc == PERI_OK)
        rc = peri_engine_set_end_date(engine, peri_date_make(2013, 10, last), err);
    return rc;
}

int engine_kit_add_equity(peri_engine *engine, const char *ticker, peri_resolution resolution,
                          peri_normalization mode, peri_error *err)
{
    const peri_subscription wanted = {.ticker = ticker,
                                      .type = PERI_TYPE_EQUITY,
                                      .resolution = resolution,
                                      .normalization = mode,
                                      .fill_forward = true};
    int32_t index;
    return peri_engine_add_security(engine, &wanted, &index, err);
}

int engine_kit_add_coin(peri_engine *engine, peri_error *err)
{
    const peri_subscription wanted = {
        .ticker = "COIN", .type = PERI_TYPE_BASE, .resolution = PERI_RES_DAILY};
    int32_t index;
    return peri_engine_add_security(engine, &wanted, &index, err);
}

int engine_kit_add_days(peri_engine *engine, const char *ticker, peri_error *err)
{
    const peri_subscription wanted = {.ticker = ticker,
                                      .type = PERI_TYPE_BASE,
                                      .resolution = PERI_RES_DAILY,
                                      .time_zone = "America/New_York"};
    int32_t index;
    return peri_engine_add_security(engine, &wanted, &index, err);
}

int engine_kit_train_now(peri_engine *engine, const char *name, peri_error *err)
{
    peri_date_rule *dates = NULL;
    peri_time_rule *times = NULL;
    peri_event *event;
    int rc = peri_date_rule_every_day(&dates, err);
    if (rc == PERI_OK)
        rc = peri_time_rule_now(peri_engine_clock(engine), &times, err);
    if (rc == PERI_OK)
        rc = peri_engine_schedule(engine, name, dates, times, PERI_EVENT_TRAINING, 0, &event, err);
    peri_date_rule_free(dates);
    peri_time_rule_free(times);
    return rc;
}

int engine_kit_run(const char *folder, const peri_strategy *strategy, peri_engine **engine,
                   peri_result *result, peri_error *err)
{
    const peri_engine_options options = {.data_dir = folder};
    int rc = peri_engine_open(&options, engine, err);
    return rc == PERI_OK ? peri_engine_run(*engine, strategy, result, err) : rc;
}

int engine_kit_day(peri_engine *engine)
{
    int year, month, day;
    peri_date_split(peri_time_date(peri_engine_local(engine)), &year, &month, &day);
    return day;
}
