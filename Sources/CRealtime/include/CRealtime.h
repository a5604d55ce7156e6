// The only C functions that audio-thread code may call. Adding a line is a review event.
#ifndef GAINRIDER_CREALTIME_H
#define GAINRIDER_CREALTIME_H

#include <stdint.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

/// Lets the Swift compiler accept the function below `@_noLocks @_noAllocation` callers.
#define AUDIO_THREAD_SAFE                                 \
    __attribute__((swift_attr("@_noAllocation")))         \
    __attribute__((swift_attr("@_noLocks")))

/// Flushes denormal numbers to zero on the calling thread (FTZ and DAZ of MXCSR; FZ of FPCR).
AUDIO_THREAD_SAFE static inline void rt_flush_denormals(void) {
#if defined(__x86_64__)
    _mm_setcsr(_mm_getcsr() | 0x8040u);
#elif defined(__aarch64__)
    uint64_t fpcr;
    __asm__ volatile("mrs %0, fpcr" : "=r"(fpcr));
    __asm__ volatile("msr fpcr, %0" ::"r"(fpcr | (1ull << 24)));
#endif
}

#endif
