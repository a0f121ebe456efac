/* hours_kit.h - short notations for weeks, sessions and special days, for the tests of hours. */
#ifndef PERI_TEST_HOURS_KIT_H
#define PERI_TEST_HOURS_KIT_H

#include "time/hours.h"

int64_t hours_kit_time(const char *text); /* "2013-10-07 13:30" */
peri_date hours_kit_date(const char *text);

/* "p04:00-09:30 r09:30-16:00 o16:00-20:00": pre-market, regular, post-market; "" is closed. */
peri_week_day hours_kit_day(const char *text);

/* The same notation for n sessions or a date's sessions; borrowed until the next call. */
const char *hours_kit_text(const peri_session_time *sessions, size_t n);
const char *hours_kit_sessions(const peri_hours *hours, const char *date);

/* A week of seven texts, from Sunday; `from` is a date. */
peri_week hours_kit_week(const char *from, const char *const days[7]);

/* "c" closed, "e13:00" early close, "l10:00" late open, "e11:00 l18:00" both. */
peri_special_day hours_kit_special(const char *date, const char *text, const char *name);

/* A failed check and NULL when a plan is refused. */
peri_hours *hours_kit_make(peri_zones *zones, const char *zone, const peri_week *weeks,
                           size_t week_count, const peri_special_day *days, size_t day_count);

/* The weeks of an equity market, of an index future and of round-the-clock trade from Sunday
   evening to Friday evening. */
extern const char *const hours_kit_equity[7], *const hours_kit_future[7], *const hours_kit_forex[7];

#endif
