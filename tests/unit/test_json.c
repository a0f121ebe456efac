/* test_json.c - the JSON codec. */
#include "check.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "codec_kit.h"
#include "store/json.h"

static int parse(const char *text, size_t len, peri_value_tape *tape, peri_error *err)
{
    peri_value_sink sink = peri_value_tape_sink(tape);
    return peri_json_parse(text, len, &sink, err);
}

static int write(const peri_value_tape *tape, peri_buf *out, peri_error *err)
{
    peri_json_writer writer;
    peri_json_writer_init(&writer, out);
    peri_value_sink sink = peri_json_sink(&writer);
    int rc = peri_value_tape_play(tape, &sink, err);
    return rc == PERI_OK ? peri_json_finish(&writer, err) : rc;
}

static const random_codec json = {parse, write, false, "JSON at byte "};

SUITE(json_errors_tell_the_path)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"{\"a\" 1}", "expected ':', was '1' (at a)"},
        {"[1 2]", "was '2' (at [1])"},
        {"{\"layers\":[{\"w\":1},{\"w\":x}]}", "was 'x' (at layers[2].w)"},
        {"{\"a b\":{\"c\":[[],[1e999]]}}", "for a double (at [\"a b\"].c[2][1])"},
        {"{\"a\":[1,2],\"b\":}", "was '}' (at b)"},
        {"{\"a\":1,2}", "was '2'"},
        {"{\"a\\\"]\":[{]}", "(at [\"a\\\"]\"][1])"},
        {"[[1,2],[3,4}]", "was '}' (at [2][2])"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        codec_kit_refuses(&json, rows[i].text, rows[i].want);
}

SUITE(json_reads)
{
    static const struct {
        const char *text, *events;
    } rows[] = {
        {"{}", "{}"},
        {"[]", "[]"},
        {" \t\r\n[1 , 2]\n", "[i:1 i:2 ]"},
        {"\xEF\xBB\xBF{\"a\":1}", "{k:a i:1 }"},
        {"\xEF\xBB\xBF"
         "1",
         "i:1"},
        {"{\"a\":{\"b\":[true,false,null]}}", "{k:a {k:b [true false null ] } }"},
        {"\"\\u0041\\n\\/\\u00e9\\ud83d\\ude00\"", "s:A\n/\xC3\xA9\xF0\x9F\x98\x80"},
        {"9223372036854775807", "i:9223372036854775807"},
        {"-9223372036854775808", "i:-9223372036854775808"},
        {"9223372036854775808", "r:9.2233720368547758e+18"},
        {"9007199254740993", "i:9007199254740993"},
        {"[1.0,1e2,-0.5,0.1,1E-2,2e+3]", "[r:1 r:100 r:-0.5 r:0.10000000000000001 r:0.01 r:2000 ]"},
        {"-0", "i:0"},
        {"-0.0", "r:-0"},
        {"1e-400", "r:0"},
        {"0.1000000000000000055511151231257827021181583404541015625000000000000000",
         "r:0.10000000000000001"},
        {"{\"a\":1,\"a\":2}", "{k:a i:1 k:a i:2 }"},
        {"{\"\":\"\"}", "{k: s: }"},
        {"\"\x7F\"", "s:\x7F"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        codec_kit_reads(&json, rows[i].text, rows[i].events);
}

SUITE(json_refuses)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"", "JSON at byte 1: expected a value, was the end of the text"},
        {"  ", "JSON at byte 3: expected a value, was the end of the text"},
        {"{\"a\" 1}", "JSON at byte 6: expected ':', was '1'"},
        {"{\"a\":1 \"b\":2}", "JSON at byte 8: expected ',' or '}', was '\"'"},
        {"[1 2]", "JSON at byte 4: expected ',' or ']', was '2'"},
        {"[1,]", "JSON at byte 4: expected a value, was ']'"},
        {"[1}", "JSON at byte 3: expected ',' or ']', was '}'"},
        {"{\"a\":1,}", "JSON at byte 8: expected a key in quotes, was '}'"},
        {"{1:2}", "JSON at byte 2: expected a key in quotes or '}', was '1'"},
        {"[1", "JSON at byte 3: expected ',' or ']', was the end of the text"},
        {"{} x", "JSON at byte 4: expected the end of the text, was 'x'"},
        {"\xEF\xBB\xBF{} x", "JSON at byte 7: expected the end of the text, was 'x'"},
        {"1 2", "JSON at byte 3: expected the end of the text, was '2'"},
        {"nul", "JSON at byte 1: expected a value, was 'n'"},
        {"NaN", "JSON at byte 1: expected a value, was 'N'"},
        {"'a'", "JSON at byte 1: expected a value, was '''"},
        {"[\xC3\xA9]", "JSON at byte 2: expected a value, was '\xC3\xA9'"},
        {"[\xFF]", "JSON at byte 2: expected a value, was '\\xFF'"},
        {"01", "JSON at byte 1: a number must not begin with a zero"},
        {"-", "JSON at byte 2: expected a digit, was the end of the text"},
        {"+1", "JSON at byte 1: expected a value, was '+'"},
        {".5", "JSON at byte 1: expected a value, was '.'"},
        {"1.", "JSON at byte 3: expected a digit"},
        {"1e", "JSON at byte 3: expected a digit"},
        {"[1e+]", "JSON at byte 5: expected a digit, was ']'"},
        {"[1e999]", "JSON at byte 2: the number 1e999 is too large for a double"},
        {"[\"abc", "JSON at byte 2: a string has no closing quote"},
        {"\"a\nb\"", "JSON at byte 3: a control character in a string"},
        {"\"\\x\"", "JSON at byte 2: unknown escape"},
        {"\"\\", "JSON at byte 2: unknown escape"},
        {"\"\\u12g4\"", "JSON at byte 2: \\u must be followed by four hex digits"},
        {"\"\\u12", "JSON at byte 2: \\u must be followed by four hex digits"},
        {"\"\\ud800\"", "JSON at byte 2: half of a surrogate pair"},
        {"\"\\ud800\\u0041\"", "JSON at byte 2: half of a surrogate pair"},
        {"\"\\udc00\"", "JSON at byte 2: half of a surrogate pair"},
        {"\"a\xC3\"", "JSON at byte 3: a string is not UTF-8"},
        {"\"\xED\xA0\x80\"", "JSON at byte 2: a string is not UTF-8"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        codec_kit_refuses(&json, rows[i].text, rows[i].says);
}

SUITE(json_zero_bytes)
{
    static const char text[] = "{\"a\\u0000b\":\"\\u0000\"}";
    peri_value_tape tape;
    peri_buf out;
    peri_error err = {0, ""};
    peri_value_tape_init(&tape);
    peri_buf_init(&out);
    CHECK_INT("escaped zeros are read", parse(text, sizeof text - 1, &tape, &err), PERI_OK);
    char *events = tape_text(&tape);
    CHECK("and come as bytes", memcmp(events, "{k:a\0b s:\0 }", 12) == 0);
    CHECK_INT("they are written", write(&tape, &out, &err), PERI_OK);
    CHECK_STR("as escapes", peri_buf_str(&out), text);
    CHECK_INT("a bare zero is refused", parse("[\"\0\"]", 5, &tape, &err), PERI_EFORMAT);
    CHECK_HAS("with its place", err.text, "JSON at byte 3: a control character");
    CHECK_INT("a zero behind the value is refused", parse("1\0", 2, &tape, &err), PERI_EFORMAT);
    CHECK_HAS("as anything else", err.text, "JSON at byte 2: expected the end of the text");
    CHECK_INT("a zero is no white space", parse("[\0]", 3, &tape, &err), PERI_EFORMAT);
    peri_free(events);
    peri_buf_deinit(&out);
    peri_value_tape_deinit(&tape);
}

SUITE(json_writes)
{
    peri_buf out;
    peri_json_writer writer;
    peri_error err = {0, ""};
    peri_buf_init(&out);
    peri_json_writer_init(&writer, &out);
    peri_value_sink to = peri_json_sink(&writer);
    CHECK_INT("object", to.begin_object(to.ctx, &err), PERI_OK);
    CHECK_INT("key", to.key(to.ctx, "a\"\n\x01", 4, &err), PERI_OK);
    CHECK_INT("array", to.begin_array(to.ctx, &err), PERI_OK);
    CHECK_INT("integer", to.integer(to.ctx, INT64_MIN, &err), PERI_OK);
    CHECK_INT("whole real", to.real(to.ctx, 1.0, &err), PERI_OK);
    CHECK_INT("negative zero", to.real(to.ctx, -0.0, &err), PERI_OK);
    CHECK_INT("large real", to.real(to.ctx, 1e300, &err), PERI_OK);
    CHECK_INT("shortest real", to.real(to.ctx, 0.1, &err), PERI_OK);
    CHECK_INT("array end", to.end_array(to.ctx, &err), PERI_OK);
    CHECK_INT("key 2", to.key(to.ctx, "b", 1, &err), PERI_OK);
    CHECK_INT("true", to.boolean(to.ctx, true, &err), PERI_OK);
    CHECK_INT("key 3", to.key(to.ctx, "c", 1, &err), PERI_OK);
    CHECK_INT("null", to.null(to.ctx, &err), PERI_OK);
    CHECK_INT("not whole yet", peri_json_finish(&writer, &err), PERI_ESTATE);
    CHECK_HAS("says so", err.text, "JSON: the document ended with 1 open");
    CHECK_INT("object end", to.end_object(to.ctx, &err), PERI_OK);
    CHECK_INT("whole", peri_json_finish(&writer, &err), PERI_OK);
    CHECK_STR("text", peri_buf_str(&out),
              "{\"a\\\"\\n\\u0001\":[-9223372036854775808,1.0,-0.0,1e+300,0.1],\"b\":true,\"c\":"
              "null}");
    peri_buf_deinit(&out);
}

SUITE(json_writer_refuses)
{
    peri_buf out;
    peri_json_writer writer;
    peri_error err = {0, ""};
    peri_buf_init(&out);
    peri_json_writer_init(&writer, &out);
    peri_value_sink to = peri_json_sink(&writer);
    CHECK_INT("NaN", to.real(to.ctx, (double)NAN, &err), PERI_EINVAL);
    CHECK_STR("NaN text", err.text, "JSON: a number is NaN, expected a finite one");
    CHECK_INT("infinity", to.real(to.ctx, -(double)INFINITY, &err), PERI_EINVAL);
    CHECK_STR("infinity text", err.text, "JSON: a number is infinite, expected a finite one");
    CHECK_INT("bad string", to.string(to.ctx, "ab\xFFz", 4, &err), PERI_EINVAL);
    CHECK_STR("string text", err.text, "JSON: byte 3 of a string is 0xFF, which is not UTF-8");
    CHECK_INT("key outside", to.key(to.ctx, "a", 1, &err), PERI_ESTATE);
    CHECK_STR("key text", err.text, "JSON: a key outside an object");
    CHECK_INT("object", to.begin_object(to.ctx, &err), PERI_OK);
    CHECK_INT("bad key", to.key(to.ctx, "\xC3", 1, &err), PERI_EINVAL);
    CHECK_STR("bad key text", err.text, "JSON: byte 1 of a key is 0xC3, which is not UTF-8");
    CHECK_STR("refused events wrote nothing", peri_buf_str(&out), "{");
    peri_buf_deinit(&out);
}

static void deep_text(peri_buf *out, int depth)
{
    for (int i = 0; i < depth; i++)
        peri_buf_text(out, i % 2 ? "{\"a\":" : "[");
    peri_buf_text(out, "1");
    for (int i = depth; i-- > 0;)
        peri_buf_byte(out, i % 2 ? '}' : ']');
}

SUITE(json_depth)
{
    peri_value_tape tape;
    peri_buf text, again;
    peri_error err = {0, ""};
    peri_value_tape_init(&tape);
    peri_buf_init(&text);
    peri_buf_init(&again);
    deep_text(&text, 200);
    CHECK_INT("200 are read", parse(text.data, text.len, &tape, &err), PERI_OK);
    CHECK_INT("200 are written", write(&tape, &again, &err), PERI_OK);
    CHECK_STR("alike", peri_buf_str(&again), peri_buf_str(&text));
    peri_buf_deinit(&text);
    deep_text(&text, 201);
    CHECK_INT("201 are refused", parse(text.data, text.len, &tape, &err), PERI_ELIMIT);
    CHECK_STR("with the place", err.text, "JSON at byte 601: nested deeper than 200");
    peri_value_tape_deinit(&tape);
    peri_value_sink to = peri_value_tape_sink(&tape);
    for (int i = 0; i < 201; i++)
        to.begin_array(to.ctx, NULL);
    CHECK_INT("201 are not written", write(&tape, &again, &err), PERI_ELIMIT);
    CHECK_STR("either", err.text, "JSON: nested deeper than 200");
    peri_buf_deinit(&text);
    peri_buf_deinit(&again);
    peri_value_tape_deinit(&tape);
}

SUITE(json_random_documents)
{
    random_round_trips(&json);
}

SUITE(json_mutations)
{
    random_mutations(&json, 5000, 100);
}

SUITE(json_million_numbers)
{
    peri_value_tape tape, back;
    peri_buf text;
    peri_value_tape_init(&tape);
    peri_value_tape_init(&back);
    peri_buf_init(&text);
    peri_value_sink to = peri_value_tape_sink(&tape);
    to.begin_array(to.ctx, NULL);
    for (int64_t i = 0; i < 500000; i++) {
        to.integer(to.ctx, i * 1000003, NULL);
        to.real(to.ctx, (double)i / 7, NULL);
    }
    to.end_array(to.ctx, NULL);
    CHECK_INT("written", write(&tape, &text, NULL), PERI_OK);
    CHECK_INT("read", parse(text.data, text.len, &back, NULL), PERI_OK);
    CHECK("equal", same_tape(&tape, &back));
    peri_buf_deinit(&text);
    peri_value_tape_deinit(&tape);
    peri_value_tape_deinit(&back);
}

static int refuse_integer(void *ctx, int64_t value, peri_error *err)
{
    (void)ctx;
    return peri_fail(err, PERI_ESCRIPT, "no %d", (int)value);
}

SUITE(json_sink_stops_the_parser)
{
    peri_value_tape tape;
    peri_error err = {0, ""};
    peri_value_tape_init(&tape);
    peri_value_sink to = peri_value_tape_sink(&tape);
    to.integer = refuse_integer;
    CHECK_INT("its status", peri_json_parse("[[\"a\",7,8]]", 11, &to, &err), PERI_ESCRIPT);
    CHECK_STR("its text", err.text, "no 7");
    peri_value_tape_deinit(&tape);
}

SUITE(json_locale)
{
    if (!setlocale(LC_ALL, "de_DE.UTF-8")) {
        check_skip("numbers in a comma locale", "de_DE.UTF-8 is not installed");
        return;
    }
    peri_value_tape tape;
    peri_buf out;
    peri_value_tape_init(&tape);
    peri_buf_init(&out);
    CHECK_INT("read", parse("[0.5,1.25e2]", 12, &tape, NULL), PERI_OK);
    CHECK_INT("written", write(&tape, &out, NULL), PERI_OK);
    CHECK_STR("with points", peri_buf_str(&out), "[0.5,125.0]");
    setlocale(LC_ALL, "C");
    peri_buf_deinit(&out);
    peri_value_tape_deinit(&tape);
}

SUITE(json_out_of_memory)
{
    codec_kit_memory(&json, "{\"a\":[1,2.5,\"\\u0000x\"],\"b\":{\"c\":null}}");
}
