/* scenario_clock.c - a data folder with a symbol that ticks when a scenario needs the time. */
#include "scenario.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void link_all(scenario *scene, const char *from)
{
    char target[2 * VEC_PATH], path[2 * VEC_PATH];
    DIR *listing = opendir(from);
    struct dirent *entry = NULL;
    while (listing && (entry = readdir(listing))) { /* NOLINT(concurrency-mt-unsafe): one thread */
        if (entry->d_name[0] == '.')
            continue;
        snprintf(target, sizeof target, "%.1000s/%.255s", from, entry->d_name);
        snprintf(path, sizeof path, "%.1000s/%.255s", scene->clock_folder, entry->d_name);
        if (symlink(target, path) != 0)
            vec_fail(scene->file, "cannot link '%s': error %d", path, errno);
    }
    if (listing)
        closedir(listing);
}

static void write_bars(scenario *scene, const int64_t *starts, size_t n)
{
    char path[VEC_PATH];
    peri_buf rows;
    peri_buf_init(&rows);
    peri_buf_text(&rows, "time,open,high,low,close,volume\n");
    for (size_t i = 0; i < n; i++) {
        char time[PERI_TIME_TEXT];
        peri_time_format(starts[i], time);
        peri_buf_printf(&rows, "%sZ,1,1,1,1,1\n", time);
    }
    vec_need_memory(!rows.failed);
    vec_write(scene->file, scene->clock_folder, "CLOCK.csv", peri_buf_str(&rows), rows.len, path);
    peri_buf_deinit(&rows);
}

bool scenario_clock(scenario *scene, const int64_t *starts, size_t n)
{
    const char *folder = vec_folder(scene->file);
    if (!folder)
        return false;
    snprintf(scene->clock_folder, sizeof scene->clock_folder, "%.1000s/data", folder);
    if (mkdir(scene->clock_folder, 0700) != 0)
        vec_fail(scene->file, "cannot make '%s': error %d", scene->clock_folder, errno);
    char *real = realpath(scene->data_dir, NULL); /* links must not depend on this folder */
    if (real)
        link_all(scene, real);
    free(real);
    write_bars(scene, starts, n);
    scene->data_dir = scene->clock_folder;
    return !scene->file->failed;
}
