/* sql_frozen.c - see sql_frozen.h. Layer 2. */
#include "store/sql_frozen.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool peri_sql_is_frozen(const char *path)
{
    struct stat log;
    peri_buf name;
    peri_buf_init(&name);
    peri_buf_printf(&name, "%s-wal", path);
    bool frozen = !name.failed && access(path, R_OK) == 0 && access(path, W_OK) != 0 &&
                  (stat(peri_buf_str(&name), &log) != 0 || log.st_size == 0);
    peri_buf_deinit(&name);
    return frozen;
}

void peri_sql_frozen_uri(const char *path, peri_buf *uri)
{
    peri_buf_text(uri, "file:");
    for (const char *p = path; *p; p++)
        peri_buf_printf(uri, strchr("%?#", *p) ? "%%%02X" : "%c", (unsigned)(unsigned char)*p);
    peri_buf_text(uri, "?immutable=1");
}
