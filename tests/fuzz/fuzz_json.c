/* fuzz_json.c - any bytes as JSON. */
#include "fuzz_kit.h"
#include "store/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_parse(data, size, peri_json_parse);
    return 0;
}
