/* reel_kit.c - see reel_kit.h. */
#include "reel_kit.h"

#include "base/buf.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

const char *reel_write_csv(const char *name, int64_t n, check_rng *rng)
{
    peri_buf text;
    peri_buf_init(&text);
    peri_buf_text(&text, "time,open,high,low,close,volume\n");
    int64_t at = utc_at("2013-10-07 00:00");
    for (int64_t i = 0; i < n; i++) {
        char time[PERI_TIME_TEXT];
        const double low = 1 + 99 * check_random_unit(rng);
        peri_time_format(at, time);
        peri_buf_printf(&text, "%s,%.4f,%.4f,%.4f,%.4f,%lld\n", time, low + 1, low + 2, low,
                        low + 0.5, (long long)check_random_in(rng, 0, 1000));
        at += PERI_MINUTE;
        if (check_random_in(rng, 0, 200) == 0)
            at += check_random_in(rng, 1, 600) * PERI_MINUTE;
    }
    const char *path = check_write(name, text.data, (long)text.len);
    peri_buf_deinit(&text);
    return path;
}

peri_reel *reel_of_csv(struct reading *r, const char *path, int *rc)
{
    peri_reel *reel = NULL;
    bool possible = false, sound = false;
    r->err.text[0] = '\0';
    *rc = peri_reel_open(&r->options, peri_tape_form_for(PERI_LEAN_TRADE, &r->options), &reel,
                         &r->err);
    if (*rc == PERI_OK)
        *rc = peri_csv_reel(path, &r->options, reel, &possible, &r->report, &r->err);
    if (*rc == PERI_OK && possible)
        *rc = peri_reel_finish(reel, NULL, &sound, &r->report, &r->err);
    if (*rc == PERI_OK && sound)
        return reel;
    peri_reel_close(reel);
    return NULL;
}

const char *reel_only_file(const char *folder)
{
    static char path[1024];
    int n = 0;
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        n++;
    }
    if (dir)
        closedir(dir);
    return n == 1 ? path : NULL;
}

bool reel_same_bars(const peri_series *a, const peri_series *b)
{
    return a->n == b->n && (a->n == 0 || memcmp(a->bars, b->bars, a->n * sizeof *a->bars) == 0);
}
