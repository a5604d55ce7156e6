#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "CUnpack.h"

/// The range that this thread is reading.
static _Thread_local struct {
    uintptr_t start, end;
    volatile sig_atomic_t is_gone;
} guarded;

static struct sigaction previous;
static uintptr_t page_size;

/// Maps zeros where the file has no more bytes, so that reading goes on to its end and the caller is told afterwards.
static void replace(int signal, siginfo_t *info, void *context) {
    (void)context;
    uintptr_t place = (uintptr_t)info->si_addr;
    if (info->si_code == BUS_ADRERR && place >= guarded.start && place < guarded.end) {
        int before = errno;
        uintptr_t page = place & ~(page_size - 1);
        void *zeros = mmap(
            (void *)page, guarded.end - page, PROT_READ, MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        errno = before;
        guarded.is_gone = 1;
        if (zeros != MAP_FAILED) return;
    }
    // Not ours: the instruction is tried again, and the previous handler gets the signal.
    sigaction(signal, &previous, NULL);
    if (info->si_code <= 0) raise(signal);
}

static void install(void) {
    page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
    struct sigaction action = {.sa_sigaction = replace, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, &previous);
}

void unpack_guard_mappings(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install);
}

bool unpack_mapped(
    enum unpack_coding coding, bool is_swapped, int channels, const void *mapping, size_t length, const void *bytes,
    float *left, float *right, long frames, bool *is_gone) {
    guarded.start = (uintptr_t)mapping;
    guarded.end = (uintptr_t)mapping + length;
    guarded.is_gone = 0;
    // The compiler must not move any of the reading out of the guarded part.
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    bool is_wild = unpack_samples(coding, is_swapped, channels, bytes, left, right, frames);
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    guarded.start = guarded.end = 0;
    *is_gone = guarded.is_gone != 0;
    return is_wild;
}
