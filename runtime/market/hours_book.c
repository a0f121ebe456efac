/* hours_book.c - finds the hours of a symbol and keeps them. Layer 2. */
#include "market/hours_book.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/words.h"
#include "market/hours_database.h"
#include "market/market_calendars.h"
#include "time/calendars.h"

/* Hours that were handed out, and what they were made from: a record of the database, the name
   of a calendar, or a zone. */
struct kept {
    const void *source;
    peri_hours *hours;
    const peri_zone *data_zone; /* of an entry that names one, else NULL */
};

struct peri_hours_book {
    peri_zones *zones;
    char *path;                    /* of the database; NULL: none is wanted */
    bool has_looked;               /* for the file, which may not be there */
    peri_hours_database *database; /* NULL: there is none, or nobody has asked yet */
    struct kept *kept;
    size_t n, cap;
};

static int no_memory(peri_error *err)
{
    return peri_fail(err, PERI_ENOMEM, "market hours: no memory");
}

int peri_hours_book_open(peri_zones *zones, const char *data_dir, peri_hours_book **out,
                         peri_error *err)
{
    peri_hours_book *book = peri_calloc(1, sizeof *book);
    peri_buf path;
    peri_buf_init(&path);
    if (data_dir)
        peri_buf_printf(&path, "%s/market-hours/market-hours-database.json", data_dir);
    if (!book || path.failed) {
        peri_buf_deinit(&path);
        peri_free(book);
        return no_memory(err);
    }
    book->zones = zones;
    book->path = path.data; /* owned by the book from here on */
    *out = book;
    return PERI_OK;
}

void peri_hours_book_close(peri_hours_book *book)
{
    if (!book)
        return;
    for (size_t i = 0; i < book->n; i++)
        peri_hours_close(book->kept[i].hours);
    peri_free(book->kept);
    peri_hours_database_close(book->database);
    peri_free(book->path);
    peri_free(book);
}

/* NULL, or what is kept; borrowed until the next call of keep. */
static const struct kept *find_kept(const peri_hours_book *book, const void *source)
{
    for (size_t i = 0; i < book->n; i++)
        if (book->kept[i].source == source)
            return &book->kept[i];
    return NULL;
}

/* Take hours over and hand them out; they are closed when there is no memory. */
static int keep(peri_hours_book *book, struct kept made, struct kept *out, peri_error *err)
{
    void *kept = book->kept;
    if (peri_grow(&kept, &book->cap, book->n + 1, sizeof *book->kept) != PERI_OK) {
        peri_hours_close(made.hours);
        return no_memory(err);
    }
    book->kept = kept;
    book->kept[book->n++] = made;
    *out = made;
    return PERI_OK;
}

/* Read the database at the first question; a file that is not there is no error. */
static int look_for_database(peri_hours_book *book, peri_error *err)
{
    peri_error why = {0, ""}; /* err stays as it was when all is well */
    if (!book->path || book->has_looked)
        return PERI_OK;
    int rc = peri_hours_database_read(book->path, &book->database, &why);
    book->has_looked = rc == PERI_OK || rc == PERI_ENOTFOUND;
    if (book->has_looked)
        return PERI_OK;
    *err = why;
    return rc;
}

static void add_days(peri_special_day *days, size_t *n, const peri_day_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        days[(*n)++] = list->items[i];
}

static size_t count_days(const peri_hours_entry *entry)
{
    return entry->holidays.n + entry->early_closes.n + entry->late_opens.n;
}

/* The special days of both entries; what `own` says comes last, and so counts. */
static peri_special_day *join_days(const peri_hours_entry *general, const peri_hours_entry *own,
                                   size_t *n)
{
    const peri_hours_entry *const entries[] = {general, own};
    peri_special_day *days = peri_calloc(count_days(general) + count_days(own) + 1, sizeof *days);
    *n = 0;
    for (size_t i = 0; days && i < 2; i++) {
        add_days(days, n, &entries[i]->holidays);
        add_days(days, n, &entries[i]->early_closes);
        add_days(days, n, &entries[i]->late_opens);
    }
    return days;
}

static int find_zone(peri_hours_book *book, const char *field, const char *name,
                     const peri_zone **out, peri_error *err)
{
    int rc = peri_zone_get(book->zones, name, out, err);
    if (rc != PERI_ENOTFOUND)
        return rc;
    peri_fail_prefix(err, "%s: ", field);
    return err->code = PERI_EFORMAT;
}

static int make_joined(peri_hours_book *book, const peri_hours_record *record,
                       const peri_hours_entry *general, const peri_hours_entry *own,
                       struct kept *out, peri_error *err)
{
    peri_week week = {.from = 0};
    peri_hours_plan plan = {.name = record->name, .weeks = &week, .week_count = 1};
    int rc = find_zone(book, "exchangeTimeZone", own->zone, &plan.zone, err);
    if (rc == PERI_OK && own->data_zone[0])
        rc = find_zone(book, "dataTimeZone", own->data_zone, &out->data_zone, err);
    if (rc != PERI_OK)
        return rc;
    memcpy(week.days, own->days, sizeof week.days);
    peri_special_day *days = join_days(general, own, &plan.day_count);
    plan.days = days;
    rc = days ? peri_hours_make(&plan, &out->hours, err) : no_memory(err);
    peri_free(days);
    return rc;
}

/* Hours of an entry with the days of the market's general one; NULL: `record` is the general one,
   or there is none. */
static int make_from_records(peri_hours_book *book, const peri_hours_record *record,
                             const peri_hours_record *general_record, struct kept *out,
                             peri_error *err)
{
    peri_hours_entry general = {.zone = ""}, own = {.zone = ""};
    int rc = peri_hours_database_entry(book->database, record, &own, err);
    if (rc == PERI_OK && general_record)
        rc = peri_hours_database_entry(book->database, general_record, &general, err);
    if (rc == PERI_OK) {
        rc = make_joined(book, record, &general, &own, out, err);
        if (rc != PERI_OK)
            peri_hours_database_blame(book->database, record, err);
    }
    peri_hours_entry_deinit(&general);
    peri_hours_entry_deinit(&own);
    return rc;
}

/* The entry of a symbol; PERI_ENOTFOUND without text when there is none. */
static int get_from_database(peri_hours_book *book, const char *type, const char *market,
                             const char *ticker, struct kept *out, peri_error *err)
{
    const peri_hours_record *record = NULL, *general;
    if (!book->database)
        return PERI_ENOTFOUND;
    general = peri_hours_database_find(book->database, type, market, "[*]");
    if (ticker)
        record = peri_hours_database_find(book->database, type, market, ticker);
    if (!record) {
        record = general;
        general = NULL;
    }
    if (!record)
        return PERI_ENOTFOUND;
    const struct kept *kept = find_kept(book, record);
    if (kept) {
        *out = *kept;
        return PERI_OK;
    }
    struct kept made = {.source = record};
    int rc = make_from_records(book, record, general, &made, err);
    return rc == PERI_OK ? keep(book, made, out, err) : rc;
}

static int get_calendar(peri_hours_book *book, const char *calendar, struct kept *out,
                        peri_error *err)
{
    const struct kept *kept = find_kept(book, calendar);
    if (kept) {
        *out = *kept;
        return PERI_OK;
    }
    struct kept made = {.source = calendar};
    int rc = peri_calendar_make(book->zones, calendar, &made.hours, err);
    return rc == PERI_OK ? keep(book, made, out, err) : rc;
}

/* Add a name to "a, b", unless it is in there. */
static void add_name(peri_buf *list, const char *name, size_t len)
{
    const char *text = peri_buf_str(list);
    for (const char *at = text; *at;) {
        size_t n = strcspn(at, ",");
        if (n == len && memcmp(at, name, len) == 0)
            return;
        at += n;
        at += strspn(at, ", ");
    }
    if (list->len > 0)
        peri_buf_text(list, ", ");
    peri_buf_add(list, name, len);
}

/* The types there are, and the markets of one of them, built in first. */
static void list_calendars(const char *type, peri_buf *types, peri_buf *markets)
{
    size_t n, len;
    const peri_market_calendar_row *rows = peri_market_calendar_rows(&n);
    for (size_t i = 0; i < n; i++) {
        const char *at = rows[i].markets, *word;
        add_name(types, rows[i].type, strlen(rows[i].type));
        if (!at || !peri_word_is(type, strlen(type), rows[i].type))
            continue;
        while ((word = peri_word_next(&at, &len)))
            add_name(markets, word, len);
    }
}

/* The same of the database; markets with tickers of their own only are left out. */
static void list_records(const peri_hours_database *database, const char *type, peri_buf *types,
                         peri_buf *markets)
{
    size_t n;
    const peri_hours_record *records = peri_hours_database_records(database, &n);
    for (size_t i = 0; i < n; i++) {
        const char *market = strchr(records[i].name, '-');
        const char *end = market ? strchr(market + 1, '-') : NULL;
        if (!end || strcmp(end, "-[*]") != 0)
            continue;
        size_t type_len = (size_t)(market - records[i].name);
        add_name(types, records[i].name, type_len);
        if (peri_word_is(records[i].name, type_len, type))
            add_name(markets, market + 1, (size_t)(end - market - 1));
    }
}

static int fail_unknown(const peri_hours_book *book, const char *type, const char *market,
                        const char *ticker, peri_error *err)
{
    peri_buf types, markets;
    int rc;
    peri_buf_init(&types);
    peri_buf_init(&markets);
    list_calendars(type, &types, &markets);
    if (book->database)
        list_records(book->database, type, &types, &markets);
    const char *dash = ticker ? "-" : "", *symbol = ticker ? ticker : "";
    if (types.failed || markets.failed)
        rc = no_memory(err);
    else if (markets.len > 0)
        rc = peri_fail(err, PERI_ENOTFOUND,
                       "no hours are known for '%s-%s%s%s': market was '%s', expected one of %s",
                       type, market, dash, symbol, market, peri_buf_str(&markets));
    else
        rc = peri_fail(err, PERI_ENOTFOUND,
                       "no hours are known for '%s-%s%s%s': type was '%s', expected one of %s",
                       type, market, dash, symbol, type, peri_buf_str(&types));
    peri_buf_deinit(&types);
    peri_buf_deinit(&markets);
    return rc;
}

/* What is known of a symbol's hours; err must not be NULL. */
static int look_up(peri_hours_book *book, const char *type, const char *market, const char *ticker,
                   struct kept *out, peri_error *err)
{
    int rc = look_for_database(book, err);
    if (rc != PERI_OK)
        return rc;
    rc = get_from_database(book, type, market, ticker, out, err);
    if (rc != PERI_ENOTFOUND)
        return rc;
    const char *calendar = peri_market_calendar(type, market);
    const char *data_zone = peri_market_data_zone(type, market);
    rc = calendar ? get_calendar(book, calendar, out, err)
                  : fail_unknown(book, type, market, ticker, err);
    if (rc == PERI_OK && data_zone)
        rc = peri_zone_get(book->zones, data_zone, &out->data_zone, err);
    return rc;
}

int peri_hours_book_get(peri_hours_book *book, const char *type, const char *market,
                        const char *ticker, const peri_hours **out, peri_error *err)
{
    peri_error own = {0, ""}; /* so that texts always have where to go */
    struct kept kept = {.source = NULL};
    int rc = look_up(book, type, market, ticker, &kept, err ? err : &own);
    if (rc == PERI_OK)
        *out = kept.hours;
    return rc;
}

int peri_hours_book_data_zone(peri_hours_book *book, const char *type, const char *market,
                              const char *ticker, const peri_zone **out, peri_error *err)
{
    peri_error own = {0, ""};
    struct kept kept = {.source = NULL};
    int rc = look_up(book, type, market, ticker, &kept, err ? err : &own);
    if (rc == PERI_OK)
        *out = kept.data_zone ? kept.data_zone : peri_hours_zone(kept.hours);
    return rc;
}

int peri_hours_book_always(peri_hours_book *book, const peri_zone *zone, const peri_hours **out,
                           peri_error *err)
{
    const struct kept *kept = find_kept(book, zone);
    if (kept) {
        *out = kept->hours;
        return PERI_OK;
    }
    struct kept made = {.source = zone}, got = {.source = NULL};
    int rc = peri_hours_always(zone, &made.hours, err);
    if (rc == PERI_OK)
        rc = keep(book, made, &got, err);
    if (rc == PERI_OK)
        *out = got.hours;
    return rc;
}
