/* main.c - perigee-vectors: plays files of test vectors against this program's C layers. */
#include "vec_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "vec_exchange.h"

static const char help[] =
    "usage: perigee-vectors KIND FILE... [--data DIR]\n"
    "\n"
    "Plays JSON files of test vectors and compares what happens with what they expect.\n"
    "\n"
    "  daterules    which dates a date rule gives\n"
    "  timerules    which instants a time rule gives for dates\n"
    "  leakybucket  what an allowance of training minutes gives over time\n"
    "  timelimit    how long a training may take\n"
    "  schedule     in which order events fire; whole algorithms in Lua\n"
    "  objectstore  operations on a store, in a temporary folder\n"
    "\n"
    "A file holds {\"vectors\": [...]}, with \"exchanges\" for the two kinds of rules and perhaps\n"
    "\"keys\" for objectstore. An op, rule, kind or member that is not known is a failure.\n"
    "\n"
    "  --data DIR   data in LEAN's layout for whole algorithms; without it, the folder lean-data\n"
    "               beside the folder of each file. A vector whose data is not there is skipped\n"
    "  --help       this text\n"
    "\n"
    "Each failure and each skipped vector takes a line with its id (#3: the third, when it has\n"
    "none); the last line is `N passed, N failed`. Exit status: 0 all passed, 1 some failed,\n"
    "2 wrong usage or a file that is no file of vectors.\n";

static const struct kind {
    const char *name;
    vec_player *play;
} kinds[] = {
    {"daterules", vec_play_date_rule}, {"timerules", vec_play_time_rule},
    {"leakybucket", vec_play_bucket},  {"timelimit", vec_play_time_limit},
    {"schedule", vec_play_schedule},   {"objectstore", vec_play_store},
};

struct totals {
    long passed, failed, skipped;
};

/* --- playing --- */

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void print_line(const char *word, const char *path, const char *id, const char *text)
{
    printf("%s %s %s: ", word, base_name(path), id);
    for (const char *at = text; *at != '\0'; at++)
        putchar(*at == '\n' ? ' ' : *at);
    putchar('\n');
}

static void play_list(vec_file *file, const char *path, const cJSON *list, vec_player *play,
                      struct totals *totals)
{
    const cJSON *vector = NULL;
    long index = 0;
    file->previous = NULL;
    cJSON_ArrayForEach(vector, list)
    {
        char number[24];
        snprintf(number, sizeof number, "#%ld", ++index);
        const char *id = cJSON_GetStringValue(vec_member(vector, "id"));
        file->failed = file->skipped = false;
        file->text[0] = '\0';
        if (cJSON_IsObject(vector))
            play(file, vector);
        else
            vec_fail(file, "is no object");
        vec_remove_folder(file);
        if (file->failed)
            print_line("FAIL", path, id ? id : number, file->text);
        else if (file->skipped)
            print_line("skip", path, id ? id : number, file->text);
        totals->failed += file->failed;
        totals->skipped += file->skipped && !file->failed;
        totals->passed += !file->failed && !file->skipped;
        file->previous = vector;
    }
}

static void play_nothing(vec_file *file, const cJSON *vector)
{
    (void)vector;
    vec_fail(file, "this section is not known");
}

/* Lists beside the vectors: what is not known must not look as if it had passed. Texts are
   descriptions. */
static void play_sections(vec_file *file, const char *path, const struct kind *kind,
                          struct totals *totals)
{
    const cJSON *section = NULL;
    cJSON_ArrayForEach(section, file->root)
    {
        bool is_store = kind->play == vec_play_store;
        if (strcmp(section->string, "vectors") == 0)
            play_list(file, path, section, kind->play, totals);
        else if (is_store && strcmp(section->string, "keys") == 0)
            play_list(file, path, section, vec_play_store_key, totals);
        else if ((cJSON_IsArray(section) || cJSON_IsObject(section)) &&
                 strcmp(section->string, "exchanges") != 0)
            play_list(file, path, section, play_nothing, totals);
    }
}

/* --- files --- */

static char *read_file(const char *path, size_t *len)
{
    FILE *in = fopen(path, "rb");
    char *text = NULL;
    size_t cap = 0;
    *len = 0;
    while (in && !feof(in) && !ferror(in)) {
        vec_need_memory(peri_grow((void **)&text, &cap, *len + 65536, 1) == PERI_OK);
        *len += fread(text + *len, 1, cap - *len, in);
    }
    if (!in || ferror(in)) {
        peri_free(text);
        text = NULL;
    }
    if (in)
        fclose(in);
    return text;
}

/* The parsed file, NULL after a message. */
static cJSON *load(const char *path)
{
    size_t len = 0;
    char *text = read_file(path, &len);
    if (!text) {
        fprintf(stderr, "perigee-vectors: cannot read '%s'\n", path);
        return NULL;
    }
    const char *end = NULL;
    cJSON *root = cJSON_ParseWithLengthOpts(text, len, &end, 0);
    while (root && end < text + len &&
           (*end == ' ' || *end == '\n' || *end == '\r' || *end == '\t'))
        end++;
    if (!root || end != text + len)
        fprintf(stderr, "perigee-vectors: '%s' is no JSON\n", path);
    else if (!cJSON_IsArray(vec_member(root, "vectors")))
        fprintf(stderr, "perigee-vectors: '%s' has no list \"vectors\"\n", path);
    else {
        peri_free(text);
        return root;
    }
    peri_free(text);
    cJSON_Delete(root);
    return NULL;
}

/* Plays one file; false after a message about a file that is none. */
static bool play_file(const struct kind *kind, const char *path, const char *data,
                      struct totals *totals)
{
    char beside[VEC_PATH];
    peri_error err;
    vec_file *file = peri_calloc(1, sizeof *file);
    vec_need_memory(file != NULL);
    file->root = load(path);
    if (!file->root) {
        peri_free(file);
        return false;
    }
    int folder = (int)(base_name(path) - path);
    snprintf(beside, sizeof beside, "%.*s../lean-data", folder, path);
    file->data_dir = data ? data : beside;
    vec_need_memory(peri_zones_open(&file->zones, &err) == PERI_OK);
    long played = totals->passed + totals->failed + totals->skipped;
    play_sections(file, path, kind, totals);
    if (totals->passed + totals->failed + totals->skipped == played) {
        print_line("FAIL", path, "file", "it holds no vectors");
        totals->failed++;
    }
    vec_close_exchanges(file);
    peri_zones_close(file->zones);
    cJSON_Delete(file->root);
    peri_free(file);
    return true;
}

/* --- arguments --- */

static int usage_error(const char *what, const char *value)
{
    fprintf(stderr, "perigee-vectors: %s '%s'; see perigee-vectors --help\n", what, value);
    return 2;
}

static const struct kind *find_kind(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

/* Takes --data DIR out of the arguments; the rest moves up. Returns how many are left, -1 after a
   message. */
static int take_options(int argc, char **argv, const char **data)
{
    int n = 0;
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--data") == 0) {
            if (++i == argc) {
                usage_error("a folder is missing after", "--data");
                return -1;
            }
            *data = argv[i];
        } else if (strncmp(argv[i], "--", 2) == 0) {
            usage_error("unknown option", argv[i]);
            return -1;
        } else {
            argv[n++] = argv[i];
        }
    }
    return n;
}

int main(int argc, char **argv)
{
    const char *data = NULL;
    struct totals totals = {0, 0, 0};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            fputs(help, stdout);
            return 0;
        }
    }
    int n = take_options(argc, argv, &data);
    if (n < 0)
        return 2;
    const struct kind *kind = n > 1 ? find_kind(argv[1]) : NULL;
    if (n > 1 && !kind)
        return usage_error("unknown kind", argv[1]);
    if (n < 3) {
        fputs(help, stderr);
        return 2;
    }
    for (int i = 2; i < n; i++)
        if (!play_file(kind, argv[i], data, &totals))
            return 2;
    printf("%ld passed, %ld failed\n", totals.passed, totals.failed);
    return totals.failed > 0 ? 1 : 0;
}
