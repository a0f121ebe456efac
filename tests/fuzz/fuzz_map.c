/* fuzz_map.c - any bytes as a map file. */
#include "fuzz_kit.h"

#include <string.h>

#include "base/mem.h"
#include "market/corporate_path.h"
#include "market/map_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_periods(const peri_map_file *map)
{
    size_t n;
    const peri_map_period *periods = peri_map_file_periods(map, &n);
    if (n == 0 || !peri_map_file_is_there(map))
        fuzz_fail("a file that is read has periods", "none");
    for (size_t i = 0; i < n; i++) {
        const peri_map_period *period = &periods[i];
        if (!peri_corporate_is_name(period->ticker, strlen(period->ticker)))
            fuzz_fail("a ticker is the name of a file", period->ticker);
        if (period->first > period->last)
            fuzz_fail("a period is one day at least", period->ticker);
        if (i > 0 && (period->first != periods[i - 1].last + 1 ||
                      strcmp(period->ticker, periods[i - 1].ticker) == 0))
            fuzz_fail("periods touch and differ", period->ticker);
    }
    if (peri_map_file_first_ticker(map)[0] == '\0')
        fuzz_fail("there is a first ticker", "none");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    peri_map_file *map;
    peri_error err;
    int64_t live = peri_mem_live();
    int rc = peri_map_file_parse("m.csv", "spy.1", (const char *)data, size, &map, &err);
    if (rc == PERI_OK)
        check_periods(map);
    else
        fuzz_check_error(rc, &err);
    peri_map_file_close(map);
    if (peri_mem_live() != live)
        fuzz_fail("all memory is given back", "some is not");
    return 0;
}
