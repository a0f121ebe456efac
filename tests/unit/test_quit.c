/* test_quit.c - what a run that a strategy ends counts. */
#include <string.h>

#include "check.h"
#include "engine_kit.h"
#include "lean_kit.h"

static const char coin[] = "date,open,high,low,close,volume\n"
                           "2013-10-07,10,10,10,10,1000\n"
                           "2013-10-08,20,20,20,20,1000\n"
                           "2013-10-09,40,40,40,40,1000\n";
/* The trading day before the start counts as well. */
static const char spy[] = "20131004 15:00,1,1,1,1,5\n20131007 09:00,1,1,1,1,5\n"
                          "20131007 15:00,1,1,1,1,5\n20131008 15:00,2,2,2,2,5\n";

struct quitter {
    peri_engine *engine;
    bool quits;
};

static int initialize(void *ctx, peri_error *err)
{
    peri_engine *engine = ((struct quitter *)ctx)->engine;
    const int rc = engine_kit_days(engine, 7, 9, err);
    return rc == PERI_OK ? engine_kit_add_coin(engine, err) : rc;
}

static int on_data(void *ctx, const peri_slice *slice, peri_error *err)
{
    const struct quitter *quitter = ctx;
    (void)slice;
    (void)err;
    if (quitter->quits)
        peri_engine_quit(quitter->engine);
    return PERI_OK;
}

/* Points beside those of the symbol: the benchmark's. */
static int64_t benchmark_points(bool quits, int64_t *symbol_points)
{
    const char *folder = engine_kit_folder("quit");
    check_write("quit/COIN.csv", coin, (long)strlen(coin));
    lean_zip(folder, "equity/usa/hour/spy.zip", 1, spy);
    struct quitter quitter = {.quits = quits};
    const peri_strategy strategy = {.ctx = &quitter, .initialize = initialize, .on_data = on_data};
    peri_result result = {0};
    peri_error err = {0};
    CHECK_INT("runs", engine_kit_run(folder, &strategy, &quitter.engine, &result, &err), PERI_OK);
    peri_engine_close(quitter.engine);
    *symbol_points = result.data_points;
    return result.processed - result.data_points;
}

/* The first bar ends at 20:00 of the 7th in New York: what comes later is not processed. */
SUITE(quit_ends_the_count)
{
    int64_t points = 0;
    CHECK_INT("a whole run", benchmark_points(false, &points), 4);
    CHECK_INT("its bars", points, 3);
    CHECK_INT("up to the end", benchmark_points(true, &points), 3);
    CHECK_INT("the first bar", points, 1);
}
