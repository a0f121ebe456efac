/* machine.h - what the machine has. Layer 8. */
#ifndef PERI_MACHINE_H
#define PERI_MACHINE_H

#include <stdint.h>

/* MB of memory that the process may use: the machine's, or its control group's if that is less. 0:
   unknown. */
int64_t peri_machine_memory(void);

/* The server of the documentation whose memory fits: "512", "1024" or "2048"; static. */
const char *peri_machine_server(void);

#endif
