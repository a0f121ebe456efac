/* fuzz_pack.c - any rows come back from a packed chunk, and any bytes may be taken for one. The
   first byte says what rows are; the rest are these, or the chunk. */
#include "fuzz_kit.h"

#include <string.h>

#include "base/mem.h"
#include "market/tape_pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Pack and unpack rows. */
static void there_and_back(peri_tape_form form, const uint64_t *rows, size_t n)
{
    static uint64_t packed[PERI_TAPE_MOST_PACKED], back[PERI_TAPE_CHUNK * PERI_TAPE_MOST_WORDS];
    const size_t words = peri_tape_words(form), len = peri_tape_pack(form, rows, n, packed);
    if (len > words * (PERI_COLUMN_HEAD + n))
        fuzz_fail("a chunk is not larger than its rows", "it is");
    if (!peri_tape_unpack(form, packed, len, n, PERI_TAPE_ALL, back) ||
        memcmp(back, rows, n * words * sizeof *rows) != 0)
        fuzz_fail("rows come back", "they do not");
}

/* Unpack what may be no chunk, into rows of just so many. */
static void take(peri_tape_form form, const uint64_t *packed, size_t len, size_t n)
{
    uint64_t *rows = peri_alloc(n * peri_tape_words(form) * sizeof *rows);
    if (!rows)
        fuzz_fail("there is memory", "none");
    const bool all = peri_tape_unpack(form, packed, len, n, PERI_TAPE_ALL, rows);
    if (!peri_tape_unpack(form, packed, len, n, PERI_TAPE_TIMES, rows) && all)
        fuzz_fail("times are there when all is", "they are not");
    peri_free(rows);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const peri_tape_form form = {.numbers = data[0] % 5, .has_text = data[0] / 5 % 2};
    const size_t len = (size - 1) / sizeof(uint64_t), n = len / peri_tape_words(form);
    uint64_t *words = peri_alloc(len * sizeof *words + 1);
    if (!words)
        fuzz_fail("there is memory", "none");
    memcpy(words, data + 1, len * sizeof *words);
    if (n > 0)
        there_and_back(form, words, n < PERI_TAPE_CHUNK ? n : PERI_TAPE_CHUNK);
    take(form, words, len, data[0] / 10 + 1);
    peri_free(words);
    return 0;
}
