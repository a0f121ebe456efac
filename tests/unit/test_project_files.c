/* test_project_files.c - where the files beside an object store lie. */
#include "check.h"

#include <string.h>

#include "base/mem.h"
#include "store/project_files.h"

static void check_training(const char *store, const char *want)
{
    char *got = peri_project_training_file(store);
    CHECK_STR(store, got, want);
    peri_free(got);
}

static void check_run(const char *store, const char *name, const char *want)
{
    char *got = peri_project_run_file(store, name);
    CHECK_STR(name, got, want);
    peri_free(got);
}

SUITE(project_files)
{
    check_training("store.db", "training.db");
    check_training(".perigee/store.db", ".perigee/training.db");
    check_training("/a/b c/x", "/a/b c/training.db");
    check_training("/x", "/training.db");
    check_run("store.db", "fit.lua", "live/fit.lua.db");
    check_run("/a/store.db", "Aa-9_.z", "/a/live/Aa-9_.z.db");
}

/* No name leads elsewhere, and no two share a file. */
SUITE(project_files_of_odd_names)
{
    static const char *const names[] = {"my_fit.lua", "my fit.lua", "my/fit.lua", "../fit.lua",
                                        ".._fit.lua", "._fit.lua",  "a\xC3\xA4",  "a__"};
    enum {
        NAMES = sizeof names / sizeof *names
    };
    char *paths[NAMES];
    for (size_t i = 0; i < NAMES; i++) {
        paths[i] = peri_project_run_file("p/store.db", names[i]);
        const char *rest = paths[i] + strlen("p/live/");
        CHECK(names[i], strncmp(paths[i], "p/live/", 7) == 0);
        CHECK("within the folder", !strchr(rest, '/') && rest[0] != '.');
        for (size_t k = 0; k < i; k++)
            CHECK("of its own", strcmp(paths[i], paths[k]) != 0);
    }
    for (size_t i = 0; i < NAMES; i++)
        peri_free(paths[i]);
}

SUITE(project_files_without_memory)
{
    for (long nth = 1; nth < 50; nth++) {
        int64_t live = peri_mem_live();
        peri_mem_fail_at(nth);
        char *path = peri_project_run_file("p/store.db", "a name that is too long for one block "
                                                         "of a buffer, so that it has to grow");
        peri_mem_fail_at(0);
        bool done = path != NULL;
        peri_free(path);
        CHECK_INT("leaves nothing", peri_mem_live(), live);
        if (done) {
            CHECK("some fail", nth > 1);
            return;
        }
    }
    CHECK("succeeds at last", false);
}
