/* subscribed.h - a security with all the engine keeps beside it, and how its data are loaded; for
 * the files of engine/ only. Layer 5. */
#ifndef PERI_SUBSCRIBED_H
#define PERI_SUBSCRIBED_H

#include "engine/engine.h"
#include "engine/feed.h"
#include "engine/lean_source.h"
#include "market/reel.h"
#include "market/security_id.h"
#include "time/zone.h"

/* A consolidator of a security. */
struct peri_taker {
    peri_consolidator *consolidator; /* held; NULL: it was removed */
    int64_t number;                  /* in order of adding, over all securities */
    size_t after;                    /* indicators of the security that come before it */
};

enum {
    PERI_MOST_TEXTS = 8 /* of a brokerage's, told of a symbol; further ones are not */
};

/* Causes that were told, see notices.c. */
struct peri_noticed {
    uint64_t causes;                 /* a bit each */
    uint64_t texts[PERI_MOST_TEXTS]; /* hashes of what a brokerage said, shape [text_count] */
    size_t text_count;
    uint32_t no_past; /* a bit for each type and resolution that History found nothing of */
};

enum {
    PERI_MOST_PARTS = 4 /* of a security: one for each resolution but the first one's */
};

/* A security with all the engine keeps beside it. Each further subscription of it, of another
   resolution, is one more of these, with bars, indicators and consolidators of its own: a part.
   The security of a part is a copy for its readers and the feed; its prices are not used. */
struct peri_subscribed {
    peri_security security; /* resolution: the finest of its subscriptions; extended: any is */
    peri_form form;         /* of this subscription */
    struct peri_subscribed *whole; /* of a part: the first subscription, which owns it; or NULL */
    struct peri_subscribed *parts[PERI_MOST_PARTS];
    size_t part_count;
    int32_t part;               /* 0, or its number among those of its security */
    struct peri_inlet *inlet;   /* of data that come in; NULL: nothing came */
    peri_zone_cursor data_zone; /* zone of the file's times */
    char *path;                 /* CSV file; NULL: LEAN's layout */
    peri_lean_source lean;      /* without a path */
    peri_series series;         /* what the feed hands out */
    peri_quote_series quotes;   /* the same of quotes; empty where there are none */
    peri_tick_series ticks;     /* of a subscription of ticks, in place of both */
    struct peri_lead *lead;     /* of a warm-up with a resolution of its own; NULL: none. Owned */
    peri_reel *reel;            /* instead of the series: bars that are not all in memory */
    peri_reel *quote_reel;      /* the same of quotes; each NULL where there is none */
    peri_reel_reader *reader, *quote_reader; /* what the feed reads them with */
    peri_actions actions;
    bool loaded;
    int64_t added_ns, removed_ns; /* clock then; INT64_MIN: in set-up; PERI_NEVER: it is not */
    bool announced, farewelled;   /* the strategy was told that it came, that it went */
    bool closes;                  /* removed, but its position is not closed yet */
    struct peri_noticed noticed;  /* what the strategy was told of it */
    peri_event *end_of_day;       /* held; NULL: none */
    int64_t loaded_from; /* series is complete from here on; INT64_MIN: from the file's begin */
    peri_indicator **indicators; /* shape [indicator_count], borrowed */
    size_t indicator_count, indicator_cap;
    struct peri_taker *takers; /* shape [taker_count] */
    size_t taker_count, taker_cap;
};

/* The k-th subscription of a security, in order of adding: 0 is itself; NULL: that was all. */
static inline struct peri_subscribed *peri_engine_part(struct peri_subscribed *sub, size_t k)
{
    if (k == 0)
        return sub;
    return k <= sub->part_count ? sub->parts[k - 1] : NULL;
}

/* subscription.c: a security as it is subscribed, with its data located; the engine does not know
   it yet */
int peri_engine_make_subscribed(peri_engine *engine, const peri_subscription *wanted,
                                struct peri_subscribed **out, peri_error *err);

peri_lean_symbol peri_engine_lean_symbol(const peri_engine *engine, const peri_security *security);
/* LEAN's identifier; false when there is none. id: PERI_SECURITY_ID_TEXT bytes */
bool peri_engine_security_id(const struct peri_subscribed *sub, char *id);
void peri_engine_free_subscribed(struct peri_subscribed *sub); /* NULL is allowed */

/* loading.c */
int peri_engine_load(peri_engine *engine, struct peri_subscribed *sub, peri_error *err);
/* Its prices are there from an instant on. How they are normalized is final now, and so is whether
   orders of an equity are rounded. */
void peri_engine_set_loaded(struct peri_subscribed *sub, int64_t from_ns);
peri_read_options peri_engine_read_options(const peri_engine *engine,
                                           const struct peri_subscribed *sub);
bool peri_engine_is_whole_file(const struct peri_subscribed *sub);
/* Find the actions of a stock from an instant on; of others the list stays empty. */
int peri_engine_collect_actions(const peri_engine *engine, struct peri_subscribed *sub,
                                int64_t from_ns, peri_error *err);
/* The feeds take a subscription with all its streams then, or not at all. */
int peri_engine_reserve_feed(peri_engine *engine, const struct peri_subscribed *sub,
                             peri_error *err);
/* All streams of a subscription that were loaded. */
int peri_engine_add_to_feed(peri_engine *engine, struct peri_subscribed *sub, int64_t from_ns,
                            peri_error *err);
void peri_engine_unload(struct peri_subscribed *sub);
void peri_engine_unload_quotes(struct peri_subscribed *sub);
/* A stream of a subscription, to be filled in. */
peri_feed_stream peri_engine_stream_of(const struct peri_subscribed *sub);
/* Trades, quotes and ticks alone, into any feed, by readers of its reels (NULL where it has none;
   borrowed). */
int peri_engine_add_bars(peri_feed *feed, const struct peri_subscribed *sub,
                         peri_reel_reader *reader, peri_reel_reader *quote_reader, int64_t from_ns,
                         peri_error *err);
/* Of what was loaded the last bar of each kind that ends by an instant (appended). */
int peri_engine_last_bars(const struct peri_subscribed *sub, int64_t at_ns, peri_series *trades,
                          peri_quote_series *quotes, peri_error *err);
/* What was loaded of trades, and of quotes. */
peri_reel_facts peri_engine_loaded_trades(const struct peri_subscribed *sub);
peri_reel_facts peri_engine_loaded_quotes(const struct peri_subscribed *sub);
/* Whether a bar of either that ends behind an instant starts by another one. */
bool peri_engine_has_bars(const struct peri_subscribed *sub, int64_t after_ns, int64_t until_ns);

#endif
