/* api_command.c - `perigee api`: what a strategy can use, as text, JSON, Markdown, and as stubs for
   editors. Layer 8. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/similar.h"
#include "cli/cli.h"
#include "lua_docs.h"
#include "store/store_files.h"

static const char usage[] =
    "usage: perigee api [NAME] [option]\n"
    "Describes what a strategy can use. Without NAME all names are listed.\n"
    "  NAME               such as SetHoldings, OrderTicket:Cancel, Portfolio.Cash; the name of a\n"
    "                     member alone shows all that have it\n"
    "  --json             print JSON\n"
    "  --markdown         print the whole reference\n"
    "  --stubs DIR        write declarations for editors (lua-language-server) into DIR\n"
    "Exit status: 0 done, 1 there is no such NAME, 2 wrong usage, 3 DIR cannot be written.\n";

enum {
    STUB_MOST = 64 << 20 /* bytes of a file that may be replaced */
};
static const char stub_head[] = "---@meta";

struct request {
    const char *form;          /* of peri_lua_docs_write */
    const char *option;        /* that chose the form, NULL: none */
    const char *name, *folder; /* NULL: none */
    bool help;
};

/* -- arguments ------------------------------------------------------------------------------ */

static int unknown(const char *argument, peri_error *err)
{
    static const char *const names[] = {"--json", "--markdown", "--stubs", "--help"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (peri_similar_near(argument, names[i]))
            return peri_fail(err, PERI_EINVAL, "unknown option '%s'; did you mean '%s'?", argument,
                             names[i]);
    return peri_fail(err, PERI_EINVAL, "unknown option '%s'", argument);
}

static int take_form(struct request *request, const char *option, peri_error *err)
{
    if (request->option && strcmp(request->option, option) != 0)
        return peri_fail(err, PERI_EINVAL, "%s and %s exclude each other", request->option, option);
    request->option = option;
    request->form = option + 2;
    return PERI_OK;
}

static int take_word(struct request *request, const char *word, peri_error *err)
{
    if (word[0] == '-' && word[1] != '\0')
        return unknown(word, err);
    if (request->name)
        return peri_fail(err, PERI_EINVAL, "'%s' is one too many: one NAME is shown", word);
    if (word[0] == '\0')
        return peri_fail(err, PERI_EINVAL, "NAME was empty");
    request->name = word;
    return PERI_OK;
}

static int check(const struct request *request, peri_error *err)
{
    const char *option = request->option;
    if (request->name && option && strcmp(option, "--json") != 0)
        return peri_fail(err, PERI_EINVAL, "%s writes all there is: '%s' is one too many", option,
                         request->name);
    return PERI_OK;
}

/* The folder behind --stubs, without slashes at its end. */
static int take_folder(struct request *request, char *folder, peri_error *err)
{
    size_t len = folder ? strlen(folder) : 0;
    if (len == 0)
        return peri_fail(err, PERI_EINVAL, "--stubs needs a folder");
    while (len > 1 && folder[len - 1] == '/')
        folder[--len] = '\0';
    request->folder = folder;
    return PERI_OK;
}

static int parse(int argc, char **argv, struct request *request, peri_error *err)
{
    int rc = PERI_OK;
    *request = (struct request){.form = "text"};
    for (int i = 0; i < argc && rc == PERI_OK; i++) {
        const char *word = argv[i];
        if (strcmp(word, "--help") == 0) {
            request->help = true;
        } else if (strcmp(word, "--json") == 0 || strcmp(word, "--markdown") == 0) {
            rc = take_form(request, word, err);
        } else if (strcmp(word, "--stubs") == 0) {
            rc = take_form(request, word, err);
            if (rc == PERI_OK)
                rc = take_folder(request, i + 1 < argc ? argv[++i] : NULL, err);
        } else {
            rc = take_word(request, word, err);
        }
    }
    return rc == PERI_OK ? check(request, err) : rc;
}

/* -- output --------------------------------------------------------------------------------- */

/* Refuse to replace a file that was not made here. */
static int check_file(const char *folder, const char *path, peri_error *err)
{
    char *bytes = NULL;
    size_t len = 0;
    int rc = peri_store_files_read(folder, path, STUB_MOST, &bytes, &len, err);
    if (rc == PERI_ENOTFOUND)
        return PERI_OK;
    const bool ours = rc == PERI_OK && strncmp(bytes, stub_head, sizeof stub_head - 1) == 0;
    peri_free(bytes);
    if (rc == PERI_ELIMIT || (rc == PERI_OK && !ours))
        return peri_fail(err, PERI_ESTATE,
                         "'%s/%s' exists and is no stub (it does not begin with %s): it stays",
                         folder, path, stub_head);
    return rc;
}

static int take(void *ctx, const char *path, const char *text, size_t len, peri_error *err)
{
    const struct request *request = ctx;
    if (!request->folder)
        return peri_cli_print(text, len, "cannot write to stdout", err);
    int rc = check_file(request->folder, path, err);
    if (rc == PERI_OK)
        rc = peri_store_files_write(request->folder, path, text, len, err);
    if (rc == PERI_OK)
        printf("%s/%s\n", request->folder, path);
    return rc;
}

static int show(struct request *request, peri_error *err)
{
    int rc = peri_lua_docs_write(request->form, request->name, take, request, err);
    if (rc == PERI_OK)
        rc = peri_cli_print("", 0, "cannot write to stdout", err);
    return rc;
}

int peri_cli_api(int argc, char **argv)
{
    static peri_error err;
    struct request request;
    if (parse(argc, argv, &request, &err) != PERI_OK) {
        fprintf(stderr, "perigee api: %s\n%s", err.text, usage);
        return PERI_EXIT_USAGE;
    }
    if (request.help) {
        fputs(usage, stdout);
        return PERI_EXIT_OK;
    }
    const int rc = show(&request, &err);
    if (rc == PERI_OK)
        return PERI_EXIT_OK;
    fprintf(stderr, "perigee api: %s\n", err.text);
    return rc == PERI_ENOTFOUND ? PERI_EXIT_REFUSED : PERI_EXIT_DATA;
}
