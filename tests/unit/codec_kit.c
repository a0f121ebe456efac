/* codec_kit.c - see codec_kit.h. */
#include "codec_kit.h"

#include <string.h>

#include "base/mem.h"

void codec_kit_reads(const random_codec *codec, const char *text, const char *events)
{
    peri_value_tape tape;
    peri_error err = {0, ""};
    peri_value_tape_init(&tape);
    CHECK_INT(text, codec->parse(text, strlen(text), &tape, &err), PERI_OK);
    CHECK_STR(text, err.text, "");
    char *got = tape_text(&tape);
    CHECK_STR(text, got, events);
    peri_free(got);
    peri_value_tape_deinit(&tape);
}

void codec_kit_refuses(const random_codec *codec, const char *text, const char *says)
{
    peri_value_tape tape;
    peri_error err = {0, ""};
    peri_value_tape_init(&tape);
    CHECK_INT(text, codec->parse(text, strlen(text), &tape, &err), PERI_EFORMAT);
    CHECK_HAS(text, err.text, says);
    CHECK_INT("without an error record", codec->parse(text, strlen(text), &tape, NULL),
              PERI_EFORMAT);
    peri_value_tape_deinit(&tape);
}

/* One try, the nth allocation of which fails. */
static int read_and_write(const random_codec *codec, const char *text, long nth)
{
    peri_value_tape tape;
    peri_buf out;
    peri_error err = {0, ""};
    peri_value_tape_init(&tape);
    peri_buf_init(&out);
    peri_mem_fail_at(nth);
    int rc = codec->parse(text, strlen(text), &tape, &err);
    if (rc == PERI_OK)
        rc = codec->write(&tape, &out, &err);
    peri_mem_fail_at(0);
    if (rc == PERI_OK)
        CHECK_STR("text", peri_buf_str(&out), text);
    else
        CHECK_HAS("text", err.text, "no memory for ");
    peri_buf_deinit(&out);
    peri_value_tape_deinit(&tape);
    return rc;
}

void codec_kit_memory(const random_codec *codec, const char *text)
{
    const int64_t before = peri_mem_live();
    int rc = PERI_ENOMEM;
    for (long nth = 1; rc != PERI_OK; nth++) {
        rc = read_and_write(codec, text, nth);
        CHECK_INT("no leak", peri_mem_live(), before);
        if (rc != PERI_OK && !CHECK_INT("only ENOMEM", rc, PERI_ENOMEM))
            break;
    }
}
