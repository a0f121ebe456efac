/* test_market_set.c - which markets a set takes in, and the lists that functions fill. */
#include "rule_kit.h"
#include "shared_json.h"
#include "vector_hours.h"

#include "base/mem.h"
#include "schedule/market_set.h"

SUITE(market_set)
{
    rule_world w = rule_world_open();
    peri_market_set set = {NULL, 0, 0};
    for (int round = 0; round < 2; round++) {
        CHECK_INT("spy", peri_market_set_add(&set, w.spy, NULL), PERI_OK);
        CHECK_INT("future", peri_market_set_add(&set, w.future, NULL), PERI_OK);
        CHECK_INT("always open", peri_market_set_add(&set, w.always, NULL), PERI_OK);
        CHECK_INT("shut", peri_market_set_add(&set, w.shut, NULL), PERI_OK);
    }
    CHECK_INT("each once, none that never closes", set.n, 3);
    CHECK("in order", set.items[0] == w.spy && set.items[1] == w.future && set.items[2] == w.shut);
    peri_market_set_deinit(&set);
    CHECK("empty again", set.items == NULL && set.n == 0 && set.cap == 0);
    rule_world_close(&w);
}

SUITE(market_set_out_of_memory)
{
    rule_world w = rule_world_open();
    peri_market_set set = {NULL, 0, 0};
    peri_error err = {0, ""};
    int64_t before = peri_mem_live();
    peri_mem_fail_at(1);
    CHECK_INT("no memory", peri_market_set_add(&set, w.spy, &err), PERI_ENOMEM);
    peri_mem_fail_at(0);
    CHECK_STR("text", err.text, "market 'stocks': no memory");
    CHECK_INT("as before", set.n, 0);
    CHECK_INT("again", peri_market_set_add(&set, w.spy, &err), PERI_OK);
    peri_market_set_deinit(&set);
    CHECK_INT("no leak", peri_mem_live(), before);
    rule_world_close(&w);
}

/* Vector tr-dedupe-1: ten contracts of one market and the stocks are two calendars. */
SUITE(market_set_of_option_contracts)
{
    vector_hours all;
    peri_market_set set = {NULL, 0, 0};
    cJSON *json = shared_json("vectors/timerules.json");
    if (!json)
        return;
    vector_hours_open(&all, json);
    peri_market_set_add(&set, vector_hours_get(&all, "SPY"), NULL);
    for (int i = 0; i < 10; i++)
        peri_market_set_add(&set, vector_hours_get(&all, "SPY_OPTION"), NULL);
    peri_market_set_add(&set, vector_hours_get(&all, "BTCUSD"), NULL);
    CHECK_INT("two", set.n, 2);
    peri_market_set_deinit(&set);
    vector_hours_close(&all);
    cJSON_Delete(json);
}

SUITE(rule_times_list)
{
    static const int64_t given[] = {5, -3, 5, INT64_MAX, 0, INT64_MIN, -3};
    static const int64_t sorted[] = {INT64_MIN, -3, 0, 5, INT64_MAX};
    peri_times times = {NULL, 0, 0};
    int64_t before = peri_mem_live();
    peri_times_sort(&times);
    CHECK_INT("empty", times.n, 0);
    for (int i = 0; i < 7; i++)
        CHECK_INT("added", peri_times_add(&times, given[i]), PERI_OK);
    CHECK_INT("all", times.n, 7);
    CHECK("in the order given", times.items[1] == -3 && times.items[6] == -3);
    peri_times_sort(&times);
    CHECK_INT("each once", times.n, 5);
    for (size_t i = 0; i < 5 && i < times.n; i++)
        CHECK_INT("ascending", times.items[i], sorted[i]);
    peri_times_deinit(&times);
    CHECK("empty again", times.items == NULL && times.n == 0);
    peri_mem_fail_at(1);
    CHECK_INT("no memory", peri_times_add(&times, 1), PERI_ENOMEM);
    peri_mem_fail_at(0);
    CHECK_INT("as before", times.n, 0);
    CHECK_INT("no leak", peri_mem_live(), before);
}
