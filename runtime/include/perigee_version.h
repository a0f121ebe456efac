/* perigee_version.h - the version, once. */
#ifndef PERIGEE_VERSION_H
#define PERIGEE_VERSION_H

#define PERIGEE_VERSION "0.1.0"

#endif
