/* json_path.c - which part of a JSON document an offset lies in. Layer 2. */
#include "store/json_path.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "store/utf8.h"
#include "store/value_events.h"

enum {
    KEY_SHOWN = 64 /* bytes of a key a path shows */
};

/* One open array or object. */
struct step {
    bool is_object;
    bool wants_key;  /* of an object: the next string is a key */
    size_t index;    /* of an array, from 1 */
    const char *key; /* of an object, as written, without quotes; NULL before the first */
    size_t key_len;
};

struct walk {
    struct step steps[PERI_VALUE_DEPTH + 1];
    size_t depth;
};

static void open_step(struct walk *w, bool is_object)
{
    if (w->depth <= PERI_VALUE_DEPTH)
        w->steps[w->depth] =
            (struct step){.is_object = is_object, .wants_key = is_object, .index = 1};
    w->depth++;
}

/* A comma: the next item, or the next key. */
static void next_item(struct step *top)
{
    top->index++;
    top->wants_key = top->is_object;
    top->key = NULL;
}

/* The end of the string that begins at a quote: behind its closing one, or `at`. */
static size_t skip_string(const char *text, size_t begin, size_t at)
{
    size_t i = begin + 1;
    while (i < at && text[i] != '"')
        i += text[i] == '\\' ? 2 : 1;
    return i < at ? i + 1 : at;
}

static void take_string(struct walk *w, const char *text, size_t begin, size_t end)
{
    struct step *top = w->depth > 0 ? &w->steps[w->depth - 1] : NULL;
    if (!top || !top->wants_key || end < begin + 2 || text[end - 1] != '"')
        return;
    top->key = text + begin + 1;
    top->key_len = end - begin - 2;
    top->wants_key = false;
}

static void walk_to(struct walk *w, const char *text, size_t at)
{
    for (size_t i = 0; i < at;) {
        size_t next = i + 1;
        if (text[i] == '{' || text[i] == '[') {
            open_step(w, text[i] == '{');
        } else if ((text[i] == '}' || text[i] == ']') && w->depth > 0) {
            w->depth--;
        } else if (text[i] == ',' && w->depth > 0) {
            next_item(&w->steps[w->depth - 1]);
        } else if (text[i] == '"') {
            next = skip_string(text, i, at);
            take_string(w, text, i, next);
        }
        i = next;
    }
}

static bool is_name(const char *key, size_t len)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    for (size_t i = 0; i < len; i++)
        if (!memchr(letters, key[i], sizeof letters - 1) &&
            (i == 0 || key[i] < '0' || key[i] > '9'))
            return false;
    return len > 0;
}

/* "" for an object whose key has not been read. */
static void show_step(const struct step *step, bool is_first, char out[KEY_SHOWN + 16])
{
    char key[KEY_SHOWN];
    out[0] = '\0';
    if (!step->is_object) {
        snprintf(out, KEY_SHOWN + 16, "[%zu]", step->index);
    } else if (step->key) {
        bool plain = is_name(step->key, step->key_len);
        peri_utf8_show(step->key, step->key_len, key, sizeof key);
        snprintf(out, KEY_SHOWN + 16, plain ? "%s%s" : "%s[\"%s\"]", plain && !is_first ? "." : "",
                 key);
    }
}

void peri_json_path(const char *text, size_t at, char *out, size_t size)
{
    struct walk w = {.depth = 0};
    size_t len = 0;
    walk_to(&w, text, at);
    out[0] = '\0';
    for (size_t i = 0; i < w.depth && i <= PERI_VALUE_DEPTH; i++) {
        char step[KEY_SHOWN + 16];
        show_step(&w.steps[i], len == 0, step);
        size_t n = strlen(step);
        if (len + n + sizeof "..." > size) {
            memcpy(out + len, "...", sizeof "...");
            return;
        }
        memcpy(out + len, step, n + 1);
        len += n;
    }
}
