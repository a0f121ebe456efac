/* vec_formula.c - reads and works out what a user function of the vectors returns. */
#include "vec_formula.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

struct reader {
    const char *at;
    const vec_arguments *arguments;
    bool failed;
    int depth; /* of brackets */
};

enum {
    DEPTH_MAX = 32
};

/* These read each other, no deeper than DEPTH_MAX. NOLINTBEGIN(misc-no-recursion) */
static int64_t read_sum(struct reader *reader);

static bool take(struct reader *reader, const char *word)
{
    while (*reader->at == ' ')
        reader->at++;
    size_t len = strlen(word);
    if (strncmp(reader->at, word, len) != 0)
        return false;
    reader->at += len;
    return true;
}

static int64_t fail(struct reader *reader)
{
    reader->failed = true;
    return 0;
}

static bool read_number(struct reader *reader, double *out)
{
    char *end = NULL;
    take(reader, " ");
    if (*reader->at < '0' || *reader->at > '9')
        return false;
    *out = strtod(reader->at, &end);
    reader->at = end;
    return true;
}

/* "1 day", "30 minutes" */
static int64_t read_length(struct reader *reader)
{
    static const struct {
        const char *word;
        int64_t ns;
    } units[] = {
        {"day", PERI_DAY}, {"hour", PERI_HOUR}, {"minute", PERI_MINUTE}, {"second", PERI_SECOND}};
    double number = 0;
    if (!read_number(reader, &number))
        return fail(reader);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (take(reader, units[i].word)) {
            take(reader, "s");
            return (int64_t)(number * (double)units[i].ns);
        }
    }
    return fail(reader);
}

static int64_t read_date(struct reader *reader)
{
    double index = 0;
    if (!read_number(reader, &index) || !take(reader, "]") ||
        index >= (double)reader->arguments->date_count)
        return fail(reader);
    return reader->arguments->dates[(size_t)index];
}

static int64_t read_value(struct reader *reader)
{
    if (reader->depth > DEPTH_MAX)
        return fail(reader);
    if (take(reader, "(")) {
        reader->depth++;
        int64_t value = read_sum(reader);
        reader->depth--;
        return take(reader, ")") ? value : fail(reader);
    }
    if (take(reader, "start") || take(reader, "from"))
        return reader->arguments->start;
    if (take(reader, "end") || take(reader, "to"))
        return reader->arguments->end;
    return take(reader, "dates[") ? read_date(reader) : read_length(reader);
}

static int64_t read_product(struct reader *reader)
{
    int64_t value = read_value(reader);
    double number = 0;
    while (!reader->failed && (take(reader, "/") || take(reader, "*"))) {
        bool divide = reader->at[-1] == '/';
        if (!read_number(reader, &number) || !(number > 0))
            return fail(reader);
        value = (int64_t)(divide ? (double)value / number : (double)value * number);
    }
    return value;
}

static int64_t read_sum(struct reader *reader)
{
    int64_t value = read_product(reader);
    while (!reader->failed && (take(reader, "+") || take(reader, "-")))
        value += reader->at[-1] == '-' ? -read_product(reader) : read_product(reader);
    return value;
}

/* NOLINTEND(misc-no-recursion) */

bool vec_formula(const char *text, const vec_arguments *arguments, peri_times *out)
{
    struct reader reader = {text, arguments, false, 0};
    if (!take(&reader, "["))
        return false;
    if (take(&reader, "]"))
        return true;
    do {
        int64_t value = read_sum(&reader);
        if (reader.failed)
            return false;
        vec_need_memory(peri_times_add(out, value) == PERI_OK);
    } while (take(&reader, ","));
    return take(&reader, "]");
}

const char *vec_formula_in(const char *note)
{
    static const char *const words[] = {"return", "gives", "yields", "->", "=>"};
    for (size_t i = 0; note && i < sizeof words / sizeof words[0]; i++) {
        const char *found = strstr(note, words[i]);
        if (found && strchr(found, '['))
            return strchr(found, '[');
    }
    return NULL;
}
