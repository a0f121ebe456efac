/* latency_table.c - see latency_table.h. Layer 5. */
#include "report/latency_table.h"

static void line(peri_buf *out, const char *name, const peri_histogram *histogram)
{
    if (histogram->count == 0)
        return;
    peri_buf_printf(out, "%-28s %10lld %10.1f %10.1f %10.1f\n", name, (long long)histogram->count,
                    (double)peri_histogram_quantile(histogram, 0.5) / 1e3,
                    (double)peri_histogram_quantile(histogram, 0.99) / 1e3,
                    (double)histogram->max / 1e3);
}

void peri_latency_table(const peri_latency *latency, peri_buf *out)
{
    peri_buf_printf(out, "\n%-28s %10s %10s %10s %10s\n", "Latency, microseconds", "count", "p50",
                    "p99", "max");
    line(out, "Wait for the Lua state", &latency->lock_wait);
    line(out, "Due until the function began", &latency->began);
    line(out, "Due until it had returned", &latency->done);
}
