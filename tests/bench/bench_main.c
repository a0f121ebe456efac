/* bench_main.c - helper of bench.lua: makes bars, and measures reading them.
   usage: perigee_bench bars N SEED        synthetic minute bars as CSV, to stdout
          perigee_bench seconds N SEED     bars of a second
          perigee_bench read FILE REPEAT   best rows per second of the CSV reader
          perigee_bench schedule N YEARS   cost of firing N scheduled events
          perigee_bench store FOLDER N SIZE ROUNDS   saves and reads beside plain SQLite
          perigee_bench transaction FOLDER ROUNDS    100 saves as one
          perigee_bench cjson SIDE ROUNDS            a matrix with cJSON alone
          perigee_bench lean FOLDER N      N stocks with a year of minute bars in LEAN's layout
          perigee_bench live STRATEGY FOLDER SPEED TRAINING COLLECTOR
                                           a live run with another collector, its result as JSON */
#include "bench_bars.h"
#include "bench_lean.h"
#include "bench_live.h"
#include "bench_schedule.h"
#include "bench_store.h"

#include "market/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int read_once(const char *path, const peri_read_options *options, double *seconds,
                     size_t *rows, peri_error *err)
{
    peri_series series;
    peri_read_report report = {0};
    peri_series_init(&series);
    double began = now_seconds();
    int rc = peri_csv_read(path, options, &series, &report, err);
    *seconds = now_seconds() - began;
    *rows = series.n;
    peri_series_deinit(&series);
    return rc;
}

static int read_bars(const char *path, int repeat)
{
    peri_zones *zones = NULL;
    peri_hours *hours = NULL;
    const peri_zone *zone;
    peri_error err;
    double best = 1e9, seconds = 0;
    size_t rows = 0;
    int rc = peri_zones_open(&zones, &err);
    if (rc == PERI_OK)
        rc = peri_zone_get(zones, "America/New_York", &zone, &err);
    if (rc == PERI_OK)
        rc = peri_hours_always(zone, &hours, &err);
    if (rc == PERI_OK) {
        peri_read_options options = {.resolution = PERI_RES_MINUTE,
                                     .zone = zone,
                                     .hours = hours,
                                     .from_ns = INT64_MIN,
                                     .until_ns = INT64_MAX};
        for (int i = 0; rc == PERI_OK && i < repeat; i++) {
            rc = read_once(path, &options, &seconds, &rows, &err);
            best = seconds < best ? seconds : best;
        }
    }
    if (rc == PERI_OK)
        printf("rows=%zu seconds=%.4f rows_per_s=%.0f\n", rows, best, (double)rows / best);
    else
        fprintf(stderr, "%s\n", err.text);
    peri_hours_close(hours);
    peri_zones_close(zones);
    return rc == PERI_OK ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "bars") == 0) {
        bench_write_bars(stdout, atol(argv[2]), 60, strtoull(argv[3], NULL, 10));
        return 0;
    }
    if (argc == 4 && strcmp(argv[1], "seconds") == 0) {
        bench_write_bars(stdout, atol(argv[2]), 1, strtoull(argv[3], NULL, 10));
        return 0;
    }
    if (argc == 4 && strcmp(argv[1], "read") == 0)
        return read_bars(argv[2], atoi(argv[3]));
    if (argc == 4 && strcmp(argv[1], "schedule") == 0)
        return bench_schedule(atol(argv[2]), atoi(argv[3]));
    if (argc == 6 && strcmp(argv[1], "store") == 0)
        return bench_store(argv[2], atol(argv[3]), strtoull(argv[4], NULL, 10), atoi(argv[5]));
    if (argc == 4 && strcmp(argv[1], "transaction") == 0)
        return bench_store_transaction(argv[2], atoi(argv[3]));
    if (argc == 4 && strcmp(argv[1], "cjson") == 0)
        return bench_cjson(atoi(argv[2]), atoi(argv[3]));
    if (argc == 4 && strcmp(argv[1], "lean") == 0)
        return bench_lean(argv[2], atoi(argv[3]));
    if (argc == 7 && strcmp(argv[1], "live") == 0)
        return bench_live(argv[2], argv[3], atof(argv[4]), argv[5], argv[6]);
    fputs("usage: perigee_bench bars N SEED | seconds N SEED | read FILE REPEAT |\n"
          "       schedule N YEARS | store FOLDER N SIZE ROUNDS | transaction FOLDER ROUNDS |\n"
          "       cjson SIDE ROUNDS | lean FOLDER N |\n"
          "       live STRATEGY FOLDER SPEED TRAINING COLLECTOR\n",
          stderr);
    return 2;
}
