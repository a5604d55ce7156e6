#include "CUnpack.h"

#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define INLINE static inline __attribute__((always_inline))

typedef const unsigned char *bytes_t;

/// Frames that are unpacked before the next ones are asked for from memory.
enum { piece = 64 };
/// Bytes of prefetching ahead: a hardware prefetcher stops at the end of each page, since the next one may be anywhere.
enum { ahead = 512 };

INLINE void prefetch(bytes_t from, long count) {
    for (long i = 0; i < count; i += 64) __builtin_prefetch(from + ahead + i);
}

INLINE uint32_t load32(bytes_t at, bool is_swapped) {
    uint32_t word;
    memcpy(&word, at, sizeof word);
    return is_swapped ? __builtin_bswap32(word) : word;
}

INLINE float from_int16(bytes_t at, bool is_swapped) {
    uint16_t word;
    memcpy(&word, at, sizeof word);
    return (float)(int16_t)(is_swapped ? __builtin_bswap16(word) : word) * 0x1p-15f;
}

/// Three bytes in the upper part of a word: shifted so, libsndfile's scale for 32 bits serves.
INLINE float from_int24(bytes_t at, bool is_swapped) {
    uint32_t low = at[is_swapped ? 2 : 0], middle = at[1], high = at[is_swapped ? 0 : 2];
    return (float)(int32_t)(low << 8 | middle << 16 | high << 24) * 0x1p-31f;
}

INLINE float from_int32(bytes_t at, bool is_swapped) { return (float)(int32_t)load32(at, is_swapped) * 0x1p-31f; }

INLINE void unpack_int16(bytes_t from, float *left, float *right, long frames, int channels, bool is_swapped) {
    for (long i = 0; i < frames; i++) {
        left[i] = from_int16(from + 2 * channels * i, is_swapped);
        if (channels == 2) right[i] = from_int16(from + 4 * i + 2, is_swapped);
    }
}

INLINE void unpack_int24(bytes_t from, float *left, float *right, long frames, int channels, bool is_swapped) {
    long i = 0;
    // One load takes a frame and two bytes of the next one.
    for (; channels == 2 && i + 1 < frames; i++) {
        uint64_t word;
        memcpy(&word, from + 6 * i, sizeof word);
        if (is_swapped) word = __builtin_bswap64(word);
        uint32_t a = is_swapped ? (uint32_t)(word >> 32) & ~0xffu : (uint32_t)word << 8;
        uint32_t b = (is_swapped ? (uint32_t)(word >> 8) : (uint32_t)(word >> 16)) & ~0xffu;
        left[i] = (float)(int32_t)a * 0x1p-31f;
        right[i] = (float)(int32_t)b * 0x1p-31f;
    }
    for (; i < frames; i++) {
        left[i] = from_int24(from + 3 * channels * i, is_swapped);
        if (channels == 2) right[i] = from_int24(from + 6 * i + 3, is_swapped);
    }
}

INLINE void unpack_int32(bytes_t from, float *left, float *right, long frames, int channels, bool is_swapped) {
    for (long i = 0; i < frames; i++) {
        left[i] = from_int32(from + 4 * channels * i, is_swapped);
        if (channels == 2) right[i] = from_int32(from + 8 * i + 4, is_swapped);
    }
}

/// Added to the bits of a magnitude it carries for 2^40 or more, an infinity and a NaN.
enum { wild_carry = 0x80000000u - ((127u + 40) << 23) };

/// - Returns not 0 if a sample is NaN, infinite, or beyond what a mix could take.
INLINE uint32_t unpack_float32(bytes_t from, float *left, float *right, long frames, int channels, bool is_swapped) {
    uint32_t wild = 0;
    for (long i = 0; i < frames; i++) {
        uint32_t a = load32(from + 4 * channels * i, is_swapped);
        wild |= (a & 0x7fffffffu) + wild_carry;
        memcpy(left + i, &a, sizeof a);
        if (channels == 2) {
            uint32_t b = load32(from + 8 * i + 4, is_swapped);
            wild |= (b & 0x7fffffffu) + wild_carry;
            memcpy(right + i, &b, sizeof b);
        }
    }
    return wild & 0x80000000u;
}

/// - Returns the same.
INLINE uint32_t unpack_float64(bytes_t from, float *left, float *right, long frames, int channels, bool is_swapped) {
    uint32_t wild = 0;
    for (long i = 0; i < frames * channels; i++) {
        uint64_t word;
        memcpy(&word, from + 8 * i, sizeof word);
        if (is_swapped) word = __builtin_bswap64(word);
        double value;
        memcpy(&value, &word, sizeof value);
        float sample = (float)value;
        uint32_t bits;
        memcpy(&bits, &sample, sizeof bits);
        wild |= (bits & 0x7fffffffu) + wild_carry;
        *(channels == 2 && i % 2 == 1 ? right + i / 2 : left + i / channels) = sample;
    }
    return wild & 0x80000000u;
}

INLINE void unpack_int8(bytes_t from, float *left, float *right, long frames, int channels, int offset) {
    for (long i = 0; i < frames; i++) {
        left[i] = (float)(int8_t)(from[channels * i] - offset) * 0x1p-7f;
        if (channels == 2) right[i] = (float)(int8_t)(from[2 * i + 1] - offset) * 0x1p-7f;
    }
}

#if defined(__x86_64__)
/// Eight frames in 48 bytes, sixteen bytes from each of four places, or eight mono ones in 24.
__attribute__((target("avx2"))) INLINE void unpack_int24_avx2(
    bytes_t from, float *left, float *right, long frames, int channels, bool is_swapped) {
    const __m256 scale = _mm256_set1_ps(0x1p-31f);
    long i = 0;
    if (channels == 2) {
        // Of each half: two frames, the left samples before the right ones. The last load begins four bytes early, so that
        // it ends with the frames.
        const __m256i first = is_swapped
            ? _mm256_setr_epi8(
                -1, 2, 1, 0, -1, 8, 7, 6, -1, 5, 4, 3, -1, 11, 10, 9, -1, 2, 1, 0, -1, 8, 7, 6, -1, 5, 4, 3, -1, 11, 10, 9)
            : _mm256_setr_epi8(
                -1, 0, 1, 2, -1, 6, 7, 8, -1, 3, 4, 5, -1, 9, 10, 11, -1, 0, 1, 2, -1, 6, 7, 8, -1, 3, 4, 5, -1, 9, 10, 11);
        const __m256i second = is_swapped
            ? _mm256_setr_epi8(
                -1, 2, 1, 0, -1, 8, 7, 6, -1, 5, 4, 3, -1, 11, 10, 9, -1, 6, 5, 4, -1, 12, 11, 10, -1, 9, 8, 7, -1, 15, 14, 13)
            : _mm256_setr_epi8(
                -1, 0, 1, 2, -1, 6, 7, 8, -1, 3, 4, 5, -1, 9, 10, 11, -1, 4, 5, 6, -1, 10, 11, 12, -1, 7, 8, 9, -1, 13, 14, 15);
        for (; i + 8 <= frames; i += 8) {
            bytes_t at = from + 6 * i;
            __m256i a = _mm256_inserti128_si256(
                _mm256_castsi128_si256(_mm_loadu_si128((const void *)at)), _mm_loadu_si128((const void *)(at + 24)), 1);
            __m256i b = _mm256_inserti128_si256(
                _mm256_castsi128_si256(_mm_loadu_si128((const void *)(at + 12))),
                _mm_loadu_si128((const void *)(at + 32)), 1);
            __m256 x = _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_shuffle_epi8(a, first)), scale);
            __m256 y = _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_shuffle_epi8(b, second)), scale);
            _mm256_storeu_ps(left + i, _mm256_shuffle_ps(x, y, 0x44));
            _mm256_storeu_ps(right + i, _mm256_shuffle_ps(x, y, 0xee));
        }
    } else {
        const __m256i order = is_swapped
            ? _mm256_setr_epi8(
                -1, 2, 1, 0, -1, 5, 4, 3, -1, 8, 7, 6, -1, 11, 10, 9, -1, 6, 5, 4, -1, 9, 8, 7, -1, 12, 11, 10, -1, 15, 14, 13)
            : _mm256_setr_epi8(
                -1, 0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1, 4, 5, 6, -1, 7, 8, 9, -1, 10, 11, 12, -1, 13, 14, 15);
        for (; i + 8 <= frames; i += 8) {
            bytes_t at = from + 3 * i;
            __m256i a = _mm256_inserti128_si256(
                _mm256_castsi128_si256(_mm_loadu_si128((const void *)at)), _mm_loadu_si128((const void *)(at + 8)), 1);
            _mm256_storeu_ps(left + i, _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_shuffle_epi8(a, order)), scale));
        }
    }
    unpack_int24(from + 3 * channels * i, left + i, right + i, frames - i, channels, is_swapped);
}
#endif

/// One coding, with everything known to the compiler.
#define PIECES(width, statement)                                                             \
    for (long done = 0; done < frames; done += piece) {                                      \
        long count = frames - done < piece ? frames - done : piece;                          \
        bytes_t at = from + (width) * channels * done;                                       \
        prefetch(at, (width) * channels * count);                                            \
        statement;                                                                           \
    }

#define CODINGS(int24)                                                                                              \
    switch (coding) {                                                                                               \
    case UNPACK_INT16: PIECES(2, unpack_int16(at, left + done, right + done, count, channels, is_swapped)) break;   \
    case UNPACK_INT24: PIECES(3, int24(at, left + done, right + done, count, channels, is_swapped)) break;          \
    case UNPACK_INT32: PIECES(4, unpack_int32(at, left + done, right + done, count, channels, is_swapped)) break;   \
    case UNPACK_FLOAT32:                                                                                            \
        PIECES(4, wild |= unpack_float32(at, left + done, right + done, count, channels, is_swapped)) break;        \
    case UNPACK_FLOAT64:                                                                                            \
        PIECES(8, wild |= unpack_float64(at, left + done, right + done, count, channels, is_swapped)) break;        \
    case UNPACK_INT8: PIECES(1, unpack_int8(at, left + done, right + done, count, channels, 0)) break;              \
    case UNPACK_UINT8: PIECES(1, unpack_int8(at, left + done, right + done, count, channels, 128)) break;           \
    }

#define UNPACK(name, attributes, int24)                                                                             \
    attributes INLINE uint32_t name##_coding(                                                                       \
        enum unpack_coding coding, bool is_swapped, int channels, bytes_t from, float *restrict left,               \
        float *restrict right, long frames) {                                                                       \
        uint32_t wild = 0;                                                                                          \
        CODINGS(int24)                                                                                              \
        return wild;                                                                                                \
    }                                                                                                               \
    attributes static uint32_t name(                                                                                \
        enum unpack_coding coding, bool is_swapped, int channels, bytes_t from, float *left, float *right,          \
        long frames) {                                                                                              \
        if (channels == 2)                                                                                          \
            return is_swapped ? name##_coding(coding, true, 2, from, left, right, frames)                           \
                              : name##_coding(coding, false, 2, from, left, right, frames);                         \
        return is_swapped ? name##_coding(coding, true, 1, from, left, right, frames)                               \
                          : name##_coding(coding, false, 1, from, left, right, frames);                             \
    }

UNPACK(unpack_plain, , unpack_int24)
#if defined(__x86_64__)
UNPACK(unpack_avx2, __attribute__((target("avx2"))), unpack_int24_avx2)
#endif

bool unpack_samples_baseline(
    enum unpack_coding coding, bool is_swapped, int channels, const void *bytes, float *left, float *right, long frames) {
    if (frames <= 0) return false;
    uint32_t wild = unpack_plain(coding, is_swapped, channels, bytes, left, right, frames);
    if (channels == 1) memcpy(right, left, (size_t)frames * sizeof *left);
    return wild != 0;
}

bool unpack_samples(
    enum unpack_coding coding, bool is_swapped, int channels, const void *bytes, float *left, float *right, long frames) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) {
        if (frames <= 0) return false;
        uint32_t wild = unpack_avx2(coding, is_swapped, channels, bytes, left, right, frames);
        if (channels == 1) memcpy(right, left, (size_t)frames * sizeof *left);
        return wild != 0;
    }
#endif
    return unpack_samples_baseline(coding, is_swapped, channels, bytes, left, right, frames);
}
