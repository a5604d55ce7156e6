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

/// The calling thread's floating-point control word, which is then set: round to nearest, no exceptions, denormals flushed.
///
/// Rendering begins with this, so that its bits do not depend on the thread it runs on.
AUDIO_THREAD_SAFE static inline uint64_t rt_enter_float_mode(void) {
#if defined(__x86_64__)
    uint64_t before = _mm_getcsr();
    _mm_setcsr(0x9fc0u);
    return before;
#elif defined(__aarch64__)
    uint64_t before;
    __asm__ volatile("mrs %0, fpcr" : "=r"(before));
    __asm__ volatile("msr fpcr, %0" ::"r"((uint64_t)1 << 24));
    return before;
#else
    return 0;
#endif
}

/// Restores what `rt_enter_float_mode` found.
AUDIO_THREAD_SAFE static inline void rt_leave_float_mode(uint64_t before) {
#if defined(__x86_64__)
    _mm_setcsr((unsigned)before);
#elif defined(__aarch64__)
    __asm__ volatile("msr fpcr, %0" ::"r"(before));
#else
    (void)before;
#endif
}

/// Copies `count` floats between places that do not overlap; none if `count` is 0 or less.
AUDIO_THREAD_SAFE static inline void rt_copy(float *to, const float *from, long count) {
    if (count > 0) __builtin_memcpy(to, from, (unsigned long)count * sizeof(float));
}

/// Sets `count` floats to zero; none if `count` is 0 or less.
AUDIO_THREAD_SAFE static inline void rt_clear(float *to, long count) {
    if (count > 0) __builtin_memset(to, 0, (unsigned long)count * sizeof(float));
}

#endif
