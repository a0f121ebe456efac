/* csv_fields.c - see csv_fields.h. Layer 2. */
#include "market/csv_fields.h"

#include <string.h>

peri_csv_field peri_csv_trimmed(const char *text, size_t len)
{
    const char *end = text + len;
    while (text < end && *text == ' ')
        text++;
    while (end > text && end[-1] == ' ')
        end--;
    return (peri_csv_field){text, (size_t)(end - text)};
}

size_t peri_csv_split(const char *text, size_t len, peri_csv_field *fields, size_t most)
{
    const char *end = text + len;
    for (size_t n = 0;; n++) {
        const char *comma = memchr(text, ',', (size_t)(end - text));
        if (n < most)
            fields[n] = peri_csv_trimmed(text, (size_t)((comma ? comma : end) - text));
        if (!comma)
            return n + 1;
        text = comma + 1;
    }
}

void peri_csv_skip_mark(peri_text_line *line, int64_t number)
{
    static const char mark[] = "\xef\xbb\xbf"; /* in UTF-8 */
    const size_t len = sizeof mark - 1;
    if (number != 1 || line->len < len || memcmp(line->text, mark, len) != 0)
        return;
    line->text += len;
    line->len -= len;
}

void peri_csv_trim_end(peri_text_line *line)
{
    while (line->len > 0 && (line->text[line->len - 1] == '\r' || line->text[line->len - 1] == ' '))
        line->len--;
}
