/* fuzz_tape.c - any bytes as a tape whose sums are right: what it says of itself is not believed.
 */
#include "fuzz_kit.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "market/tape_format.h"
#include "store/digest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const peri_tape_form FORM = {.numbers = 1};

/* Make the sums of the chunks those of their rows, where both lie within the bytes. */
static void correct_chunks(uint8_t *bytes, size_t size, const peri_tape_header *header)
{
    const uint64_t row = 8 * peri_tape_words(FORM), chunks = peri_tape_chunks(header->rows);
    const uint64_t directory = sizeof *header + header->rows * row;
    if (header->pieces > size / sizeof(peri_tape_piece))
        return;
    const uint64_t sums = directory + header->pieces * sizeof(peri_tape_piece);
    if (sums > size || chunks > (size - sums) / sizeof(uint64_t))
        return;
    for (uint64_t i = 0; i < chunks; i++) {
        const uint64_t first = i * PERI_TAPE_CHUNK, left = header->rows - first;
        const uint64_t n = left < PERI_TAPE_CHUNK ? left : PERI_TAPE_CHUNK;
        const uint64_t sum = peri_digest_fast(bytes + sizeof *header + first * row, n * row, 0);
        memcpy(bytes + sums + i * sizeof sum, &sum, sizeof sum);
    }
}

/* Make the sums those of the bytes, as far as the header's counts lie within them. */
static void correct(uint8_t *bytes, size_t size)
{
    peri_tape_header header;
    memcpy(&header, bytes, sizeof header);
    memcpy(header.magic, PERI_TAPE_MAGIC, sizeof header.magic);
    header.order = PERI_TAPE_ORDER;
    header.form = FORM;
    const uint64_t row = 8 * peri_tape_words(FORM), left = size - sizeof header;
    if (header.rows <= left / row) {
        correct_chunks(bytes, size, &header);
        header.directory_sum = peri_digest_fast(bytes + sizeof header + header.rows * row,
                                                left - header.rows * row, 0);
    }
    header.header_sum = peri_digest_fast(&header, offsetof(peri_tape_header, header_sum), 0);
    memcpy(bytes, &header, sizeof header);
}

/* All it holds can be looked at. */
static void look(peri_tape *tape)
{
    size_t count, n;
    uint64_t sum = 0;
    const peri_tape_piece *pieces = peri_tape_pieces(tape, &count);
    for (size_t i = 0; i < count; i++) {
        uint64_t rows[2 * PERI_TAPE_CHUNK];
        const uint64_t end = pieces[i].first + pieces[i].rows;
        sum += peri_tape_is_sound(tape, &pieces[i]);
        for (uint64_t row = pieces[i].first; row < end; row += n) {
            const int rc = peri_tape_read(tape, row / PERI_TAPE_CHUNK, rows, &n);
            int64_t utc_ns = 0;
            if ((rc != 0 && rc != PERI_TAPE_CHANGED) || peri_tape_peek(tape, row, &utc_ns) != 0)
                fuzz_fail("rows can be read", "they cannot");
            n -= row % PERI_TAPE_CHUNK;
            sum += rows[0] + (uint64_t)utc_ns;
        }
        sum += peri_digest_fast(peri_tape_says(tape, &pieces[i]), pieces[i].says_len, 0);
        if (i > 0 && pieces[i].date <= pieces[i - 1].date)
            fuzz_fail("pieces ascend", "they do not");
    }
    static volatile uint64_t kept;
    kept = sum;
    (void)kept;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int64_t live = peri_mem_live();
    uint8_t *bytes = peri_alloc(size + 1);
    int fd = memfd_create("tape", MFD_CLOEXEC);
    if (!bytes || fd < 0)
        fuzz_fail("there is memory", "none");
    memcpy(bytes, data, size);
    if (size >= sizeof(peri_tape_header))
        correct(bytes, size);
    if (write(fd, bytes, size) != (ssize_t)size)
        fuzz_fail("a file in memory takes all", "less");
    peri_tape *tape = peri_tape_open(fd, NULL, "k", FORM);
    if (tape)
        look(tape);
    peri_tape_close(tape);
    peri_free(bytes);
    close(fd);
    if (peri_mem_live() != live)
        fuzz_fail("all memory is given back", "some is not");
    return 0;
}
