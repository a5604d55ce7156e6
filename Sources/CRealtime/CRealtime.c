#define _GNU_SOURCE
#include <poll.h>
#include <time.h>

#include "CRealtime.h"

int desk_poll(struct pollfd *descriptors, unsigned long count, int64_t nanoseconds) {
    struct timespec limit = {nanoseconds / 1000000000, nanoseconds % 1000000000};
    return ppoll(descriptors, count, &limit, 0);
}
