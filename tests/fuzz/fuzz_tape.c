/* fuzz_tape.c - any bytes as a tape whose sums are right: what it says of itself is not believed.
 */
#include "fuzz_kit.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "market/tape_format.h"
#include "market/tape_pack.h"
#include "store/digest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const peri_tape_form FORM = {.numbers = 2};

enum {
    WORDS = 3 /* of a row */
};

/* Make what is said of the chunks that of their bytes, where both lie within the file. */
static void correct_chunks(uint8_t *bytes, size_t size, const peri_tape_header *header)
{
    const uint64_t chunks = peri_tape_chunks(header->rows), begin = sizeof *header + header->packed;
    if (header->pieces > size / sizeof(peri_tape_piece))
        return;
    const uint64_t entries = begin + header->pieces * sizeof(peri_tape_piece);
    if (entries > size || chunks > (size - entries) / sizeof(peri_tape_chunk))
        return;
    for (uint64_t i = 0; i < chunks; i++) {
        uint64_t packed[PERI_TAPE_MOST_PACKED], rows[WORDS * PERI_TAPE_CHUNK] = {0};
        uint8_t *entry = bytes + entries + i * sizeof(peri_tape_chunk);
        peri_tape_chunk chunk, next = {.at = begin};
        memcpy(&chunk, entry, sizeof chunk);
        if (i + 1 < chunks)
            memcpy(&next, entry + sizeof chunk, sizeof next);
        if (chunk.at > next.at || next.at > size || next.at - chunk.at > sizeof packed)
            return;
        const uint64_t left = header->rows - i * PERI_TAPE_CHUNK, len = next.at - chunk.at;
        memcpy(packed, bytes + chunk.at, len);
        chunk.sum = peri_digest_fast(packed, len, 0);
        (void)peri_tape_unpack(FORM, packed, len / sizeof *packed,
                               left < PERI_TAPE_CHUNK ? left : PERI_TAPE_CHUNK, PERI_TAPE_TIMES,
                               rows);
        chunk.first_utc_ns = (int64_t)rows[0];
        memcpy(entry, &chunk, sizeof chunk);
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
    const uint64_t left = size - sizeof header;
    if (header.packed <= left) {
        correct_chunks(bytes, size, &header);
        header.directory_sum =
            peri_digest_fast(bytes + sizeof header + header.packed, left - header.packed, 0);
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
        uint64_t rows[WORDS * PERI_TAPE_CHUNK] = {0};
        const uint64_t end = pieces[i].first + pieces[i].rows;
        sum += peri_tape_is_sound(tape, &pieces[i]);
        for (uint64_t row = pieces[i].first; row < end; row += n) {
            const uint64_t chunk = row / PERI_TAPE_CHUNK;
            const int times = peri_tape_skim(tape, chunk, PERI_TAPE_TIMES, rows, &n);
            const int rc = peri_tape_read(tape, chunk, rows, &n);
            if ((rc != 0 && rc != PERI_TAPE_CHANGED) || (times != 0 && rc == 0))
                fuzz_fail("rows can be read", "they cannot");
            if (rc == 0 && (int64_t)rows[0] != peri_tape_chunk_begins(tape, chunk))
                fuzz_fail("a chunk begins as it is said", "it does not");
            n -= row % PERI_TAPE_CHUNK;
            sum += rows[0];
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
