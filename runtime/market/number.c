/* number.c - decimal text to double and back. Layer 2. */
#include "market/number.h"

#include <locale.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SAFE_DIGITS = 19,  /* as many always fit into 64 bits */
    KEPT_DIGITS = 800, /* more than the 767 that can decide how a double rounds */
    FAR_EXPONENT = 2000
};

static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static bool is_digit(char c)
{
    return (unsigned char)(c - '0') < 10;
}

/* Take digits into a mantissa, which wraps when there are too many. */
static const char *take_digits(const char *p, const char *end, uint64_t *mantissa)
{
    uint64_t m = *mantissa;
    for (; p < end; p++) {
        unsigned digit = (unsigned char)*p - (unsigned)'0';
        if (digit > 9)
            break;
        m = m * 10 + digit;
    }
    *mantissa = m;
    return p;
}

/* Take `e[-+]digits`; p itself when what is there is not an exponent. */
static const char *take_exponent(const char *p, const char *end, int64_t *exponent)
{
    const char *q = p + 1;
    bool negative = false;
    if (q < end && (*q == '-' || *q == '+'))
        negative = *q++ == '-';
    if (q == end || !is_digit(*q))
        return p;
    int64_t e = 0;
    for (; q < end && is_digit(*q); q++)
        if (e < INT64_C(100000000000000000)) /* far beyond any double: only its size matters */
            e = e * 10 + (*q - '0');
    *exponent += negative ? -e : e;
    return q;
}

/* strtod of a terminated text of digits and an exponent, whatever the process's locale. */
static bool convert(const char *text, double *out)
{
    locale_t c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0); /* glibc's is static: no cost */
    if (!c_locale)
        return false;
    *out = strtod_l(text, NULL, c_locale);
    freelocale(c_locale);
    return true;
}

/*
 * The value of digits with at most one point, [p, end), times 10^exponent. A copy of the digits
 * that matter goes to strtod; the others only say whether the value is above what was kept.
 */
static bool convert_long(const char *p, const char *end, int64_t exponent, double *out)
{
    char text[KEPT_DIGITS + 16];
    size_t n = 0;
    bool more = false;
    int64_t behind_point = 0;
    for (; p < end && (is_digit(*p) || *p == '.'); p++) {
        if (*p == '.') {
            behind_point = 1;
        } else if (n == KEPT_DIGITS) {
            more = more || *p != '0';
            exponent += 1 - behind_point;
        } else {
            if (n > 0 || *p != '0')
                text[n++] = *p;
            exponent -= behind_point;
        }
    }
    if (more) {
        text[n++] = '1';
        exponent--;
    }
    if (n == 0)
        text[n++] = '0';
    int e = (int)(exponent > FAR_EXPONENT    ? FAR_EXPONENT
                  : exponent < -FAR_EXPONENT ? -FAR_EXPONENT
                                             : exponent);
    snprintf(text + n, sizeof text - n, "e%d", e);
    return convert(text, out);
}

const char *peri_number_parse(const char *p, const char *end, double *out)
{
    bool negative = false;
    if (p < end && (*p == '-' || *p == '+'))
        negative = *p++ == '-';
    const char *first = p;
    uint64_t mantissa = 0;
    int64_t exponent = 0;
    p = take_digits(p, end, &mantissa);
    int64_t digits = p - first;
    if (p < end && *p == '.') {
        const char *point = p++;
        p = take_digits(p, end, &mantissa);
        exponent = -(p - point - 1);
        digits -= exponent;
    }
    if (digits == 0)
        return NULL;
    const char *digits_end = p;
    int64_t written = 0;
    if (p < end && (*p == 'e' || *p == 'E'))
        p = take_exponent(p, end, &written);
    exponent += written;

    double value;
    if (digits <= SAFE_DIGITS && mantissa <= UINT64_C(1) << 53 && exponent >= -22 && exponent <= 22)
        value = exponent < 0 ? (double)mantissa / powers[-exponent]
                             : (double)mantissa * powers[exponent];
    else if (!convert_long(first, digits_end, written, &value))
        return NULL;
    *out = negative ? -value : value;
    return p;
}

/* A positive decimal: 0.DIGITS times 10^point. */
struct decimal {
    char digits[24];
    int n, point;
};

/* Round a value to n digits, without zeros at the end. */
static void decimal_of(double value, int n, struct decimal *d)
{
    char text[48];
    snprintf(text, sizeof text, "%.*e", n - 1, value);
    d->n = 0;
    const char *p = text;
    for (; *p != 'e'; p++)
        if (is_digit(*p)) /* anything else is the radix character of some locale */
            d->digits[d->n++] = *p;
    bool negative = p[1] == '-';
    int exponent = 0;
    for (p += 2; is_digit(*p); p++)
        exponent = exponent * 10 + (*p - '0');
    d->point = (negative ? -exponent : exponent) + 1;
    while (d->n > 1 && d->digits[d->n - 1] == '0')
        d->n--;
}

/* The next decimal above of the same precision. */
static void decimal_step(struct decimal *d)
{
    while (d->n > 1 && d->digits[d->n - 1] == '9')
        d->n--;
    if (d->digits[d->n - 1] != '9') {
        d->digits[d->n - 1]++;
    } else {
        d->digits[0] = '1';
        d->point++;
    }
}

/* Write a decimal as `123.4`, `0.001` or `1.5e+300`. Returns the length. */
static size_t decimal_text(const struct decimal *d, char *out)
{
    char *p = out;
    bool plain = d->point > -4 && d->point <= 17;
    int whole = plain ? d->point : 1;
    if (whole <= 0) {
        *p++ = '0';
        *p++ = '.';
        for (int i = whole; i < 0; i++)
            *p++ = '0';
    }
    for (int i = 0; i < d->n || i < whole; i++) {
        if (i == whole && whole > 0)
            *p++ = '.';
        *p = '0';
        if (i < d->n)
            *p = d->digits[i];
        p++;
    }
    if (!plain)
        p += snprintf(p, 8, "e%+d", d->point - 1);
    *p = '\0';
    return (size_t)(p - out);
}

static bool reads_back(const struct decimal *d, double value, char *out, size_t *len)
{
    double read;
    *len = decimal_text(d, out);
    return peri_number_parse(out, out + *len, &read) && read == value;
}

/* Write the shortest decimal of a positive finite value. */
static size_t shortest(double value, char *out)
{
    struct decimal d = {"0", 1, 1};
    size_t len = 0;
    /* 15 digits come back unchanged from any normal double, so fewer need no search. */
    for (int digits = value < 0x1p-1022 ? 1 : 15; digits <= 16; digits++) {
        decimal_of(value, digits, &d);
        if (reads_back(&d, value, out, &len))
            return len;
    }
    /* Doubles lie twice as dense below a power of two as above: there the decimal next above can
       read back although the nearest, below, does not. */
    decimal_step(&d);
    if (reads_back(&d, value, out, &len))
        return len;
    decimal_of(value, 17, &d);
    return decimal_text(&d, out);
}

size_t peri_number_format(double value, char *out)
{
    char *p = out;
    if (isnan(value)) {
        memcpy(out, "nan", 4);
        return 3;
    }
    if (signbit(value))
        *p++ = '-';
    value = fabs(value);
    size_t len = 1;
    if (isinf(value)) {
        len = 3;
        memcpy(p, "inf", 4);
    } else if (value > 0) {
        len = shortest(value, p);
    } else {
        memcpy(p, "0", 2);
    }
    return (size_t)(p - out) + len;
}
