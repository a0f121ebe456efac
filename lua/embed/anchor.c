/* anchor.c - gives the project that generates files something to compile. */
extern const int peri_embed_anchor;
const int peri_embed_anchor = 0;
