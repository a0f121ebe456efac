/* fuzz_kit.c - what the fuzz targets share. */
#include "fuzz_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/json.h"
#include "store/utf8.h"
#include "store/xml.h"

void fuzz_fail(const char *what, const char *detail)
{
    fprintf(stderr, "BROKEN: %s: %s\n", what, detail);
    abort();
}

void fuzz_check_error(int rc, const peri_error *err)
{
    if (rc >= 0 || err->code != rc)
        fuzz_fail("a failure has its code", err->text);
    const char *end = memchr(err->text, '\0', sizeof err->text);
    if (!end || end == err->text)
        fuzz_fail("a failure has a text", "none");
    size_t len = (size_t)(end - err->text);
    if (peri_utf8_check(err->text, len) != len)
        fuzz_fail("the text is UTF-8", err->text);
}

static void stop(const char *path)
{
    perror(path);
    exit(1);
}

static void make_folders(const char *path)
{
    char folder[256];
    for (const char *end = strchr(path, '/'); end; end = strchr(end + 1, '/')) {
        snprintf(folder, sizeof folder, "%.*s", (int)(end - path), path);
        mkdir(folder, 0777);
    }
}

static int make_file(const char *path)
{
    char target[64];
    int fd = memfd_create("input", 0);
    snprintf(target, sizeof target, "/proc/self/fd/%d", fd);
    make_folders(path);
    unlink(path);
    if (fd < 0 || symlink(target, path) != 0)
        stop(path);
    return fd;
}

void fuzz_put(const char *path, const uint8_t *data, size_t size)
{
    static int fd = -1;
    if (fd < 0)
        fd = make_file(path);
    if (ftruncate(fd, 0) != 0 || pwrite(fd, data, size, 0) != (ssize_t)size)
        stop(path);
}

static void compare(const peri_value_tape *tape, const peri_value_tape *back, const char *codec)
{
    if (tape->bytes.len != back->bytes.len ||
        (tape->bytes.len > 0 && memcmp(tape->bytes.data, back->bytes.data, tape->bytes.len) != 0))
        fuzz_fail("what was written reads back equal", codec);
}

static void read_back(const peri_value_tape *tape, const peri_buf *text, const char *codec,
                      int (*parse)(const char *, size_t, const peri_value_sink *, peri_error *))
{
    peri_error err;
    peri_value_tape back;
    peri_value_tape_init(&back);
    peri_value_sink sink = peri_value_tape_sink(&back);
    if (parse(peri_buf_str(text), text->len, &sink, &err) != PERI_OK)
        fuzz_fail("what was written is read", err.text);
    compare(tape, &back, codec);
    peri_value_tape_deinit(&back);
}

static void through_json(const peri_value_tape *tape, bool any_bytes)
{
    peri_buf text;
    peri_error err;
    peri_json_writer writer;
    peri_buf_init(&text);
    peri_json_writer_init(&writer, &text);
    peri_value_sink sink = peri_json_sink(&writer);
    int rc = peri_value_tape_play(tape, &sink, &err);
    if (rc == PERI_OK)
        rc = peri_json_finish(&writer, &err);
    if (rc == PERI_OK)
        read_back(tape, &text, "JSON", peri_json_parse);
    else if (!any_bytes || rc != PERI_EINVAL || !strstr(err.text, "not UTF-8"))
        fuzz_fail("what was read can be written as JSON", err.text);
    peri_buf_deinit(&text);
}

static void through_xml(const peri_value_tape *tape)
{
    peri_buf text;
    peri_error err;
    peri_xml_writer *writer = NULL;
    peri_buf_init(&text);
    int rc = peri_xml_writer_open(&text, &writer, &err);
    if (rc == PERI_OK) {
        peri_value_sink sink = peri_xml_sink(writer);
        rc = peri_value_tape_play(tape, &sink, &err);
    }
    if (rc == PERI_OK)
        rc = peri_xml_finish(writer, &err);
    peri_xml_writer_close(writer);
    if (rc != PERI_OK)
        fuzz_fail("what was read can be written as XML", err.text);
    read_back(tape, &text, "XML", peri_xml_parse);
    peri_buf_deinit(&text);
}

void fuzz_check_round_trips(const peri_value_tape *tape, bool any_bytes)
{
    through_json(tape, any_bytes);
    through_xml(tape);
}

void fuzz_parse(const uint8_t *data, size_t size,
                int (*parse)(const char *, size_t, const peri_value_sink *, peri_error *))
{
    peri_error err;
    peri_value_tape tape;
    int64_t live = peri_mem_live();
    peri_value_tape_init(&tape);
    peri_value_sink sink = peri_value_tape_sink(&tape);
    int rc = parse((const char *)data, size, &sink, &err);
    if (rc == PERI_OK)
        fuzz_check_round_trips(&tape, parse == peri_xml_parse);
    else
        fuzz_check_error(rc, &err);
    peri_value_tape_deinit(&tape);
    if (peri_mem_live() != live)
        fuzz_fail("all memory is given back", "some is not");
}
