// A file that stops answering: reads of it never return, neither by calls nor where it is mapped into memory, and no signal ends them,
// as in a process that waits for a disk that is gone.
//
// GAINRIDER_HUNG_FILE is the end of its path, GAINRIDER_HUNG_AFTER the bytes that may be read of it, GAINRIDER_HUNG_SIGN a file that
// is made when the first read hangs.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

#define MOST 1024
static atomic_char is_hung[MOST];
static atomic_llong bytes_read;

static void note(const char *path, int file) {
    const char *end = getenv("GAINRIDER_HUNG_FILE");
    if (file < 0 || file >= MOST || !end) return;
    size_t length = strlen(path), wanted = strlen(end);
    is_hung[file] = length >= wanted && strcmp(path + length - wanted, end) == 0;
}

#define OPEN(name)                                                        \
    int name(const char *path, int flags, ...) {                          \
        static int (*next)(const char *, int, ...);                       \
        if (!next) next = (__typeof__(next))dlsym(RTLD_NEXT, #name);      \
        va_list rest;                                                     \
        va_start(rest, flags);                                            \
        int file = next(path, flags, va_arg(rest, mode_t));               \
        va_end(rest);                                                     \
        note(path, file);                                                 \
        return file;                                                      \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                      \
    int name(int folder, const char *path, int flags, ...) {              \
        static int (*next)(int, const char *, int, ...);                  \
        if (!next) next = (__typeof__(next))dlsym(RTLD_NEXT, #name);      \
        va_list rest;                                                     \
        va_start(rest, flags);                                            \
        int file = next(folder, path, flags, va_arg(rest, mode_t));       \
        va_end(rest);                                                     \
        note(path, file);                                                 \
        return file;                                                      \
    }
OPENAT(openat)
OPENAT(openat64)

int close(int file) {
    static int (*next)(int);
    if (!next) next = (int (*)(int))dlsym(RTLD_NEXT, "close");
    if (file >= 0 && file < MOST) is_hung[file] = 0;
    return next(file);
}

static long long after(void) {
    const char *number = getenv("GAINRIDER_HUNG_AFTER");
    return number ? atoll(number) : 0;
}

static void hang(void) {
    const char *sign = getenv("GAINRIDER_HUNG_SIGN");
    if (sign) creat(sign, 0644);
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, NULL);
    for (;;) pause();
}

static void hang_if_due(int file, size_t count) {
    if (file < 0 || file >= MOST || !is_hung[file]) return;
    if (atomic_fetch_add(&bytes_read, (long long)count) >= after()) hang();
}

ssize_t read(int file, void *bytes, size_t count) {
    static ssize_t (*next)(int, void *, size_t);
    if (!next) next = (ssize_t(*)(int, void *, size_t))dlsym(RTLD_NEXT, "read");
    hang_if_due(file, count);
    return next(file, bytes, count);
}

#define PREAD(name, place)                                                               \
    ssize_t name(int file, void *bytes, size_t count, place offset) {                    \
        static ssize_t (*next)(int, void *, size_t, place);                              \
        if (!next) next = (ssize_t(*)(int, void *, size_t, place))dlsym(RTLD_NEXT, #name); \
        hang_if_due(file, count);                                                        \
        return next(file, bytes, count, offset);                                         \
    }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

// Of a mapping what may not be read is not there: who touches it waits for it.
static char *gap;
static size_t gap_length;

static void touched(int number, siginfo_t *info, void *context) {
    char *place = info->si_addr;
    if (place >= gap && place < gap + gap_length) hang();
    signal(number, SIG_DFL);
}

#define MMAP(name, place)                                                                        \
    void *name(void *wanted, size_t length, int access, int flags, int file, place offset) {     \
        static void *(*next)(void *, size_t, int, int, int, place);                              \
        if (!next) next = (__typeof__(next))dlsym(RTLD_NEXT, #name);                             \
        if (file < 0 || file >= MOST || !is_hung[file])                                          \
            return next(wanted, length, access, flags, file, offset);                            \
        char *base = next(NULL, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);          \
        if (base == MAP_FAILED) return base;                                                     \
        size_t page = (size_t)sysconf(_SC_PAGESIZE), there = 0;                                  \
        if (after() > offset) there = ((size_t)(after() - offset) + page - 1) / page * page;     \
        if (there > length) there = length;                                                      \
        if (there) next(base, there, access, flags | MAP_FIXED, file, offset);                   \
        gap = base + there;                                                                      \
        gap_length = length - there;                                                             \
        struct sigaction action = {.sa_sigaction = touched, .sa_flags = SA_SIGINFO};             \
        sigaction(SIGSEGV, &action, NULL);                                                       \
        return base;                                                                             \
    }
MMAP(mmap, off_t)
MMAP(mmap64, off64_t)
