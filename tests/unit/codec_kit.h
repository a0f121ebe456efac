/* codec_kit.h - what each codec of documents does: reading, refusing, ending without memory. */
#ifndef PERI_TEST_CODEC_KIT_H
#define PERI_TEST_CODEC_KIT_H

#include "random_value.h"

/* A text is read as these events, written as tape_text does. */
void codec_kit_reads(const random_codec *codec, const char *text, const char *events);

/* A text is refused as PERI_EFORMAT, also without a record for the error, which has `says`. */
void codec_kit_refuses(const random_codec *codec, const char *text, const char *says);

/* A text is read and written again as it was; with too little memory that fails, says so and leaves
   nothing behind. */
void codec_kit_memory(const random_codec *codec, const char *text);

#endif
