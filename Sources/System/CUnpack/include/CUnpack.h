// Samples as they stand in a plain PCM or float file, to planar floats and back.
#ifndef GAINRIDER_CUNPACK_H
#define GAINRIDER_CUNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How a sample is coded: two's complement unless named otherwise, or IEEE 754.
enum unpack_coding {
    UNPACK_INT16,
    UNPACK_INT24,
    UNPACK_INT32,
    UNPACK_FLOAT32,
    UNPACK_FLOAT64,
    UNPACK_INT8,
    /// With 128 for silence.
    UNPACK_UINT8
};

/// Takes interleaved samples apart; integers are scaled so that full scale is −1 and just below 1, and floats of 32 bits keep theirs.
///
/// The bits are the same whether the processor has AVX2 or not: an integer of 24 bits is a float, one of 32 bits is rounded
/// to the nearest, and the scale is a power of two.
/// - `bytes`: `frames` frames, at any address; not one byte more is read.
/// - `is_swapped`: whether the samples have the other byte order than this machine.
/// - `left`, `right`: room for `frames` samples each, not overlapping; a mono file gives the same to both.
/// - Returns whether a float is NaN, infinite, or 2^40 or more: a strip would make infinities of it.
bool unpack_samples(
    enum unpack_coding coding, bool is_swapped, int channels, const void *bytes, float *left, float *right, long frames);

/// The same without AVX2 on any processor: for tests.
bool unpack_samples_baseline(
    enum unpack_coding coding, bool is_swapped, int channels, const void *bytes, float *left, float *right, long frames);

/// Makes `unpack_mapped` survive a file that is cut short under its mapping, from now on and in all threads.
///
/// Takes over SIGBUS; what comes from elsewhere goes on to where it went before.
void unpack_guard_mappings(void);

/// The same as `unpack_samples` from a mapping of a file, which may lose its end at any time.
///
/// - `mapping`, `length`: the whole mapping, from a page's start; `bytes` lies in it.
/// - `is_gone`: set if a part could not be read, because the file is shorter now or its disk failed; then the floats mean
///   nothing, and the mapping is to be unmapped.
/// - Returns the same as `unpack_samples`.
bool unpack_mapped(
    enum unpack_coding coding, bool is_swapped, int channels, const void *mapping, size_t length, const void *bytes,
    float *left, float *right, long frames, bool *is_gone);

/// Planar floats to interleaved integers in the upper bits of their words: dither, rounding to the nearest, clipping.
///
/// - `bits`: 2…24; full scale is −1 and 1.
/// - `state`: of xorshift64*, not 0, for triangular dither of ±1 step; null for none.
/// - `words`: room for `2 · frames` words.
/// - Returns how many samples were beyond full scale. NaN becomes 0.
long pack_samples(int bits, uint64_t *state, const float *left, const float *right, int32_t *words, long frames);

/// The upper 24 bits of words, little-endian.
/// - `bytes`: room for `3 · count` bytes and one more.
void pack_bytes24(const int32_t *words, unsigned char *bytes, long count);

/// The upper 16 bits of words, in this machine's byte order.
void pack_bytes16(const int32_t *words, int16_t *halves, long count);

#endif
