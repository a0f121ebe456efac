/* fuzz_zip.c - any bytes as a zip with prices. */
#include "fuzz_kit.h"

#include <string.h>

#include "base/mem.h"
#include "market/zip_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PATH "build/fuzz/zip/root/20131007_trade.zip"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    peri_zip_entry entry = {.name = NULL};
    peri_error err;
    int64_t live = peri_mem_live();
    fuzz_put(PATH, data, size);
    int rc = peri_zip_read_single(PATH, &entry, &err);
    if (rc != PERI_OK) {
        fuzz_check_error(rc, &err);
        if (!strstr(err.text, PATH))
            fuzz_fail("the text names the file", err.text);
        if (entry.name || entry.data)
            fuzz_fail("a failure leaves no entry", "there is one");
    } else if (!entry.name || (entry.len > 0 && !entry.data)) {
        fuzz_fail("an entry has a name and bytes", "it has not");
    }
    peri_zip_entry_deinit(&entry);
    if (peri_mem_live() != live)
        fuzz_fail("all memory is given back", "some is not");
    return 0;
}
