/* stream_cutter.c - see stream_cutter.h. Layer 3. */
#include "stream/stream_cutter.h"

#include <string.h>

void peri_stream_cutter_reset(peri_stream_cutter *cutter)
{
    cutter->begin = cutter->scanned = cutter->end = 0;
    cutter->is_long = false;
}

char *peri_stream_cutter_room(peri_stream_cutter *cutter, size_t *room)
{
    size_t kept = cutter->end - cutter->begin;
    if (cutter->begin > 0 && kept > 0)
        memmove(cutter->bytes, cutter->bytes + cutter->begin, kept);
    cutter->scanned -= cutter->begin;
    cutter->begin = 0;
    cutter->end = kept;
    *room = sizeof cutter->bytes - kept;
    return cutter->bytes + kept;
}

void peri_stream_cutter_add(peri_stream_cutter *cutter, size_t len)
{
    cutter->end += len;
}

/* Hand out [begin, stop), without a carriage return at its end. */
static void give(peri_stream_cutter *cutter, size_t stop, const char **line, size_t *len)
{
    size_t n = stop - cutter->begin;
    if (n > 0 && cutter->bytes[stop - 1] == '\r')
        n--;
    bool is_long = cutter->is_long || n > PERI_STREAM_LINE;
    *line = is_long ? NULL : cutter->bytes + cutter->begin;
    *len = is_long ? 0 : n;
    cutter->is_long = false;
}

bool peri_stream_cutter_next(peri_stream_cutter *cutter, const char **line, size_t *len)
{
    const char *from = cutter->bytes + cutter->scanned;
    const char *feed = memchr(from, '\n', cutter->end - cutter->scanned);
    if (feed) {
        size_t stop = (size_t)(feed - cutter->bytes);
        give(cutter, stop, line, len);
        cutter->begin = cutter->scanned = stop + 1;
        return true;
    }
    cutter->scanned = cutter->end;
    if (cutter->end - cutter->begin > PERI_STREAM_LINE + 1) { /* one more: a carriage return */
        cutter->is_long = true;
        cutter->begin = cutter->end;
    }
    return false;
}

bool peri_stream_cutter_rest(peri_stream_cutter *cutter, const char **line, size_t *len)
{
    if (cutter->begin == cutter->end && !cutter->is_long)
        return false;
    give(cutter, cutter->end, line, len);
    cutter->begin = cutter->scanned = cutter->end;
    return true;
}
