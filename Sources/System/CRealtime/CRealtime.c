#define _GNU_SOURCE
#include <linux/futex.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <poll.h>
#include <time.h>

#include "CRealtime.h"

int desk_poll(struct pollfd *descriptors, unsigned long count, int64_t nanoseconds) {
    struct timespec limit = {nanoseconds / 1000000000, nanoseconds % 1000000000};
    return ppoll(descriptors, count, &limit, 0);
}

void rt_name_thread(const char *name) { prctl(PR_SET_NAME, name); }

void rt_sleep(void *word, uint32_t value) {
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0);
}
