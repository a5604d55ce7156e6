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

/// Prefetches `count` floats; beyond the end of memory it does nothing.
///
/// Into the second cache: a prefetch into the nearest one occupies one of its few fill buffers (16 in Golden Cove) until the line
/// arrives, and loads without one wait. With hundreds of strips, read eight at a time: 31 ns a strip and block instead of 48.
AUDIO_THREAD_SAFE static inline void rt_prefetch(const float *from, long count) {
    for (long i = 0; i < count; i += 16) __builtin_prefetch(from + i, 0, 2);
}

/// Copies `count` floats between places that do not overlap; none if `count` is 0 or less.
AUDIO_THREAD_SAFE static inline void rt_copy(float *to, const float *from, long count) {
    if (count > 0) __builtin_memcpy(to, from, (unsigned long)count * sizeof(float));
}

/// Sets `count` floats to zero; none if `count` is 0 or less.
AUDIO_THREAD_SAFE static inline void rt_clear(float *to, long count) {
    if (count > 0) __builtin_memset(to, 0, (unsigned long)count * sizeof(float));
}

/// Eight floats side by side: `SIMD8<Float>`.
typedef float rt_lanes __attribute__((ext_vector_type(8)));

/// Square roots, correctly rounded, so the same on every machine.
AUDIO_THREAD_SAFE static inline rt_lanes rt_sqrt(rt_lanes x) { return __builtin_elementwise_sqrt(x); }

/// Eight doubles side by side: `SIMD8<Double>`.
typedef double rt_precise __attribute__((ext_vector_type(8)));

/// Square roots, correctly rounded, so the same on every machine.
AUDIO_THREAD_SAFE static inline rt_precise rt_sqrt_precise(rt_precise x) { return __builtin_elementwise_sqrt(x); }

/// Between single and double precision, rounding to nearest.
AUDIO_THREAD_SAFE static inline rt_precise rt_widen(rt_lanes x) { return __builtin_convertvector(x, rt_precise); }
AUDIO_THREAD_SAFE static inline rt_lanes rt_narrow(rt_precise x) { return __builtin_convertvector(x, rt_lanes); }

/// Eight whole numbers side by side, or a mask of eight Booleans: `SIMD8<Int32>`.
typedef int32_t rt_bits __attribute__((ext_vector_type(8)));

/// Whether any bit is set. One test where the standard library's reduction takes a dozen shuffles.
AUDIO_THREAD_SAFE static inline _Bool rt_any(rt_bits x) { return __builtin_reduce_or(x) != 0; }

/// Where whole numbers are above 0: all bits set there. (Swift 6.3 compares vectors of them in a loop.)
AUDIO_THREAD_SAFE static inline rt_bits rt_is_positive(rt_bits x) { return x > 0; }

// Sums and products of vectors, never fused. In C, since Swift splits vectors into elements, and in long loops the optimiser does
// not always rejoin them.

/// a − b.
AUDIO_THREAD_SAFE static inline rt_lanes rt_minus(rt_lanes a, rt_lanes b) { return a - b; }

/// x + a · b.
AUDIO_THREAD_SAFE static inline rt_lanes rt_plus_product(rt_lanes x, rt_lanes a, rt_lanes b) {
#pragma clang fp contract(off)
    return x + a * b;
}

/// a · b + c · d.
AUDIO_THREAD_SAFE static inline rt_lanes rt_products(rt_lanes a, rt_lanes b, rt_lanes c, rt_lanes d) {
#pragma clang fp contract(off)
    return a * b + c * d;
}

/// x + (a · b + c · d).
AUDIO_THREAD_SAFE static inline rt_lanes rt_plus_products(rt_lanes x, rt_lanes a, rt_lanes b, rt_lanes c, rt_lanes d) {
#pragma clang fp contract(off)
    return x + (a * b + c * d);
}

/// Zero where a magnitude is below 10⁻¹⁵, −300 dB.
AUDIO_THREAD_SAFE static inline rt_lanes rt_flushed(rt_lanes x) {
    rt_lanes magnitude = (rt_lanes)((rt_bits)x & 0x7fffffff);
    return (rt_lanes)((rt_bits)x & ~(magnitude < 1e-15f));
}

/// The larger magnitude of two numbers; that of `b` if one is a NaN.
AUDIO_THREAD_SAFE static inline rt_lanes rt_louder(rt_lanes a, rt_lanes b) {
    rt_lanes x = (rt_lanes)((rt_bits)a & 0x7fffffff), y = (rt_lanes)((rt_bits)b & 0x7fffffff);
    return x > y ? x : y;
}

/// What is left of a countdown from `whole` frames: a level not below `opening` begins it anew, and so does one not below
/// `closing` while it runs.
AUDIO_THREAD_SAFE static inline rt_bits rt_count_down(rt_bits count, rt_bits whole, rt_lanes level, rt_lanes opening, rt_lanes closing) {
    rt_bits runs = count > 0;
    rt_bits opens = whole & ~(level < opening), stays = whole & ~(level < closing);
    return __builtin_elementwise_max(count + runs, opens | (runs & stays));
}

/// Bits that were set, or differ.
AUDIO_THREAD_SAFE static inline rt_bits rt_differences(rt_bits before, rt_bits a, rt_bits b) { return before | (a ^ b); }

/// A positive number as m · 2ⁿ with 0.75 ≤ m < 1.5: n. In C, since Swift takes a vector of whole numbers apart.
AUDIO_THREAD_SAFE static inline rt_lanes rt_exponent(rt_lanes x) {
    return __builtin_convertvector(((rt_bits)x - 0x3f400000) >> 23, rt_lanes);
}

/// A positive number as m · 2ⁿ with 0.75 ≤ m < 1.5: m.
AUDIO_THREAD_SAFE static inline rt_lanes rt_mantissa(rt_lanes x) {
    return (rt_lanes)((rt_bits)x - (((rt_bits)x - 0x3f400000) & (int32_t)0xff800000));
}

/// Transposes an 8×8 square of floats: rows, each at its own address, become columns.
AUDIO_THREAD_SAFE static inline __attribute__((always_inline)) void rt_transpose_rows8(const float *const from[8], float *const to[8]) {
#if defined(__AVX2__)
    // Halves are put together while they are loaded; then pairs and quads change places.
    __m256 r[8], t[8];
    for (int i = 0; i < 4; i++) {
        r[i] = _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(from[i])), _mm_loadu_ps(from[i + 4]), 1);
        r[i + 4] = _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(from[i] + 4)), _mm_loadu_ps(from[i + 4] + 4), 1);
    }
    for (int half = 0; half < 8; half += 4) {
        t[0] = _mm256_unpacklo_ps(r[half], r[half + 1]);
        t[1] = _mm256_unpackhi_ps(r[half], r[half + 1]);
        t[2] = _mm256_unpacklo_ps(r[half + 2], r[half + 3]);
        t[3] = _mm256_unpackhi_ps(r[half + 2], r[half + 3]);
        _mm256_storeu_ps(to[half], _mm256_shuffle_ps(t[0], t[2], 0x44));
        _mm256_storeu_ps(to[half + 1], _mm256_shuffle_ps(t[0], t[2], 0xee));
        _mm256_storeu_ps(to[half + 2], _mm256_shuffle_ps(t[1], t[3], 0x44));
        _mm256_storeu_ps(to[half + 3], _mm256_shuffle_ps(t[1], t[3], 0xee));
    }
#else
    typedef float quad __attribute__((ext_vector_type(4)));
    for (int row = 0; row < 8; row += 4) {
        for (int column = 0; column < 8; column += 4) {
            quad a, b, c, d;
            __builtin_memcpy(&a, from[row] + column, sizeof a);
            __builtin_memcpy(&b, from[row + 1] + column, sizeof b);
            __builtin_memcpy(&c, from[row + 2] + column, sizeof c);
            __builtin_memcpy(&d, from[row + 3] + column, sizeof d);
            quad ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5), ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
            quad cd_low = __builtin_shufflevector(c, d, 0, 4, 1, 5), cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
            a = __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5);
            b = __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7);
            c = __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5);
            d = __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7);
            __builtin_memcpy(to[column] + row, &a, sizeof a);
            __builtin_memcpy(to[column + 1] + row, &b, sizeof b);
            __builtin_memcpy(to[column + 2] + row, &c, sizeof c);
            __builtin_memcpy(to[column + 3] + row, &d, sizeof d);
        }
    }
#endif
}

/// The same for rows and columns at constant strides, in floats.
AUDIO_THREAD_SAFE static inline void rt_transpose8(const float *from, long from_stride, float *to, long to_stride) {
    const float *rows[8];
    float *columns[8];
    for (int i = 0; i < 8; i++) {
        rows[i] = from + i * from_stride;
        columns[i] = to + i * to_stride;
    }
    rt_transpose_rows8(rows, columns);
}

/// Eight rows of `frames` floats, given by an array of pointers, into frames of eight. `frames` is rounded up to eight, so that floats
/// behind the rows are read.
AUDIO_THREAD_SAFE static inline void rt_gather8(const void *pointers, float *frames_of_eight, long frames) {
    const float *const *rows = (const float *const *)pointers;
    for (long frame = 0; frame < frames; frame += 8) {
        const float *from[8];
        float *to[8];
        for (int i = 0; i < 8; i++) {
            from[i] = rows[i] + frame;
            to[i] = frames_of_eight + (frame + i) * 8;
        }
        rt_transpose_rows8(from, to);
    }
}

/// The reverse, into rows `stride` floats apart. `frames` is rounded up to eight, so that floats behind the rows are overwritten.
AUDIO_THREAD_SAFE static inline void rt_scatter8(const float *frames_of_eight, float *rows, long stride, long frames) {
    for (long frame = 0; frame < frames; frame += 8) {
        const float *from[8];
        float *to[8];
        for (int i = 0; i < 8; i++) {
            from[i] = frames_of_eight + (frame + i) * 8;
            to[i] = rows + i * stride + frame;
        }
        rt_transpose_rows8(from, to);
    }
}

/// Adds `count` floats to others.
AUDIO_THREAD_SAFE static inline void rt_add(float *restrict to, const float *restrict from, long count) {
    for (long i = 0; i < count; i++) to[i] += from[i];
}

/// Whether `count` floats are all zero, of either sign.
AUDIO_THREAD_SAFE static inline _Bool rt_is_silent(const float *samples, long count) {
    long i = 0;
    for (; i + 16 <= count; i += 16) {
        uint32_t bits[16], any = 0;
        __builtin_memcpy(bits, samples + i, sizeof bits);
        for (int k = 0; k < 16; k++) any |= bits[k];
        if (any & 0x7fffffffu) return 0;
    }
    for (; i < count; i++)
        if (samples[i] != 0) return 0;
    return 1;
}

/// Whether the processor and the system can run AVX2 code.
static inline _Bool rt_has_avx2(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
#else
    return 0;
#endif
}

/// Tells the processor that this is a waiting loop.
AUDIO_THREAD_SAFE static inline void rt_pause(void) {
#if defined(__x86_64__)
    _mm_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/// Wakes threads that sleep in `rt_sleep` on this word; itself never waits. A bare system call, so that the C library's
/// `syscall` and `errno` are not touched.
AUDIO_THREAD_SAFE static inline void rt_wake(void *word, int count) {
#if defined(__x86_64__)
    register long options __asm__("r10") = 0;
    long result = 202;
    __asm__ volatile("syscall"
                     : "+a"(result)
                     : "D"(word), "S"(129L), "d"((long)count), "r"(options)
                     : "rcx", "r11", "memory");
#elif defined(__aarch64__)
    register long number __asm__("x8") = 98;
    register long first __asm__("x0") = (long)word;
    register long second __asm__("x1") = 129;
    register long third __asm__("x2") = count;
    __asm__ volatile("svc 0" : "+r"(first) : "r"(number), "r"(second), "r"(third) : "memory");
#endif
}

/// Names the calling thread, in 15 bytes or less, as tools show it. When the thread begins.
void rt_name_thread(const char *name);

/// Sleeps while the word holds `value`, until `rt_wake`. For workers, never for the thread of the sound device.
void rt_sleep(void *word, uint32_t value);

// For the desk's thread, not the audio thread.

struct pollfd;
/// poll(2) with a limit in nanoseconds, which the C library declares for GNU sources only.
int desk_poll(struct pollfd *descriptors, unsigned long count, int64_t nanoseconds);

#include "MeterRows.h"
#include "RingRows.h"

#endif
