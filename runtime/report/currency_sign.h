/* currency_sign.h - how amounts of a currency are marked. Layer 5. */
#ifndef PERI_CURRENCY_SIGN_H
#define PERI_CURRENCY_SIGN_H

enum {
    PERI_SIGN_TEXT = 24
};

/* "$" of USD, the code itself where there is no sign. Cut to fit. */
void peri_currency_sign(const char *code, char sign[PERI_SIGN_TEXT]);

#endif
