/* hours_text.c - reading and writing times of day and American dates. Layer 2. */
#include "market/hours_text.h"

#include <stdio.h>
#include <string.h>

enum {
    MAX_FIELDS = 4
};

/* Split `1/31/1998` into numbers of at most 4 digits, with the byte in front of each; returns how
   many there are, 0 when the text has another form. */
static size_t split(const char *text, size_t len, int numbers[MAX_FIELDS],
                    size_t digits[MAX_FIELDS], char before[MAX_FIELDS])
{
    size_t n = 0;
    for (size_t at = 0;; at++) {
        if (n == MAX_FIELDS)
            return 0;
        before[n] = '\0';
        if (n > 0)
            before[n] = text[at - 1];
        numbers[n] = 0;
        digits[n] = 0;
        for (; at < len && text[at] >= '0' && text[at] <= '9'; at++, digits[n]++)
            if (digits[n] < 4)
                numbers[n] = numbers[n] * 10 + (text[at] - '0');
        if (digits[n] == 0 || digits[n] > 4)
            return 0;
        n++;
        if (at == len)
            return n;
    }
}

bool peri_hours_time_read(const char *text, size_t len, int64_t *out)
{
    int numbers[MAX_FIELDS];
    size_t digits[MAX_FIELDS];
    char before[MAX_FIELDS];
    size_t n = split(text, len, numbers, digits, before);
    if (n < 3)
        return false;
    size_t hour = n - 3; /* a number of days may come first */
    for (size_t i = 0; i < n; i++)
        if (digits[i] > 2 || (i > 0 && before[i] != ':' && !(i == hour && before[i] == '.')))
            return false;
    int64_t days = hour > 0 ? numbers[0] : 0;
    if (numbers[hour] > 23 || numbers[hour + 1] > 59 || numbers[hour + 2] > 59)
        return false;
    int64_t time = days * PERI_DAY + numbers[hour] * PERI_HOUR + numbers[hour + 1] * PERI_MINUTE +
                   numbers[hour + 2] * PERI_SECOND;
    if (time > PERI_DAY)
        return false;
    *out = time;
    return true;
}

bool peri_hours_date_read(const char *text, size_t len, peri_date *out)
{
    int numbers[MAX_FIELDS];
    size_t digits[MAX_FIELDS];
    char before[MAX_FIELDS];
    if (split(text, len, numbers, digits, before) != 3 || before[1] != '/' || before[2] != '/' ||
        digits[0] > 2 || digits[1] > 2 || digits[2] != 4 ||
        !peri_date_valid(numbers[2], numbers[0], numbers[1]))
        return false;
    *out = peri_date_make(numbers[2], numbers[0], numbers[1]);
    return true;
}

const char *peri_hours_time_text(int64_t time_of_day, char out[PERI_HOURS_TIME_TEXT])
{
    int hour = (int)(time_of_day / PERI_HOUR), minute = (int)(time_of_day / PERI_MINUTE % 60),
        second = (int)(time_of_day / PERI_SECOND % 60);
    if (second != 0)
        snprintf(out, PERI_HOURS_TIME_TEXT, "%02d:%02d:%02d", hour % 100, minute, second);
    else
        snprintf(out, PERI_HOURS_TIME_TEXT, "%02d:%02d", hour % 100, minute);
    return out;
}
