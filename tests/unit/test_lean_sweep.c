/* test_lean_sweep.c - every zip of the recorded data that is of a kind the readers know: all its
   rows are read, in the zones and hours of the database. */
#include "check.h"
#include "reading_kit.h"
#include "shared_json.h"

#include "base/words.h"
#include "market/hours_book.h"

#include <stdio.h>
#include <string.h>

/* What reads, and the counts of what was read. */
struct sweep {
    peri_zones *zones;
    peri_hours_book *book;
    char root[512];
    int zips;
    int64_t rows;
};

/* What a path says: TYPE/MARKET/STEP/TICKER[_KIND].zip or TYPE/MARKET/STEP/TICKER/DAY_KIND.zip. */
struct place {
    peri_security_type type;
    char market[32], ticker[32];
    peri_lean_stream stream;
    peri_date day; /* 0: not a folder */
};

static bool read_type(const char *word, peri_security_type *type)
{
    static const peri_security_type types[] = {PERI_TYPE_EQUITY, PERI_TYPE_FOREX, PERI_TYPE_CFD,
                                               PERI_TYPE_CRYPTO};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        *type = types[i];
        if (peri_word_is(word, strlen(word), peri_security_type_name(types[i])))
            return true;
    }
    return false;
}

static bool read_step(const char *word, peri_lean_stream *stream)
{
    static const char *const steps[] = {"tick", "second", "minute", "hour", "daily"};
    for (int i = 0; i < 5; i++) {
        stream->resolution = (peri_resolution)i;
        if (strcmp(word, steps[i]) == 0)
            return true;
    }
    return false;
}

static bool read_place(const char *path, struct place *place)
{
    char type[16], step[16], name[64], file[64] = "";
    int words = sscanf(path, "%15[^/]/%31[^/]/%15[^/]/%63[^/]/%63[^/]", type, place->market, step,
                       name, file);
    if (words < 4 || !strstr(path, ".zip") || !read_type(type, &place->type) ||
        !read_step(step, &place->stream))
        return false;
    const char *last = words == 5 ? file : name;
    bool is_pair = place->type == PERI_TYPE_FOREX || place->type == PERI_TYPE_CFD;
    place->stream.kind =
        strstr(last, "_quote") || (is_pair && words == 4) ? PERI_LEAN_QUOTE : PERI_LEAN_TRADE;
    place->day = 0;
    int y, m, d;
    if (words == 5 && sscanf(file, "%4d%2d%2d", &y, &m, &d) == 3)
        place->day = peri_date_make(y, m, d);
    snprintf(place->ticker, sizeof place->ticker, "%.*s", (int)strcspn(name, "_."), name);
    return true;
}

static int read_one(const struct sweep *sweep, const struct place *place, peri_read_report *report,
                    peri_error *err)
{
    const char *type = peri_security_type_name(place->type);
    peri_read_options options = {.resolution = place->stream.resolution,
                                 .whole_days = place->type != PERI_TYPE_EQUITY,
                                 .extended = true,
                                 .from_ns = INT64_MIN,
                                 .until_ns = PERI_NEVER};
    const peri_lean_symbol symbol = {sweep->root, place->type, place->market, place->ticker};
    int rc =
        peri_hours_book_get(sweep->book, type, place->market, place->ticker, &options.hours, err);
    if (rc == PERI_OK)
        rc = peri_hours_book_data_zone(sweep->book, type, place->market, place->ticker,
                                       &options.zone, err);
    if (rc != PERI_OK)
        return rc;
    if (place->day) { /* without the neighbours, which touch its midnights */
        options.from_ns = peri_zone_to_utc(options.zone, peri_time_at(place->day, PERI_SECOND));
        options.until_ns = options.from_ns + PERI_DAY - 2 * PERI_SECOND;
    }
    if (place->stream.resolution == PERI_RES_TICK) {
        peri_tick_series ticks = {NULL, 0, 0};
        rc = peri_lean_read_ticks(&symbol, place->stream.kind, &options, &ticks, report, err);
        peri_tick_series_deinit(&ticks);
    } else if (place->stream.kind == PERI_LEAN_QUOTE) {
        peri_quote_series quotes = {NULL, 0, 0};
        rc = peri_lean_read_quotes(&symbol, &options, &quotes, report, err);
        peri_quote_series_deinit(&quotes);
    } else {
        peri_series bars = {NULL, 0, 0};
        rc = peri_lean_read(&symbol, &options, &bars, report, err);
        peri_series_deinit(&bars);
    }
    return rc;
}

static void sweep_file(struct sweep *sweep, const cJSON *file)
{
    struct place place;
    const char *path = shared_text(file, "path", "");
    if (!read_place(path, &place))
        return;
    peri_error err = {0, ""};
    peri_read_report report = {0};
    int rc = read_one(sweep, &place, &report, &err);
    CHECK_STR(path, err.text, "");
    if (!CHECK_INT(path, rc, PERI_OK))
        return;
    const cJSON *entry = shared_first(file, "entries");
    const cJSON *rows = entry ? cJSON_GetObjectItemCaseSensitive(entry, "rows") : NULL;
    if (cJSON_IsNumber(rows))
        CHECK_INT(path, report.rows, rows->valuedouble);
    CHECK_INT(path, report.kept + report.outside, report.rows);
    CHECK(path, report.kept > 0 || report.rows < 10);
    sweep->zips++;
    sweep->rows += report.rows;
}

SUITE(lean_sweep_of_the_recorded_data)
{
    struct sweep sweep = {.zips = 0};
    cJSON *files = shared_json("lean-data/manifest.json");
    if (!files)
        return;
    snprintf(sweep.root, sizeof sweep.root, "%s/lean-data", check_shared());
    CHECK_INT("zones", peri_zones_open(&sweep.zones, NULL), PERI_OK);
    CHECK_INT("book", peri_hours_book_open(sweep.zones, sweep.root, &sweep.book, NULL), PERI_OK);
    for (const cJSON *file = files->child; file; file = file->next)
        sweep_file(&sweep, file);
    CHECK("there are many zips", sweep.zips > 250);
    CHECK("and rows", sweep.rows > 1000000);
    peri_hours_book_close(sweep.book);
    peri_zones_close(sweep.zones);
    cJSON_Delete(files);
}
