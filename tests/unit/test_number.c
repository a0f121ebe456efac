/* test_number.c - decimal text to double and back, against strtod. */
#include "check.h"
#include "market/number.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double double_of(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* True when a whole text reads as strtod reads it, bit for bit. The copy is exactly as long as the
   text, so that ASan sees a read beyond. */
static bool as_strtod(const char *text, size_t len)
{
    char *copy = malloc(len ? len : 1);
    if (!copy)
        return false;
    memcpy(copy, text, len);
    double got = -1;
    const char *stop = peri_number_parse(copy, copy + len, &got);
    bool same = stop == copy + len && check_bits(got) == check_bits(strtod(text, NULL));
    free(copy);
    return same;
}

SUITE(number_reads)
{
    static const struct row {
        const char *text;
        int len; /* bytes that belong to the number; 0: there is none */
    } rows[] = {
        {"0", 1},
        {"-0", 2},
        {"+1.5", 4},
        {"100.04123", 9},
        {".5", 2},
        {"5.", 2},
        {"1e5", 3},
        {"1E+5x", 4},
        {"1e", 1},
        {"1e+", 1},
        {"1e-x", 1},
        {"1.5,2", 3},
        {"1,5", 1},
        {"12 ", 2},
        {"0x10", 1},
        {"1_000", 1},
        {"007", 3},
        {"1.2.3", 3},
        {"1e308", 5},
        {"1e309", 5},
        {"-1e999", 6},
        {"1e-999", 6},
        {"4.9e-324", 8},
        {"2.4e-324", 8},
        {"1e22", 4},
        {"1e23", 4},
        {"", 0},
        {".", 0},
        {"-", 0},
        {"+.", 0},
        {"e5", 0},
        {" 1", 0},
        {"abc", 0},
        {"nan", 0},
        {"inf", 0},
        {"-Infinity", 0},
        {"--1", 0},
        {"$5", 0},
        {"9007199254740993", 16},
        {"9007199254740992", 16},
        {"1e99999999999999999999", 22},
        {"0e99999999999999999999", 22},
        {"1e-99999999999999999999", 23},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *r = &rows[i];
        double got = 42;
        const char *stop = peri_number_parse(r->text, r->text + strlen(r->text), &got);
        CHECK_INT(r->text, stop ? stop - r->text : 0, r->len);
        if (r->len == 0)
            CHECK(r->text, stop == NULL && got == 42);
        else if (strncmp(r->text, "0x", 2) != 0)
            CHECK(r->text, check_bits(got) == check_bits(strtod(r->text, NULL)));
    }
}

SUITE(number_reads_only_what_it_was_given)
{
    double got = 0;
    const char *text = "12345";
    static const char zero[] = "1\0002";
    CHECK("a part of a text", peri_number_parse(text, text + 3, &got) == text + 3 && got == 123);
    CHECK("nothing", peri_number_parse(text, text, &got) == NULL);
    CHECK("zero byte ends it", peri_number_parse(zero, &zero[3], &got) == &zero[1] && got == 1);
}

/* A random number in one of the forms files hold; returns the length. */
static int random_form(check_rng *rng, char *out, size_t size)
{
    static const int max_digits[] = {5, 9, 15, 19, 25, 40};
    int most = max_digits[check_random_in(rng, 0, 5)];
    int whole = (int)check_random_in(rng, 0, most), fraction = (int)check_random_in(rng, 0, most);
    int n = 0;
    if (check_random_in(rng, 0, 3) == 0)
        out[n++] = check_random_in(rng, 0, 1) ? '-' : '+';
    for (int64_t zeros = check_random_in(rng, 0, 7) == 0 ? check_random_in(rng, 0, 30) : 0; zeros;
         zeros--)
        out[n++] = '0';
    if (whole + fraction == 0)
        whole = 1;
    for (int i = 0; i < whole; i++)
        out[n++] = (char)('0' + check_random_in(rng, 0, 9));
    if (fraction > 0)
        out[n++] = '.';
    for (int i = 0; i < fraction; i++)
        out[n++] = (char)('0' + check_random_in(rng, 0, 9));
    if (check_random_in(rng, 0, 1)) {
        int span = check_random_in(rng, 0, 1) ? 25 : 345;
        n += snprintf(out + n, size - (size_t)n, "%c%d", check_random_in(rng, 0, 1) ? 'e' : 'E',
                      (int)check_random_in(rng, -span, span));
    }
    out[n] = '\0';
    return n;
}

SUITE(number_reads_as_strtod_on_random_forms)
{
    check_rng rng = {20240817};
    for (int i = 0; i < 600000; i++) {
        char text[256];
        int len = random_form(&rng, text, sizeof text);
        if (!as_strtod(text, (size_t)len)) {
            CHECK_STR("differs from strtod (seed 20240817)", text, "");
            return;
        }
    }
    CHECK("600,000 forms", true);
}

SUITE(number_reads_as_strtod_on_printed_doubles)
{
    check_rng rng = {77};
    for (int i = 0; i < 200000; i++) {
        char text[64];
        double value = double_of(check_random(&rng));
        if (i % 4 == 0) /* subnormal */
            value = double_of(check_random(&rng) >> check_random_in(&rng, 12, 60));
        if (!isfinite(value))
            continue;
        int len = snprintf(text, sizeof text, "%.*e", (int)check_random_in(&rng, 13, 24), value);
        if (!as_strtod(text, (size_t)len)) {
            CHECK_STR("differs from strtod (seed 77)", text, "");
            return;
        }
    }
    CHECK("200,000 doubles", true);
}

/* The exact middle between two doubles has up to 767 digits; one more digit decides. */
SUITE(number_reads_as_strtod_halfway_between_doubles)
{
    check_rng rng = {99};
    for (int i = 0; i < 3000; i++) {
        uint64_t bits = check_random(&rng) >> 1;
        if (i % 3 == 0)
            bits >>= check_random_in(&rng, 11, 55); /* subnormals and small exponents */
        double low = double_of(bits), high = double_of(bits + 1);
        if (!isfinite(low) || !isfinite(high))
            continue;
        /* with more bits than a double the middle is exact where the format has them */
        long double middle = ((long double)low + (long double)high) / 2;
        char text[1400];
        int len = snprintf(text, sizeof text, "%.780Le", middle);
        char *e = strchr(text, 'e');
        bool same = as_strtod(text, (size_t)len);
        e[-1] = '1'; /* just above the middle */
        same = same && as_strtod(text, (size_t)len);
        if (!same) {
            CHECK_STR("differs from strtod (seed 99)", text, "");
            return;
        }
    }
    CHECK("3,000 middles", true);
}

SUITE(number_reads_very_long_texts)
{
    static char text[200003];
    memset(text, '0', sizeof text);
    memcpy(text, "0.", 2);
    memcpy(text + 200001 - 7, "1e20000", 8);
    CHECK("a digit far behind the point", as_strtod(text, strlen(text)));
    memset(text, '7', sizeof text);
    text[200000] = '\0';
    CHECK("overflow by digits alone", as_strtod(text, 200000));
    memcpy(text + 200000 - 8, "e-199990", 9);
    CHECK("a long whole number brought down", as_strtod(text, 200000));
    /* 2^53 + 1 lies between two doubles: one digit after thousands of zeros decides */
    memset(text, '0', 5000);
    memcpy(text, "9007199254740993.", 17);
    text[5000] = '\0';
    CHECK("exactly halfway", as_strtod(text, 5000));
    text[4999] = '1';
    CHECK("halfway and a little", as_strtod(text, 5000));
}

SUITE(number_writes)
{
    static const struct row {
        double value;
        const char *text;
    } rows[] = {
        {0.0, "0"},
        {-0.0, "-0"},
        {100, "100"},
        {0.1, "0.1"},
        {-2.5, "-2.5"},
        {1e300, "1e+300"},
        {1e-7, "1e-7"},
        {0.0001, "0.0001"},
        {0.00001234, "1.234e-5"},
        {123456789012345680.0, "1.2345678901234568e+17"},
        {12345678901234568.0, "12345678901234568"},
        {9007199254740993.0, "9007199254740992"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1.0 / 3, "0.3333333333333333"},
        {DBL_MAX, "1.7976931348623157e+308"},
        {DBL_MIN, "2.2250738585072014e-308"},
        {5e-324, "5e-324"},
        {1.5e-323, "1.5e-323"},
        {0x1p-1017, "7.120236347223045e-307"}, /* nearest 16 digits, ...044, do not read back */
        {(double)INFINITY, "inf"},
        {-(double)INFINITY, "-inf"},
        {(double)NAN, "nan"},
        {-(double)NAN, "nan"},
        {1674.1, "1674.1"},
        {99.99, "99.99"},
        {1e16, "10000000000000000"},
        {1e17, "1e+17"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[PERI_NUMBER_TEXT];
        size_t len = peri_number_format(rows[i].value, text);
        CHECK_STR(rows[i].text, text, rows[i].text);
        CHECK_INT(rows[i].text, len, strlen(text));
    }
}

/* Significant digits of a text. */
static int digits_in(const char *text)
{
    int n = 0, zeros = 0;
    for (; *text && *text != 'e'; text++) {
        if (*text == '0')
            zeros += n > 0;
        else if (*text > '0' && *text <= '9')
            n += zeros + 1, zeros = 0;
    }
    return n;
}

SUITE(number_writes_what_reads_back_and_no_longer_than_needed)
{
    check_rng rng = {5};
    for (int i = 0; i < 60000; i++) {
        double value = i < 2000     ? ldexp(1.0, i - 1000)
                       : i % 3 == 0 ? (double)check_random_in(&rng, 1, 10000000) / 10000
                       : i % 3 == 1 ? double_of(check_random(&rng) >> check_random_in(&rng, 1, 60))
                                    : double_of(check_random(&rng));
        if (!isfinite(value))
            continue;
        char text[PERI_NUMBER_TEXT], shorter[64];
        size_t len = peri_number_format(value, text);
        double got;
        bool ok = len < PERI_NUMBER_TEXT &&
                  peri_number_parse(text, text + len, &got) == text + len &&
                  check_bits(got) == check_bits(value);
        int digits = digits_in(text);
        if (digits > 1) {
            snprintf(shorter, sizeof shorter, "%.*e", digits - 2, value);
            ok = ok && strtod(shorter, NULL) != value;
        }
        if (!ok) {
            CHECK_STR("does not read back, or could be shorter (seed 5)", text, "");
            return;
        }
    }
    CHECK("60,000 doubles", true);
}

SUITE(number_knows_no_locale)
{
    char *was = setlocale(LC_NUMERIC, NULL);
    char kept[64];
    snprintf(kept, sizeof kept, "%s", was ? was : "C");
    static const char *const commas[] = {"de_DE.UTF-8", "de_DE", "fr_FR.UTF-8", "fr_FR"};
    bool set = false;
    for (int i = 0; i < 4 && !set; i++)
        set = setlocale(LC_NUMERIC, commas[i]) != NULL;
    if (!set) {
        check_skip("a decimal comma", "no such locale is installed");
        return;
    }
    char text[PERI_NUMBER_TEXT];
    double got = 0;
    const char *longer = "0.12345678901234567890123";
    peri_number_format(0.5, text);
    peri_number_parse(longer, longer + strlen(longer), &got);
    setlocale(LC_NUMERIC, kept);
    CHECK_STR("a point is written", text, "0.5");
    CHECK("a point is read", got == 0.12345678901234567890123);
}
