/* test_indicator_reference.c - each kind against the reference files of LEAN's own tests. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "indicator_kit.h"
#include "market/indicator.h"

enum {
    LINE_MAX_LENGTH = 4096,
    MAX_COLUMNS = 64,
    MAX_ROWS = 4096
};

/* A table with a header line and cells separated by commas. */
struct table {
    char header[LINE_MAX_LENGTH];
    double cells[MAX_ROWS][MAX_COLUMNS]; /* NaN: empty or no number */
    size_t rows;
};

static double number_of(const char *cell)
{
    char *end;
    double value = strtod(cell, &end);
    return end == cell ? (double)NAN : value;
}

static void read_row(struct table *table, char *line)
{
    double *row = table->cells[table->rows++];
    for (size_t i = 0; i < MAX_COLUMNS; i++)
        row[i] = (double)NAN;
    for (size_t i = 0; line && i < MAX_COLUMNS; i++) {
        char *comma = strchr(line, ',');
        if (comma)
            *comma++ = '\0';
        row[i] = number_of(line);
        line = comma;
    }
}

/* NULL, after a failed check, when the file is missing. */
static struct table *read_table(const char *file)
{
    char path[1024], line[LINE_MAX_LENGTH];
    snprintf(path, sizeof path, "%s/lean/indicators/%s", check_shared(), file);
    FILE *f = fopen(path, "r");
    CHECK(file, f != NULL);
    if (!f)
        return NULL;
    struct table *table = calloc(1, sizeof *table);
    if (!fgets(table->header, sizeof table->header, f))
        table->header[0] = '\0';
    table->header[strcspn(table->header, "\r\n")] = '\0';
    while (table->rows < MAX_ROWS && fgets(line, sizeof line, f))
        read_row(table, line);
    fclose(f);
    return table;
}

/* Place of a column, MAX_COLUMNS when there is none. */
static size_t column_of(const struct table *table, const char *name)
{
    const char *p = table->header;
    size_t len = strlen(name);
    for (size_t i = 0; i < MAX_COLUMNS; i++) {
        if (strncmp(p, name, len) == 0 && (p[len] == ',' || p[len] == '\0'))
            return i;
        p = strchr(p, ',');
        if (!p)
            break;
        p++;
    }
    return MAX_COLUMNS;
}

static double cell(const struct table *table, size_t row, const char *upper, const char *lower)
{
    size_t column = column_of(table, upper);
    if (column == MAX_COLUMNS)
        column = column_of(table, lower);
    return column == MAX_COLUMNS ? 0.0 : table->cells[row][column];
}

static peri_bar bar_of(const struct table *table, size_t row)
{
    return (peri_bar){.start_ns = (int64_t)row,
                      .end_ns = (int64_t)row + 1,
                      .open = cell(table, row, "Open", "open"),
                      .high = cell(table, row, "High", "high"),
                      .low = cell(table, row, "Low", "low"),
                      .close = cell(table, row, "Close", "close"),
                      .volume = cell(table, row, "Volume", "volume")};
}

static double same(double x)
{
    return x;
}

static double percent(double x)
{
    return 100.0 * x;
}

static double squared(double x)
{
    return x * x;
}

static double plus_one(double x)
{
    return 1.0 + x;
}

static const struct reference {
    const char *file, *name;
    double params[PERI_INDICATOR_PARAMS];
    peri_field field;
    const char *output, *column;
    double (*seen)(double); /* what the column shows of the output */
    double tolerance;       /* index.json, or what the digits of the file allow */
    size_t ready;           /* sample from which the indicator is ready */
    size_t compared;        /* rows with a number from there on */
} references[] = {
    /* The file's names of the columns for 5 and 15 are swapped: its numbers are these. */
    {"spy_with_rma.csv", "SMA", {5}, PERI_FIELD_CLOSE, "Current", "SMA15", same, 1e-6, 5, 1022},
    {"spy_with_rma.csv", "SMA", {10}, PERI_FIELD_CLOSE, "Current", "SMA10", same, 1e-6, 10, 1017},
    {"spy_with_rma.csv", "SMA", {15}, PERI_FIELD_CLOSE, "Current", "SMA5", same, 1e-6, 15, 1012},
    {"spy_dpo.csv", "SMA", {21}, PERI_FIELD_CLOSE, "Current", "Sma(21)", same, 1e-6, 21, 481},
    {"spy_ema.csv", "EMA", {14}, PERI_FIELD_CLOSE, "Current", "EMA14", same, 1e-9, 14, 351},
    {"spy_with_macd.txt",
     "MACD",
     {12, 26, 9, PERI_AVERAGE_EXPONENTIAL},
     PERI_FIELD_CLOSE,
     "Current",
     "MACD",
     same,
     1e-3,
     34,
     183},
    {"spy_with_macd.txt",
     "MACD",
     {12, 26, 9, PERI_AVERAGE_EXPONENTIAL},
     PERI_FIELD_CLOSE,
     "Signal",
     "Signal",
     same,
     1e-4,
     34,
     183},
    {"spy_with_macd.txt",
     "MACD",
     {12, 26, 9, PERI_AVERAGE_EXPONENTIAL},
     PERI_FIELD_CLOSE,
     "Histogram",
     "Histogram",
     same,
     1e-4,
     34,
     183},
    {"spy_apo.txt",
     "MACD",
     {5, 10, 1, PERI_AVERAGE_SIMPLE},
     PERI_FIELD_CLOSE,
     "Current",
     "APO_5_10",
     same,
     1e-9,
     10,
     491},
    {"spy_bollinger_bands.txt",
     "BB",
     {20, 2, PERI_AVERAGE_SIMPLE},
     PERI_FIELD_CLOSE,
     "MiddleBand",
     "Moving Average 20",
     same,
     1e-3,
     20,
     481},
    {"spy_bollinger_bands.txt",
     "BB",
     {20, 2, PERI_AVERAGE_SIMPLE},
     PERI_FIELD_CLOSE,
     "UpperBand",
     "Bollinger Bands\xC2\xAE 20 2 Top",
     same,
     1e-3,
     20,
     481},
    {"spy_bollinger_bands.txt",
     "BB",
     {20, 2, PERI_AVERAGE_SIMPLE},
     PERI_FIELD_CLOSE,
     "LowerBand",
     "Bollinger Bands\xC2\xAE 20 2 Bottom",
     same,
     1e-3,
     20,
     481},
    {"spy_bollinger_bands.txt",
     "BB",
     {20, 2, PERI_AVERAGE_SIMPLE},
     PERI_FIELD_CLOSE,
     "BandWidth",
     "BandWidth",
     same,
     1e-3,
     20,
     481},
    {"spy_bollinger_bands.txt",
     "BB",
     {20, 2, PERI_AVERAGE_SIMPLE},
     PERI_FIELD_CLOSE,
     "PercentB",
     "%B",
     same,
     1e-3,
     20,
     481},
    {"spy_atr.txt",
     "ATR",
     {14, PERI_AVERAGE_SIMPLE},
     PERI_FIELD_CLOSE,
     "Current",
     "Average True Range 14",
     same,
     1e-3,
     14,
     487},
    {"spy_atr_wilder.txt",
     "ATR",
     {14, PERI_AVERAGE_WILDERS},
     PERI_FIELD_CLOSE,
     "Current",
     "Average True Range 14",
     same,
     1e-3,
     14,
     488},
    {"spy_tr.txt",
     "ATR",
     {1, PERI_AVERAGE_SIMPLE},
     PERI_FIELD_CLOSE,
     "TrueRange",
     "TR",
     same,
     1e-9,
     1,
     499},
    {"spy_with_rocp50.txt",
     "ROC",
     {50},
     PERI_FIELD_CLOSE,
     "Current",
     "Rate of Change % 50",
     percent,
     1e-3,
     51,
     451},
    {"spy_logr14.txt", "LOGR", {14}, PERI_FIELD_CLOSE, "Current", "LOGR14", same, 1e-3, 15, 486},
    {"spy_with_rocp50.txt",
     "ROCP",
     {50},
     PERI_FIELD_CLOSE,
     "Current",
     "Rate of Change % 50",
     same,
     1e-3,
     51,
     451},
    {"spy_with_obv.txt", "OBV", {0}, PERI_FIELD_CLOSE, "Current", "OBV ", same, 1500, 1, 500},
    {"spy_with_vwap.txt",
     "VWAP",
     {50},
     PERI_FIELD_CLOSE,
     "Current",
     "Moving VWAP 50",
     same,
     1e-3,
     50,
     452},
    {"spy_aroon_oscillator.txt",
     "AROON",
     {14, 14},
     PERI_FIELD_CLOSE,
     "Current",
     "Aroon Oscillator 14",
     same,
     1e-3,
     15,
     486},
    {"spy_with_rocp50.txt",
     "MOMP",
     {50},
     PERI_FIELD_CLOSE,
     "Current",
     "Rate of Change % 50",
     same,
     1e-3,
     51,
     451},
    {"spy_with_don50.txt",
     "DCH",
     {50, 50},
     PERI_FIELD_CLOSE,
     "Current",
     "Donchian Channels 50 Mean",
     same,
     1e-3,
     50,
     451},
    {"spy_with_don50.txt",
     "DCH",
     {50, 50},
     PERI_FIELD_CLOSE,
     "UpperBand",
     "Donchian Channels 50 Top",
     same,
     1e-3,
     50,
     451},
    {"spy_with_don50.txt",
     "DCH",
     {50, 50},
     PERI_FIELD_CLOSE,
     "LowerBand",
     "Donchian Channels 50 Bottom",
     same,
     1e-3,
     50,
     451},
    {"spx_lwma.csv", "LWMA", {6}, PERI_FIELD_CLOSE, "Current", "LWMA", same, 1e-3, 6, 17},
    {"spy_with_adx.txt", "ADX", {14}, PERI_FIELD_CLOSE, "Current", "ADX 14", same, 1e-3, 28, 477},
    {"spy_with_adx.txt",
     "ADX",
     {14},
     PERI_FIELD_CLOSE,
     "PositiveDirectionalIndex",
     "+DI14",
     same,
     1e-3,
     28,
     477},
    {"spy_with_stoch12k3.txt",
     "STO",
     {12, 3, 5},
     PERI_FIELD_CLOSE,
     "StochK",
     "Stochastics 12 %K 3",
     same,
     1e-3,
     12,
     488},
    {"spy_with_stoch12k3.txt",
     "STO",
     {12, 3, 5},
     PERI_FIELD_CLOSE,
     "StochD",
     "%D 5",
     same,
     1e-3,
     12,
     484},
    {"spy_rocr.txt", "ROC", {5}, PERI_FIELD_CLOSE, "Current", "ROCR_5", plus_one, 1e-9, 6, 495},
    {"spy_var.txt", "STD", {10}, PERI_FIELD_CLOSE, "Current", "Var", squared, 1e-6, 10, 491},
    {"spy_min.txt", "MIN", {5}, PERI_FIELD_CLOSE, "Current", "MIN_5", same, 0, 5, 496},
    {"spy_with_don50.txt",
     "MAX",
     {50},
     PERI_FIELD_HIGH,
     "Current",
     "Donchian Channels 50 Top",
     same,
     1e-9,
     50,
     451},
    {"spy_with_don50.txt",
     "MIN",
     {50},
     PERI_FIELD_LOW,
     "Current",
     "Donchian Channels 50 Bottom",
     same,
     1e-9,
     50,
     451},
};

static void compare(const struct reference *r, const struct table *table)
{
    const peri_indicator_class *cls = peri_indicator_find(r->name);
    peri_indicator *indicator = NULL;
    int rc = peri_indicator_new(cls, r->params, r->field, &indicator, NULL);
    size_t column = column_of(table, r->column), compared = 0;
    if (!CHECK_INT(r->file, rc, PERI_OK) || !CHECK(r->column, column < MAX_COLUMNS))
        return;
    for (size_t row = 0; row < table->rows; row++) {
        peri_bar bar = bar_of(table, row);
        peri_indicator_update(indicator, &bar);
        CHECK_INT(r->column, peri_indicator_is_ready(indicator), row + 1 >= r->ready);
        double want = table->cells[row][column];
        if (isnan(want) || !peri_indicator_is_ready(indicator))
            continue;
        double got = r->seen(peri_indicator_output(indicator, kit_output(cls, r->output)));
        if (!CHECK_NEAR(r->column, got, want, r->tolerance))
            printf("     %s row %zu\n", r->file, row + 1);
        compared++;
    }
    CHECK_INT(r->column, compared, r->compared);
    peri_indicator_free(indicator);
}

static bool reference_files_are_here(void)
{
    if (!check_shared())
        check_skip("reference files", "no folder with LEAN's reference files");
    return check_shared() != NULL;
}

SUITE(indicator_reference_files)
{
    if (!reference_files_are_here())
        return;
    for (size_t i = 0; i < sizeof references / sizeof references[0]; i++) {
        struct table *table = read_table(references[i].file);
        if (table)
            compare(&references[i], table);
        free(table);
    }
}

/*
 * There is no file for RSI alone. Connors' RSI is the mean of RSI(3) of the close, RSI(2) of the
 * streak (how many closes in a row went up, or down as a negative number), and the percentage of
 * the last 100 one-day changes that are below today's.
 */
enum {
    RANKED = 100
};

static double streak_after(double streak, double change)
{
    if (change > 0)
        return streak > 0 ? streak + 1 : 1;
    if (change < 0)
        return streak < 0 ? streak - 1 : -1;
    return streak; /* an unchanged close neither ends nor lengthens it */
}

static double percent_below(const double *changes, size_t n, double change)
{
    double below = 0;
    for (size_t i = 0; i < n; i++)
        below += changes[i] < change;
    return 100.0 * below / (double)n;
}

static size_t compare_connors(const struct table *table, peri_indicator *of_close,
                              peri_indicator *of_streak, peri_indicator *change)
{
    static double changes[MAX_ROWS];
    size_t close = column_of(table, "close"), want = column_of(table, "crsi"), compared = 0;
    double streak = 0;
    for (size_t row = 0; row < table->rows; row++) {
        kit_feed(of_close, table->cells[row][close]);
        changes[row] = kit_feed(change, table->cells[row][close]);
        streak = streak_after(streak, changes[row]);
        kit_feed(of_streak, streak);
        if (isnan(table->cells[row][want]) || row <= RANKED)
            continue;
        double rank = percent_below(&changes[row - RANKED], RANKED, changes[row]);
        double sum = peri_indicator_value(of_close) + peri_indicator_value(of_streak) + rank;
        CHECK_NEAR("Connors' RSI", sum / 3.0, table->cells[row][want], 1e-10);
        compared++;
    }
    return compared;
}

SUITE(indicator_reference_connors)
{
    struct table *table = reference_files_are_here() ? read_table("spy_crsi.csv") : NULL;
    if (!table)
        return;
    peri_indicator *of_close = kit_make("RSI", 3, PERI_AVERAGE_WILDERS, 0, 0);
    peri_indicator *of_streak = kit_make("RSI", 2, PERI_AVERAGE_WILDERS, 0, 0);
    peri_indicator *change = kit_make("ROC", 1, 0, 0, 0);
    CHECK_INT("rows compared", compare_connors(table, of_close, of_streak, change), 467);
    peri_indicator_free(of_close);
    peri_indicator_free(of_streak);
    peri_indicator_free(change);
    free(table);
}
