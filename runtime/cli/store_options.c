/* store_options.c - reading the arguments of `perigee store`. Layer 8. */
#include "cli/store_options.h"

#include "base/similar.h"
#include "store/key.h"

#include <stddef.h>
#include <string.h>

const char peri_cli_store_usage[] =
    "usage: perigee store WORD [argument]... [option]...\n"
    "  ls [PREFIX]        list the objects, or those whose keys begin with PREFIX\n"
    "  get KEY [FILE]     write a value to stdout, or into FILE\n"
    "  put KEY [FILE]     save what stdin, or FILE, holds\n"
    "  rm KEY...          remove objects\n"
    "  rm --prefix P      remove all objects whose keys begin with P; needs --yes\n"
    "  stat [KEY]         describe an object, or the store: what it says it holds, and a recount\n"
    "  export DIR         write each object to the file DIR/KEY, and an index, for backup or move\n"
    "  import DIR         save the files of DIR: all of them, or none\n"
    "  check              look for damage\n"
    "  --store FILE       the store (default: .perigee/store.db in the current folder)\n"
    "  --json             print JSON (not for get)\n"
    "  --subscription S   quota of put, import, stat: free, prime, professional, none (default)\n"
    "  --type T           of put: bytes (default), text, json, xml; the last two must parse\n"
    "  --yes              of rm --prefix: remove without asking\n"
    "  --force            of export: also into a folder that is not empty, in place of an earlier\n"
    "                     export; other files there stay\n"
    "  --                 what follows is no option, though it begins with '-'\n"
    "export names a file after its key. Where that cannot be (another key lies in it as in a\n"
    "folder, or the name is too long), the file is KEY~1 or object~1 with the next free number;\n"
    "perigee-export.json tells the key, type, times and sum of each. Files that this index does\n"
    "not name are imported as bytes under their path.\n"
    "Exit status: 0 done, 1 refused (no such key, over the quota), 2 wrong usage, 3 the store or "
    "a\n"
    "file is missing, damaged or cannot be read or written.\n";

/* -- words ---------------------------------------------------------------------------------- */

static const struct {
    const char *name, *expects;
    int least, most; /* arguments */
} words[] = {
    [PERI_STORE_LS] = {"ls", "at most one PREFIX", 0, 1},
    [PERI_STORE_GET] = {"get", "a KEY and at most one FILE", 1, 2},
    [PERI_STORE_PUT] = {"put", "a KEY and at most one FILE", 1, 2},
    [PERI_STORE_RM] = {"rm", "keys, or --prefix", 0, 1 << 30},
    [PERI_STORE_STAT] = {"stat", "at most one KEY", 0, 1},
    [PERI_STORE_EXPORT] = {"export", "one DIR", 1, 1},
    [PERI_STORE_IMPORT] = {"import", "one DIR", 1, 1},
    [PERI_STORE_CHECK] = {"check", "no arguments", 0, 0},
};

const char *peri_store_word_name(enum peri_store_word word)
{
    return words[word].name;
}

static int find_word(const char *name, enum peri_store_word *out, peri_error *err)
{
    const char *near = NULL;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(name, words[i].name) == 0) {
            *out = (enum peri_store_word)i;
            return PERI_OK;
        }
        if (!near && peri_similar_near(name, words[i].name))
            near = words[i].name;
    }
    if (near)
        return peri_fail(err, PERI_EINVAL, "unknown word '%s'; did you mean '%s'?", name, near);
    return peri_fail(err, PERI_EINVAL,
                     "unknown word '%s', expected ls, get, put, rm, stat, export, import or check",
                     name);
}

/* -- options -------------------------------------------------------------------------------- */

#define ON(word) (1U << PERI_STORE_##word)

static const struct option {
    const char *name;
    bool has_value;
    unsigned words; /* that know it */
} options[] = {
    {"--store", true, ~0U},    {"--json", false, ~ON(GET)},
    {"--help", false, ~0U},    {"--subscription", true, ON(PUT) | ON(IMPORT) | ON(STAT)},
    {"--type", true, ON(PUT)}, {"--prefix", true, ON(RM)},
    {"--yes", false, ON(RM)},  {"--force", false, ON(EXPORT)},
};

enum {
    OPTION_COUNT = sizeof options / sizeof *options
};

bool peri_store_kind_named(const char *name, enum peri_store_kind *kind)
{
    for (int i = PERI_STORE_BYTES; i <= PERI_STORE_XML; i++) {
        if (strcmp(name, peri_store_kind_name((enum peri_store_kind)i)) == 0) {
            *kind = (enum peri_store_kind)i;
            return true;
        }
    }
    return false;
}

static int find_option(const char *name, size_t *out, peri_error *err)
{
    const char *near = NULL;
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (strcmp(name, options[i].name) == 0) {
            *out = i;
            return PERI_OK;
        }
        if (!near && peri_similar_near(name, options[i].name))
            near = options[i].name;
    }
    if (near)
        return peri_fail(err, PERI_EINVAL, "unknown option '%s'; did you mean '%s'?", name, near);
    return peri_fail(err, PERI_EINVAL, "unknown option '%s'", name);
}

/* Takes an option over; value is "" for those without one. */
static int take_option(const char *name, const char *value, peri_store_request *out,
                       peri_error *err)
{
    if (strcmp(name, "--store") == 0)
        out->file = value;
    else if (strcmp(name, "--json") == 0)
        out->json = true;
    else if (strcmp(name, "--help") == 0)
        out->help = true;
    else if (strcmp(name, "--prefix") == 0)
        out->prefix = value;
    else if (strcmp(name, "--yes") == 0)
        out->yes = true;
    else if (strcmp(name, "--force") == 0)
        out->force = true;
    else if (strcmp(name, "--subscription") == 0)
        out->subscription = value;
    else if (!peri_store_kind_named(value, &out->kind))
        return peri_fail(err, PERI_EINVAL, "--type was '%s', expected bytes, text, json or xml",
                         value);
    return PERI_OK;
}

/* -- the line as a whole -------------------------------------------------------------------- */

/* Takes options away from argv; what is left are the word and its arguments, argv[0..*left). */
static int take_all(int argc, char **argv, int *left, unsigned *seen, peri_store_request *out,
                    peri_error *err)
{
    bool only_words = false;
    *left = 0;
    for (int i = 0; i < argc; i++) {
        size_t which = 0;
        if (only_words || argv[i][0] != '-' || argv[i][1] == '\0') {
            argv[(*left)++] = argv[i];
            continue;
        }
        only_words = strcmp(argv[i], "--") == 0;
        if (only_words)
            continue;
        int rc = find_option(argv[i], &which, err);
        if (rc != PERI_OK)
            return rc;
        if (options[which].has_value && i + 1 == argc)
            return peri_fail(err, PERI_EINVAL, "%s needs a value", argv[i]);
        *seen |= 1U << which;
        rc = take_option(options[which].name, options[which].has_value ? argv[++i] : "", out, err);
        if (rc != PERI_OK)
            return rc;
    }
    return PERI_OK;
}

/* A prefix that every key has: an unset variable of a shell must not empty the store. */
static bool is_every_key(const char *prefix)
{
    char begins[PERI_STORE_KEY_SIZE];
    return peri_store_key_prefix(prefix, strlen(prefix), begins) && begins[0] == '\0';
}

static int check_rm(const peri_store_request *out, peri_error *err)
{
    if ((out->n > 0) == (out->prefix != NULL))
        return peri_fail(err, PERI_EINVAL, "rm expects %s", words[PERI_STORE_RM].expects);
    if (!out->prefix)
        return PERI_OK;
    if (is_every_key(out->prefix))
        return peri_fail(err, PERI_EINVAL,
                         "--prefix was '%s', with which every key begins, expected less",
                         out->prefix);
    if (!out->yes)
        return peri_fail(err, PERI_EINVAL,
                         "--prefix removes every object whose key begins with '%s': add --yes",
                         out->prefix);
    return PERI_OK;
}

/* That the word knows the options, and has as many arguments as it needs. */
static int check_word(const peri_store_request *out, unsigned seen, peri_error *err)
{
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if ((seen & 1U << i) && !(options[i].words & 1U << out->word))
            return peri_fail(err, PERI_EINVAL, "%s is no option of '%s'", options[i].name,
                             words[out->word].name);
    if (out->n < words[out->word].least || out->n > words[out->word].most)
        return peri_fail(err, PERI_EINVAL, "%s expects %s", words[out->word].name,
                         words[out->word].expects);
    return out->word == PERI_STORE_RM ? check_rm(out, err) : PERI_OK;
}

int peri_store_request_parse(int argc, char **argv, peri_store_request *out, peri_error *err)
{
    int left = 0;
    unsigned seen = 0;
    *out = (peri_store_request){.file = ".perigee/store.db", .subscription = "none"};
    int rc = take_all(argc, argv, &left, &seen, out, err);
    if (rc != PERI_OK || out->help)
        return rc;
    rc = peri_quota_named(out->subscription, &out->quota, err);
    if (rc != PERI_OK)
        return rc;
    if (left == 0)
        return peri_fail(err, PERI_EINVAL, "no word was given");
    rc = find_word(argv[0], &out->word, err);
    if (rc != PERI_OK)
        return rc;
    out->arguments = argv + 1;
    out->n = left - 1;
    return check_word(out, seen, err);
}
