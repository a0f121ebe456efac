/* test_latency.c - lateness by the pace of simulated time, and the table of it. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "report/latency_table.h"

static const int64_t SECOND = 1000000000;

SUITE(latency_by_pace)
{
    static peri_latency latency;
    memset(&latency, 0, sizeof latency);
    peri_latency_began(&latency, 5 * SECOND, 7 * SECOND);
    CHECK_INT("no pace yet: nothing is late", latency.began.count, 0);
    /* at 60 a simulated minute is a real second */
    peri_latency_set_pace(&latency, 1000 * SECOND, 600 * SECOND, 60);
    peri_latency_began(&latency, 660 * SECOND, 1001 * SECOND + 7);
    CHECK_INT("due a second after, began 7 ns late", latency.began.max, 7);
    peri_latency_done(&latency, 660 * SECOND, 1002 * SECOND);
    CHECK_INT("done a second late", latency.done.max, SECOND);
    peri_latency_done(&latency, 6600 * SECOND, 1002 * SECOND);
    CHECK_INT("too early is not late", peri_histogram_quantile(&latency.done, 0), 0);
    peri_latency_waited(&latency, 20, 320);
    CHECK_INT("waited", latency.lock_wait.max, 300);
}

SUITE(latency_without_waiting)
{
    static peri_latency latency;
    peri_latency_set_pace(&latency, 0, 0, HUGE_VAL);
    peri_latency_began(&latency, 0, SECOND);
    peri_latency_done(&latency, 0, SECOND);
    CHECK_INT("data played without waiting", latency.began.count + latency.done.count, 0);
}

SUITE(latency_table)
{
    static peri_latency latency;
    peri_buf text;
    peri_buf_init(&text);
    for (int i = 1; i <= 100; i++)
        peri_latency_waited(&latency, 0, i < 100 ? 100 : 12345);
    peri_latency_table(&latency, &text);
    CHECK_STR("counts and microseconds", peri_buf_str(&text),
              "\nLatency, microseconds             count        p50        p99        max\n"
              "Wait for the Lua state              100        0.1        0.1       12.3\n");
    peri_buf_deinit(&text);
}
