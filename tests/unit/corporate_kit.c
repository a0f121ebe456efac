/* corporate_kit.c - dates and folders for the tests of map and factor files. */
#include "corporate_kit.h"

#include "check.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

peri_date day(int yyyymmdd)
{
    return peri_date_make(yyyymmdd / 10000, yyyymmdd / 100 % 100, yyyymmdd % 100);
}

const char *recorded_data(const char *what)
{
    static char root[1024];
    const char *shared = check_shared();
    if (!shared) {
        check_skip(what, "no shared folder");
        return NULL;
    }
    snprintf(root, sizeof root, "%s/lean-data", shared);
    return root;
}

int each_csv(const char *root, const char *folder, void (*take)(const char *root, const char *name))
{
    char path[1200], name[256];
    int n = 0;
    snprintf(path, sizeof path, "%s/equity/usa/%s", root, folder);
    DIR *dir = opendir(path);
    for (const struct dirent *file; dir && (file = readdir(dir)) != NULL;) {
        const char *end = strstr(file->d_name, ".csv");
        if (!end || end[4] != '\0')
            continue;
        snprintf(name, sizeof name, "%.*s", (int)(end - file->d_name), file->d_name);
        take(root, name);
        n++;
    }
    if (dir)
        closedir(dir);
    return n;
}
