/* test_hours_database.c - the file of the market-hours database: its entries, its damage. */
#include "check.h"

#include "base/buf.h"
#include "base/mem.h"
#include "market/hours_database.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int read_text(const char *text, size_t len, peri_hours_database **out, peri_error *err)
{
    return peri_hours_database_read(check_write("hours.json", text, (long)len), out, err);
}

static peri_hours_database *database_of(const char *text)
{
    peri_hours_database *database = NULL;
    peri_error err = {0, ""};
    CHECK_INT(text, read_text(text, strlen(text), &database, &err), PERI_OK);
    CHECK_STR(text, err.text, "");
    return database;
}

/* What a search finds: the JSON of the entry, "" when there is none. */
static const char *find(const peri_hours_database *database, const char *type, const char *market,
                        const char *ticker)
{
    static char text[256];
    const peri_hours_record *record = peri_hours_database_find(database, type, market, ticker);
    snprintf(text, sizeof text, "%.*s", record ? (int)record->len : 0, record ? record->json : "");
    return text;
}

SUITE(hours_database_finds_entries)
{
    peri_hours_database *database = database_of(
        "{\"version\": {\"entries\": {\"Equity-usa-X\": 0}}, \"entries\" :\n{\"Equity-usa-[*]\":1,"
        "\"Equity-usa-SPY\" : \"two\",\r\n\"Crypto-gdax-BTC-USD\":[3,{\"a\":\"]\"}]\t,"
        "\"Equity-usa-spy\":{\"k\":\"}\\\"\"} ,\"Future-cme-ES\":null,\"plain\":-5e1,"
        "\"Future-cme-NQ\":true}, \"more\": []}");
    if (!database)
        return;
    size_t n = 0;
    const peri_hours_record *records = peri_hours_database_records(database, &n);
    CHECK_INT("all", n, 7);
    CHECK_STR("in order", records[0].name, "Equity-usa-[*]");
    CHECK_STR("in order", records[5].name, "plain");
    CHECK_INT("a number's length", records[5].len, 4);
    CHECK_STR("general", find(database, "Equity", "usa", "[*]"), "1");
    CHECK_STR("the later of two, any case", find(database, "EQUITY", "Usa", "Spy"),
              "{\"k\":\"}\\\"\"}");
    CHECK_STR("dashes in the ticker", find(database, "Crypto", "gdax", "BTC-USD"),
              "[3,{\"a\":\"]\"}]");
    CHECK_STR("null", find(database, "Future", "cme", "ES"), "null");
    CHECK_STR("the last", find(database, "future", "CME", "nq"), "true");
    CHECK_STR("half a ticker", find(database, "Crypto", "gdax", "BTC"), "");
    CHECK_STR("too long a ticker", find(database, "Future", "cme", "NQX"), "");
    CHECK_STR("half a market", find(database, "Equity", "us", "[*]"), "");
    CHECK_STR("another object's", find(database, "Equity", "usa", "X"), "");
    CHECK_STR("none", find(database, "plain", "", ""), "");
    peri_hours_database_close(database);
}

SUITE(hours_database_later_entries_count)
{
    peri_hours_database *database =
        database_of("\xEF\xBB\xBF {\"entries\": {\"a-b-c\": 1}, \"entries\": {\"d-e-f\": 2}}");
    size_t n = 0;
    if (!database)
        return;
    peri_hours_database_records(database, &n);
    CHECK_INT("those of the later object", n, 1);
    CHECK_STR("found", find(database, "d", "e", "f"), "2");
    peri_hours_database_close(database);
    database = database_of("{\"entries\": {}}");
    if (!database)
        return;
    peri_hours_database_records(database, &n);
    CHECK_INT("none", n, 0);
    CHECK_STR("none", find(database, "d", "e", "f"), "");
    peri_hours_database_close(database);
}

SUITE(hours_database_refuses)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"", "': JSON at byte 1: expected a value, was the end of the text"},
        {"{\"entries\": {\"a\": 1,}}", "': JSON at byte 21: expected a key in quotes"},
        {"{\"entries\": {}} x", "': JSON at byte 17: "},
        {"{\"entries\": {\"a\": 01}}", "': JSON at byte 19: a number must not begin"},
        {"{\"entries\": []}",
         "': 'entries' was something else, expected an object of market hours"},
        {"{\"Entries\": {}}", "': no 'entries', expected an object of market hours"},
        {"[{\"entries\": {}}]", "': no 'entries', expected an object of market hours"},
        {"\"entries\"", "': no 'entries', expected an object of market hours"},
        {"5", "': no 'entries', expected an object of market hours"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        peri_hours_database *database = NULL;
        peri_error err = {0, ""};
        CHECK_INT(rows[i].text, read_text(rows[i].text, strlen(rows[i].text), &database, &err),
                  PERI_EFORMAT);
        CHECK_HAS(rows[i].text, err.text, rows[i].says);
        CHECK_HAS(rows[i].text, err.text, "market hours '");
        CHECK_HAS("the file", err.text, "/hours.json'");
        CHECK("untouched", database == NULL);
        CHECK_INT("no error record", read_text(rows[i].text, strlen(rows[i].text), &database, NULL),
                  PERI_EFORMAT);
    }
}

SUITE(hours_database_refuses_deep_json)
{
    char text[700] = "{\"entries\": {\"a\": ";
    size_t len = strlen(text);
    memset(text + len, '[', 250);
    memset(text + len + 250, ']', 250);
    memcpy(text + len + 500, "}}", 3);
    peri_hours_database *database = NULL;
    peri_error err = {0, ""};
    CHECK_INT("250 deep", read_text(text, strlen(text), &database, &err), PERI_EFORMAT);
    CHECK_HAS("250 deep", err.text, "/hours.json': JSON");
}

SUITE(hours_database_refuses_what_is_no_file)
{
    char path[512];
    peri_hours_database *database = NULL;
    peri_error err = {0, ""};
    snprintf(path, sizeof path, "%s/no-such.json", check_tmp());
    CHECK_INT("missing", peri_hours_database_read(path, &database, &err), PERI_ENOTFOUND);
    CHECK_HAS("missing", err.text, "no-such.json': cannot be opened: No such file");
    CHECK_INT("a folder", peri_hours_database_read(check_tmp(), &database, &err), PERI_EIO);
    CHECK_HAS("a folder", err.text, "' was a folder, expected a file");
    snprintf(path, sizeof path, "%s/pipe.json", check_tmp());
    CHECK_INT("a pipe", mkfifo(path, 0600), 0);
    CHECK_INT("a pipe without a writer", peri_hours_database_read(path, &database, &err), PERI_EIO);
    CHECK_HAS("a pipe", err.text, "/pipe.json' was a device, pipe or socket, expected a file");
    snprintf(path, sizeof path, "%s/long.json", check_tmp());
    int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    if (CHECK("a file", fd >= 0)) {
        CHECK_INT("a sparse file", ftruncate(fd, (64L << 20) + 1), 0);
        close(fd);
    }
    CHECK_INT("too long", peri_hours_database_read(path, &database, &err), PERI_EFORMAT);
    CHECK_HAS("too long", err.text, "/long.json': has 67108865 bytes, expected at most 67108864");
    unlink(path);
    CHECK("untouched", database == NULL);
}

SUITE(hours_database_names_entry_and_field)
{
    peri_hours_database *database = database_of(
        "{\"entries\": {\"Equity-usa-[*]\": {\"exchangeTimeZone\": \"UTC\"},"
        " \"Equity-usa-BAD\": {\"exchangeTimeZone\": \"UTC\", \"holidays\": [\"x\"]}}}");
    peri_hours_entry entry;
    peri_error err = {0, ""};
    if (!database)
        return;
    const peri_hours_record *good = peri_hours_database_find(database, "Equity", "usa", "[*]");
    const peri_hours_record *bad = peri_hours_database_find(database, "Equity", "usa", "bad");
    CHECK_INT("a good one beside", peri_hours_database_entry(database, good, &entry, &err),
              PERI_OK);
    CHECK_STR("a good one beside", entry.zone, "UTC");
    peri_hours_entry_deinit(&entry);
    CHECK_INT("damaged", peri_hours_database_entry(database, bad, &entry, &err), PERI_EFORMAT);
    CHECK_HAS("damaged", err.text,
              "/hours.json': entry 'Equity-usa-BAD': holidays[0] was 'x', expected a date");
    CHECK_INT("code", err.code, PERI_EFORMAT);
    CHECK_INT("no record", peri_hours_database_entry(database, bad, &entry, NULL), PERI_EFORMAT);
    peri_hours_database_close(database);
}

static void add_blank(check_rng *rng, peri_buf *out)
{
    for (int64_t n = check_random_in(rng, 0, 2); n > 0; n--)
        peri_buf_byte(out, " \t\r\n"[check_random_in(rng, 0, 3)]);
}

/* A string full of what could be mistaken for structure. */
static void add_string(check_rng *rng, peri_buf *out)
{
    static const char *const pieces[] = {"{", "}", "[", "]", ",", ":", "\\\"", "\\\\", "a", " "};
    peri_buf_byte(out, '"');
    for (int64_t n = check_random_in(rng, 0, 5); n > 0; n--)
        peri_buf_text(out, pieces[check_random_in(rng, 0, 9)]);
    peri_buf_byte(out, '"');
}

static void add_value(check_rng *rng, int depth, peri_buf *out)
{
    static const char *const scalars[] = {"null", "true", "false", "0", "-1.5e3"};
    int64_t kind = check_random_in(rng, 0, depth > 0 ? 3 : 1);
    if (kind == 0)
        peri_buf_text(out, scalars[check_random_in(rng, 0, 4)]);
    else if (kind == 1)
        add_string(rng, out);
    if (kind < 2)
        return;
    peri_buf_byte(out, kind == 2 ? '[' : '{');
    for (int64_t n = check_random_in(rng, 0, 3); n > 0; n--) {
        add_blank(rng, out);
        if (kind == 3) {
            add_string(rng, out);
            add_blank(rng, out);
            peri_buf_byte(out, ':');
            add_blank(rng, out);
        }
        add_value(rng, depth - 1, out);
        add_blank(rng, out);
        if (n > 1)
            peri_buf_byte(out, ',');
    }
    add_blank(rng, out);
    peri_buf_byte(out, kind == 2 ? ']' : '}');
}

enum {
    ENTRIES = 12
};

/* A document of random entries; `values` receives them one by one. */
static void random_database(check_rng *rng, peri_buf *text, peri_buf values[ENTRIES])
{
    peri_buf_text(text, "{");
    add_blank(rng, text);
    peri_buf_text(text, "\"x\":");
    add_value(rng, 3, text);
    peri_buf_text(text, ", \"entries\":{");
    for (int i = 0; i < ENTRIES; i++) {
        add_value(rng, 4, &values[i]);
        add_blank(rng, text);
        peri_buf_printf(text, "\"Index-m%d-t\"", i);
        add_blank(rng, text);
        peri_buf_byte(text, ':');
        add_blank(rng, text);
        peri_buf_text(text, peri_buf_str(&values[i]));
        add_blank(rng, text);
        if (i + 1 < ENTRIES)
            peri_buf_byte(text, ',');
    }
    peri_buf_text(text, "},\"y\":");
    add_value(rng, 3, text);
    peri_buf_text(text, "}\n");
}

SUITE(hours_database_gives_back_random_entries)
{
    for (uint64_t seed = 1; seed <= 60; seed++) {
        check_rng rng = {seed};
        peri_buf text, values[ENTRIES];
        char what[32];
        snprintf(what, sizeof what, "seed %d", (int)seed);
        peri_buf_init(&text);
        for (int i = 0; i < ENTRIES; i++)
            peri_buf_init(&values[i]);
        random_database(&rng, &text, values);
        peri_hours_database *database = NULL;
        CHECK_INT(what, read_text(text.data, text.len, &database, NULL), PERI_OK);
        for (int i = 0; i < ENTRIES; i++) {
            char market[16];
            snprintf(market, sizeof market, "m%d", i);
            const peri_hours_record *record =
                database ? peri_hours_database_find(database, "Index", market, "t") : NULL;
            if (CHECK(what, record != NULL))
                CHECK(what, record->len == values[i].len &&
                                memcmp(record->json, values[i].data, record->len) == 0);
            peri_buf_deinit(&values[i]);
        }
        peri_hours_database_close(database);
        peri_buf_deinit(&text);
    }
}

SUITE(hours_database_out_of_memory)
{
    static const char text[] = "{\"entries\": {\"a-b-c\": {\"exchangeTimeZone\": \"UTC\"},"
                               " \"a-b-d\": 5}}";
    int64_t before = peri_mem_live();
    char path[512];
    snprintf(path, sizeof path, "%s", check_write("hours.json", text, sizeof text - 1));
    for (long nth = 1;; nth++) {
        peri_hours_database *database = NULL;
        peri_error err = {0, ""};
        peri_mem_fail_at(nth);
        int rc = peri_hours_database_read(path, &database, &err);
        peri_mem_fail_at(0);
        peri_hours_database_close(database);
        CHECK_INT("no leak", peri_mem_live(), before);
        if (rc == PERI_OK) {
            CHECK("there are places that fail", nth > 4);
            break;
        }
        CHECK_INT("only ENOMEM", rc, PERI_ENOMEM);
        CHECK_HAS("text", err.text, "/hours.json': no memory");
    }
}
