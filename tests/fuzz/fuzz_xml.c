/* fuzz_xml.c - any bytes as XML. */
#include "fuzz_kit.h"
#include "store/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_parse(data, size, peri_xml_parse);
    return 0;
}
