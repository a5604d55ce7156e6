// Samples as they stand in a plain PCM or float file, to planar floats.
#ifndef GAINRIDER_CUNPACK_H
#define GAINRIDER_CUNPACK_H

#include <stdbool.h>

/// How a sample is coded: two's complement, or IEEE 754.
enum unpack_coding { UNPACK_INT16, UNPACK_INT24, UNPACK_INT32, UNPACK_FLOAT32 };

/// Takes interleaved samples apart; integers are scaled so that full scale is −1 and just below 1, and floats keep their bits.
///
/// The bits are the same whether the processor has AVX2 or not: an integer of 24 bits is a float, one of 32 bits is rounded
/// to the nearest, and the scale is a power of two.
/// - `bytes`: `frames` frames, at any address; not one byte more is read.
/// - `is_swapped`: whether the samples have the other byte order than this machine.
/// - `left`, `right`: room for `frames` samples each, not overlapping; a mono file gives the same to both.
/// - Returns whether a float is NaN or infinite.
bool unpack_samples(
    enum unpack_coding coding, bool is_swapped, int channels, const void *bytes, float *left, float *right, long frames);

/// The same without AVX2 on any processor: for tests.
bool unpack_samples_baseline(
    enum unpack_coding coding, bool is_swapped, int channels, const void *bytes, float *left, float *right, long frames);

#endif
