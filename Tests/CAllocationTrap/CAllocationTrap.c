// Interposes the C library in the test program: each function counts on an armed thread and then does what it always did.
#define _GNU_SOURCE
#include "CAllocationTrap.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

static __thread int armed;
static __thread long counts[3];
static __thread long balance;

void trap_arm(void) {
    balance = 0;
    for (int kind = 0; kind < 3; kind++) counts[kind] = 0;
    armed = 1;
}
void trap_disarm(void) { armed = 0; }
long trap_count(trap_kind kind) { return counts[kind]; }
long trap_balance(void) { return balance; }

__attribute__((unused)) static inline void note(trap_kind kind) {
    if (armed) counts[kind]++;
}

/// Counts a piece of memory that was got (1) or given back (−1), if there is one.
__attribute__((unused)) static inline void *weigh(void *memory, int pieces) {
    if (armed && memory) balance += pieces;
    return memory;
}

// A sanitizer stands in the same place: then the trap steps back.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define TRAP_STEPS_BACK
#endif
#endif

int trap_is_set(void) {
#ifdef TRAP_STEPS_BACK
    return 0;
#else
    return 1;
#endif
}

#ifndef TRAP_STEPS_BACK
// The library's own names for its allocator, so that nothing has to be looked up (which would allocate).
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

void *malloc(size_t size) { note(trap_allocation); return weigh(__libc_malloc(size), 1); }
void *calloc(size_t count, size_t size) { note(trap_allocation); return weigh(__libc_calloc(count, size), 1); }
void *realloc(void *memory, size_t size) {
    note(trap_allocation);
    weigh(memory, -1);
    return weigh(__libc_realloc(memory, size), 1);
}
void free(void *memory) { note(trap_allocation); weigh(memory, -1); __libc_free(memory); }
void *memalign(size_t alignment, size_t size) { note(trap_allocation); return weigh(__libc_memalign(alignment, size), 1); }
void *aligned_alloc(size_t alignment, size_t size) { note(trap_allocation); return weigh(__libc_memalign(alignment, size), 1); }
int posix_memalign(void **memory, size_t alignment, size_t size) {
    note(trap_allocation);
    void *result = weigh(__libc_memalign(alignment, size), 1);
    if (!result) return ENOMEM;
    *memory = result;
    return 0;
}

// The others are looked up once, at first use.
#define NEXT(name) \
    static __typeof__(&name) next; \
    if (!next) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

int pthread_mutex_lock(pthread_mutex_t *mutex) {
    NEXT(pthread_mutex_lock);
    note(trap_lock);
    return next(mutex);
}
int pthread_mutex_trylock(pthread_mutex_t *mutex) {
    NEXT(pthread_mutex_trylock);
    note(trap_lock);
    return next(mutex);
}
int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex) {
    NEXT(pthread_cond_wait);
    note(trap_lock);
    return next(condition, mutex);
}
ssize_t read(int file, void *bytes, size_t count) {
    NEXT(read);
    note(trap_file);
    return next(file, bytes, count);
}
ssize_t write(int file, const void *bytes, size_t count) {
    NEXT(write);
    note(trap_file);
    return next(file, bytes, count);
}
int open(const char *path, int flags, ...) {
    NEXT(open);
    note(trap_file);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return next(path, flags, mode);
}
int openat(int folder, const char *path, int flags, ...) {
    NEXT(openat);
    note(trap_file);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return next(folder, path, flags, mode);
}
long syscall(long number, ...) {
    NEXT(syscall);
    // A futex is how locks wait; every other system call counts as work with files.
    note(number == 202 ? trap_lock : trap_file);
    va_list rest;
    va_start(rest, number);
    long a = va_arg(rest, long), b = va_arg(rest, long), c = va_arg(rest, long);
    long d = va_arg(rest, long), e = va_arg(rest, long), f = va_arg(rest, long);
    va_end(rest);
    return next(number, a, b, c, d, e, f);
}

#endif

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static void *volatile spare;

void trap_commit(int offence) {
    void *volatile memory = 0;
    void *aligned = 0;
    switch (offence) {
    case 0: memory = malloc(100); break;
    case 1: memory = calloc(10, 10); break;
    case 2: memory = realloc(0, 100); break;
    case 3: memory = memalign(64, 128); break;
    case 4: memory = aligned_alloc(64, 128); break;
    case 5: if (posix_memalign(&aligned, 64, 128) == 0) memory = aligned; break;
    case 6: pthread_mutex_lock(&mutex); break;
    case 7: pthread_mutex_trylock(&mutex); break;
    case 8: { char byte; (void)!read(-1, &byte, 1); break; }
    case 9: (void)!write(-1, "", 1); break;
    case 10: close(open("/dev/null", O_RDONLY)); break;
    case 11: close(openat(AT_FDCWD, "/dev/null", O_RDONLY)); break;
    case 12: syscall(39); break;
    case 13: free(spare); spare = 0; break;
    }
    int was_armed = armed;
    armed = 0;
    if (offence == 6 || offence == 7) pthread_mutex_unlock(&mutex);
    free(memory);
    if (!spare) spare = malloc(1);
    armed = was_armed;
}

trap_kind trap_kind_of(int offence) {
    if (offence == 13) return trap_allocation;
    return offence < 6 ? trap_allocation : offence < 8 ? trap_lock : trap_file;
}
