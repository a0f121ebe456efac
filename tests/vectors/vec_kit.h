/* vec_kit.h - what the players of all kinds share: the file being played, failures, reading JSON.
 */
#ifndef PERI_VEC_KIT_H
#define PERI_VEC_KIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "schedule/rule_function.h"
#include "time/civil.h"
#include "time/hours.h"
#include "time/zone.h"

enum {
    VEC_TEXT = 2000, /* bytes of a failure's text */
    VEC_PATH = 1200,
    VEC_EXCHANGES = 64
};

/* An exchange of the file, made when first asked for. */
typedef struct vec_exchange {
    const char *name;
    peri_hours *hours;
} vec_exchange;

/* One file, and the vector that is being played. */
typedef struct vec_file {
    const char *data_dir; /* folder in LEAN's layout, for whole algorithms */
    cJSON *root;
    peri_zones *zones;
    vec_exchange exchanges[VEC_EXCHANGES];
    size_t exchange_count;
    const cJSON *previous; /* the vector before this one, NULL for the first */
    bool failed, skipped;  /* of the vector being played; `text` says why */
    char text[VEC_TEXT];
    char folder[VEC_PATH]; /* of the vector's temporary files, "" before it is asked for */
} vec_file;

/* Plays one vector; what it finds goes to vec_fail. */
typedef void vec_player(vec_file *file, const cJSON *vector);

vec_player vec_play_date_rule, vec_play_time_rule, vec_play_bucket, vec_play_time_limit,
    vec_play_schedule, vec_play_store, vec_play_store_key, vec_play_scenario;

/* Note a failure of the vector; only the first one is kept, the others follow from it. */
void vec_fail(vec_file *file, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Leave the vector out, because something it needs is not there. */
void vec_skip(vec_file *file, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* A fresh folder, removed with all it holds when the vector is done; NULL after a failure. */
const char *vec_folder(vec_file *file);
void vec_remove_folder(vec_file *file);
/* Write a file into a folder; its path goes to `path`. */
bool vec_write(vec_file *file, const char *folder, const char *name, const void *bytes, size_t len,
               char path[VEC_PATH]);

/* A failure unless all members of an object are in a list of words separated by blanks. Those
   that every vector may have need not be listed. `what` says what the object is. */
bool vec_known(vec_file *file, const cJSON *object, const char *what, const char *words);

/* A failure when a member of an object is JSON's null: it would claim nothing. */
bool vec_no_nulls(vec_file *file, const cJSON *object, const char *what);

/* A failure unless a list is there and holds something. */
const cJSON *vec_need_items(vec_file *file, const cJSON *object, const char *key);

/* Members. `need` makes an absence a failure; a wrong type always is one. */
const cJSON *vec_member(const cJSON *object, const char *key); /* NULL also for JSON's null */
const cJSON *vec_need(vec_file *file, const cJSON *object, const char *key);
const cJSON *vec_need_array(vec_file *file, const cJSON *object, const char *key);
const char *vec_text(vec_file *file, const cJSON *object, const char *key, const char *otherwise);
const char *vec_need_text(vec_file *file, const cJSON *object, const char *key);
bool vec_flag(vec_file *file, const cJSON *object, const char *key, bool otherwise);
double vec_number(vec_file *file, const cJSON *object, const char *key, double otherwise);
double vec_need_number(vec_file *file, const cJSON *object, const char *key);
/* A whole number of at most 2^53, as doubles hold it exactly. */
int64_t vec_int(vec_file *file, const cJSON *object, const char *key, int64_t otherwise);
int64_t vec_need_int(vec_file *file, const cJSON *object, const char *key);

/* The text of an item as a date, or as an instant; a failure and false when it is neither. */
bool vec_date(vec_file *file, const cJSON *item, peri_date *out);
bool vec_time(vec_file *file, const cJSON *item, int64_t *out);
const peri_zone *vec_zone(vec_file *file, const char *name);

/* Scale a number of another unit (`unit_ns`) to ns; a failure beyond what int64_t holds. */
int64_t vec_ns(vec_file *file, const char *what, double number, double unit_ns);

/* A failure unless got is what the item says, as dates or as times. */
void vec_compare_dates(vec_file *file, const char *what, const cJSON *expect,
                       const peri_times *got);
void vec_compare_times(vec_file *file, const char *what, const cJSON *expect,
                       const peri_times *got);
void vec_compare_time(vec_file *file, const char *what, const cJSON *expect, int64_t got);
void vec_compare_int(vec_file *file, const char *what, const cJSON *expect, int64_t got);
/* A failure unless both are equal JSON. */
void vec_compare_json(vec_file *file, const char *what, const cJSON *expect, const cJSON *got);

/*
 * Compare an expected error ("out_of_range", NULL: none) with what a call returned. Returns true
 * when the call succeeded as expected, so that its result can be looked at.
 */
bool vec_compare_error(vec_file *file, const char *what, const char *expect, int rc,
                       const peri_error *err);

/* Memory ran short: this program gives up. */
_Noreturn void vec_no_memory(void);
static inline void vec_need_memory(bool have)
{
    if (!have)
        vec_no_memory();
}

#endif
