/* test_xml.c - the XML codec. */
#include "check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "codec_kit.h"
#include "store/xml.h"

static int parse(const char *text, size_t len, peri_value_tape *tape, peri_error *err)
{
    peri_value_sink sink = peri_value_tape_sink(tape);
    return peri_xml_parse(text, len, &sink, err);
}

static int write(const peri_value_tape *tape, peri_buf *out, peri_error *err)
{
    peri_xml_writer *writer = NULL;
    int rc = peri_xml_writer_open(out, &writer, err);
    if (rc != PERI_OK)
        return rc;
    peri_value_sink sink = peri_xml_sink(writer);
    rc = peri_value_tape_play(tape, &sink, err);
    if (rc == PERI_OK)
        rc = peri_xml_finish(writer, err);
    peri_xml_writer_close(writer);
    return rc;
}

static const random_codec xml = {parse, write, true, "XML"};

static const char sample[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                             "<perigee version=\"1\">\n"
                             " <object>\n"
                             "  <string key=\"name\">ema &lt;1&gt;</string>\n"
                             "  <integer key=\"fast\">12</integer>\n"
                             "  <real key=\"scale\">1.0</real>\n"
                             "  <boolean key=\"ready\">true</boolean>\n"
                             "  <null key=\"note\"/>\n"
                             "  <array key=\"empty\"/>\n"
                             "  <array key=\"weights\">\n"
                             "   <real>0.25</real>\n"
                             "   <string/>\n"
                             "  </array>\n"
                             "  <string key64=\"AAE=\" encoding=\"base64\">/w==</string>\n"
                             " </object>\n"
                             "</perigee>\n";

SUITE(xml_sample)
{
    peri_value_tape tape;
    peri_buf out;
    peri_error err = {0, ""};
    peri_value_tape_init(&tape);
    peri_buf_init(&out);
    CHECK_INT("read", parse(sample, sizeof sample - 1, &tape, &err), PERI_OK);
    char *events = tape_text(&tape);
    CHECK_HAS("members", events,
              "{k:name s:ema <1> k:fast i:12 k:scale r:1 k:ready true k:note null k:empty [] "
              "k:weights [r:0.25 s: ] k:");
    CHECK_INT("written", write(&tape, &out, &err), PERI_OK);
    CHECK_STR("as it was", peri_buf_str(&out), sample);
    peri_free(events);
    peri_buf_deinit(&out);
    peri_value_tape_deinit(&tape);
}

/* <perigee version='1'>...</perigee>, with `front` first; borrowed until the next call. */
static const char *in_perigee(const char *front, const char *text)
{
    static char whole[512];
    snprintf(whole, sizeof whole, "<perigee version='1'>%s%s</perigee>", front, text);
    return whole;
}

SUITE(xml_reads)
{
    static const struct {
        const char *text, *events;
    } rows[] = {
        {"<string>a<![CDATA[<b>]]>&amp;&#65;&lt;</string>", "s:a<b>&A<"},
        {"<string>  two\n</string>", "s:  two\n"},
        {"<string><!-- a comment --></string>", "s:"},
        {"<!-- a comment --><integer>-9223372036854775808</integer><?p i?>",
         "i:-9223372036854775808"},
        {"<real>100</real>", "r:100"},
        {"<string encoding='base64'> AA\n== </string>", "s:"},
        {"<object><null key=''/><null key64=''/></object>", "{k: null k: null }"},
        {"<object><null key='a&#10;b&amp;&lt;'/></object>", "{k:a\nb&< null }"},
        {"<object><integer key='a'>1</integer><integer key='a'>2</integer></object>",
         "{k:a i:1 k:a i:2 }"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        codec_kit_reads(&xml, in_perigee("", rows[i].text), rows[i].events);
}

SUITE(xml_refuses_values)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"", "XML at line 2: <perigee> holds no value, expected one"},
        {"<null/><null/>", "XML at line 2: <null> is a second value in <perigee>"},
        {"text", "text' between elements, expected an element"},
        {"<float>1</float>", "<float> is unknown, expected object, array, string, integer"},
        {"<array><null key='a'/></array>", "<null> has a key outside an <object>"},
        {"<object><null/></object>", "<null> in an <object> needs one key or key64"},
        {"<object><null key='a' key64='AA=='/></object>", "needs one key or key64"},
        {"<object><null key64='A'/></object>", "'A' is not base64"},
        {"<string encoding='base64'>A=AA</string>", "'A=AA' is not base64"},
        {"<string encoding='hex'>00</string>", "<string encoding='hex'> is unknown"},
        {"<integer encoding='base64'>MQ==</integer>", "<integer encoding='base64'> is unknown"},
        {"<integer>1.0</integer>", "<integer> holds '1.0', expected digits that fit 64 bits"},
        {"<integer>9223372036854775808</integer>", "expected digits that fit 64 bits"},
        {"<integer></integer>", "<integer> holds '', expected digits"},
        {"<integer>-</integer>", "<integer> holds '-', expected digits"},
        {"<real>nan</real>", "<real> holds 'nan', expected a finite number"},
        {"<real>1e999</real>", "<real> holds '1e999', expected a finite number"},
        {"<real>0x10</real>", "<real> holds '0x10', expected a finite number"},
        {"<array><boolean>true</boolean><boolean/></array>", "<boolean> holds '', expected true"},
        {"<boolean>yes</boolean>", "<boolean> holds 'yes', expected true or false"},
        {"<null>0</null>", "<null> holds '0', expected nothing"},
        {"<string>a<b/></string>", "<b> inside <string>, expected text"},
        {"<string>&other;</string>", "Entity 'other' not defined"},
        {"<array>", "Opening and ending tag mismatch"},
        {"<string>a & b</string>", "XML at line 2: "},
        {"<string a='1' a='2'/>", "Attribute a redefined"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        codec_kit_refuses(&xml, in_perigee("\n", rows[i].text), rows[i].says);
}

SUITE(xml_refuses_documents)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"", "XML: the text is empty, expected an element"},
        {" ", "XML at line 1: "},
        {"text", "XML at line 1: Start tag expected, '<' not found"},
        {"<a>", "XML at line 1: Premature end of data in tag a line 1"},
        {"<a/><b/>", "XML at line 1: Extra content at the end of the document"},
        {"<a>\xFF</a>", "XML at byte 4: 0xFF is not UTF-8 text"},
        {"<a>\x01</a>", "XML at line 1: "},
        {"<perigee/>", "<perigee> has version '', expected '1'"},
        {"<perigee version='2'/>", "<perigee> has version '2', expected '1'"},
        {"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "a document type 'a', expected none"},
        {"<!DOCTYPE a [<!ENTITY b 'bb'>]><a c='&b;'>&b;</a>", "a document type 'a', expected none"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        codec_kit_refuses(&xml, rows[i].text, rows[i].says);
    peri_value_tape tape;
    peri_error err = {0, ""};
    peri_value_tape_init(&tape);
    CHECK_INT("a zero byte", parse("<a/>\0", 5, &tape, &err), PERI_EFORMAT);
    CHECK_STR("its place", err.text, "XML at byte 5: 0x00 is not UTF-8 text");
    CHECK_INT("too long", parse(sample, ((size_t)1 << 30) + 1, &tape, &err), PERI_ELIMIT);
    CHECK_HAS("its size", err.text, "XML: 1073741825 bytes, at most 1073741824");
    peri_value_tape_deinit(&tape);
}

SUITE(xml_of_others)
{
    static const struct {
        const char *text, *events;
    } rows[] = {
        {"<a/>", "{k:name s:a }"},
        {"<!-- c --><a x='1' y=' 2 '/>", "{k:name s:a k:attributes {k:x s:1 k:y s: 2  } }"},
        {"<a>text</a>", "{k:name s:a k:content [s:text ] }"},
        {"<a>\n <b>1</b>\n <b/>\n</a>",
         "{k:name s:a k:content [{k:name s:b k:content [s:1 ] } {k:name s:b } ] }"},
        {"<a>one<b/>two</a>", "{k:name s:a k:content [s:one {k:name s:b } s:two ] }"},
        {"<p:a xmlns:p='urn:p'><p:b/></p:a>", "{k:name s:p:a k:attributes {k:xmlns:p s:urn:p } "
                                              "k:content [{k:name s:p:b } ] }"},
        {"<?xml version='1.0' encoding='utf-16'?><a>\xC3\xA9</a>",
         "{k:name s:a k:content [s:\xC3\xA9 ] }"},
        {"\xEF\xBB\xBF<a/>", "{k:name s:a }"},
        {"<object><string>x</string></object>",
         "{k:name s:object k:content [{k:name s:string k:content [s:x ] } ] }"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        codec_kit_reads(&xml, rows[i].text, rows[i].events);
}

static void deep_text(peri_buf *out, const char *open, const char *close, int depth)
{
    for (int i = 0; i < depth; i++)
        peri_buf_text(out, open);
    for (int i = 0; i < depth; i++)
        peri_buf_text(out, close);
}

SUITE(xml_depth)
{
    static const struct {
        const char *head, *open, *close, *tail;
        int depth, want;
    } rows[] = {
        {"<perigee version='1'>", "<array>", "</array>", "</perigee>", 200, PERI_OK},
        {"<perigee version='1'>", "<array>", "</array>", "</perigee>", 201, PERI_ELIMIT},
        {"<perigee version='1'>", "<array>", "</array>", "</perigee>", 100000, PERI_ELIMIT},
        {"", "<a>", "</a>", "", 100, PERI_OK},
        {"", "<a>", "</a>", "", 101, PERI_ELIMIT},
        {"", "<a>", "</a>", "", 100000, PERI_ELIMIT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        peri_value_tape tape;
        peri_buf text;
        peri_error err = {0, ""};
        peri_value_tape_init(&tape);
        peri_buf_init(&text);
        peri_buf_text(&text, rows[i].head);
        deep_text(&text, rows[i].open, rows[i].close, rows[i].depth);
        peri_buf_text(&text, rows[i].tail);
        CHECK_INT(rows[i].open, parse(text.data, text.len, &tape, &err), rows[i].want);
        CHECK_STR("text", err.text,
                  rows[i].want == PERI_OK ? "" : "XML at line 1: nested deeper than 200");
        peri_buf_deinit(&text);
        peri_value_tape_deinit(&tape);
    }
}

SUITE(xml_writer_refuses)
{
    peri_buf out;
    peri_xml_writer *writer = NULL;
    peri_error err = {0, ""};
    peri_buf_init(&out);
    CHECK_INT("open", peri_xml_writer_open(&out, &writer, &err), PERI_OK);
    peri_value_sink to = peri_xml_sink(writer);
    CHECK_INT("NaN", to.real(to.ctx, (double)NAN, &err), PERI_EINVAL);
    CHECK_STR("NaN text", err.text, "XML: a number is NaN, expected a finite one");
    CHECK_INT("infinity", to.real(to.ctx, (double)INFINITY, &err), PERI_EINVAL);
    CHECK_STR("infinity text", err.text, "XML: a number is infinite, expected a finite one");
    CHECK_INT("nothing yet", peri_xml_finish(writer, &err), PERI_ESTATE);
    CHECK_STR("says so", err.text, "XML: the document ended with 0 open, expected one value");
    for (int i = 0; i < 200; i++)
        CHECK_INT("array", to.begin_array(to.ctx, &err), PERI_OK);
    CHECK_INT("too deep", to.begin_array(to.ctx, &err), PERI_ELIMIT);
    CHECK_STR("text", err.text, "XML: nested deeper than 200");
    peri_xml_writer_close(writer);
    peri_xml_writer_close(NULL);
    peri_buf_deinit(&out);
}

SUITE(xml_random_documents)
{
    random_round_trips(&xml);
}

SUITE(xml_mutations)
{
    random_mutations(&xml, 3000, 50);
}

/* More than libxml2's usual 10 MB for one text, and a long array. */
SUITE(xml_large)
{
    enum {
        LONG = 12 * 1000 * 1000
    };
    peri_value_tape tape, back;
    peri_buf text;
    peri_error err = {0, ""};
    peri_value_tape_init(&tape);
    peri_value_tape_init(&back);
    peri_buf_init(&text);
    char *big = peri_alloc(LONG);
    memset(big, 'x', LONG);
    peri_value_sink to = peri_value_tape_sink(&tape);
    to.begin_array(to.ctx, NULL);
    to.string(to.ctx, big, LONG, NULL);
    big[0] = '\xFF';
    to.string(to.ctx, big, LONG, NULL);
    for (int64_t i = 0; i < 100000; i++)
        to.real(to.ctx, (double)i / 7, NULL);
    to.end_array(to.ctx, NULL);
    CHECK_INT("written", write(&tape, &text, &err), PERI_OK);
    CHECK_INT("read", parse(text.data, text.len, &back, &err), PERI_OK);
    CHECK_STR("no error", err.text, "");
    CHECK("equal", same_tape(&tape, &back));
    peri_free(big);
    peri_buf_deinit(&text);
    peri_value_tape_deinit(&tape);
    peri_value_tape_deinit(&back);
}

static int refuse_null(void *ctx, peri_error *err)
{
    (void)ctx;
    return peri_fail(err, PERI_ESCRIPT, "no null");
}

SUITE(xml_sink_stops_the_parser)
{
    peri_value_tape tape;
    peri_error err = {0, ""};
    peri_value_tape_init(&tape);
    peri_value_sink to = peri_value_tape_sink(&tape);
    to.null = refuse_null;
    CHECK_INT("its status", peri_xml_parse(sample, sizeof sample - 1, &to, &err), PERI_ESCRIPT);
    CHECK_STR("its text", err.text, "XML at line 8: no null");
    peri_value_tape_deinit(&tape);
}

SUITE(xml_out_of_memory)
{
    codec_kit_memory(&xml, sample);
}
