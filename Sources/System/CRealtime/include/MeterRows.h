// Eight rows at a time, amplified and measured. A part of CRealtime.h, apart because its pointers are never null.
#ifndef GAINRIDER_METERROWS_H
#define GAINRIDER_METERROWS_H

#pragma clang assume_nonnull begin
/// Reduces eight rows of eight partial results to one result each: their sum, or the largest. Always in the same order: fourths,
/// then halves, then neighbours.
AUDIO_THREAD_SAFE static inline __attribute__((always_inline)) void rt_fold8(const rt_lanes rows[_Nonnull 8], _Bool largest, rt_lanes *result) {
    rt_lanes a[4], b[2], x, y;
    for (int i = 0; i < 4; i++) {
        x = __builtin_shufflevector(rows[2 * i], rows[2 * i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
        y = __builtin_shufflevector(rows[2 * i], rows[2 * i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
        a[i] = largest ? (x > y ? x : y) : x + y;
    }
    for (int i = 0; i < 2; i++) {
        x = __builtin_shufflevector(a[2 * i], a[2 * i + 1], 0, 1, 8, 9, 4, 5, 12, 13);
        y = __builtin_shufflevector(a[2 * i], a[2 * i + 1], 2, 3, 10, 11, 6, 7, 14, 15);
        b[i] = largest ? (x > y ? x : y) : x + y;
    }
    x = __builtin_shufflevector(b[0], b[1], 0, 1, 2, 3, 8, 9, 10, 11);
    y = __builtin_shufflevector(b[0], b[1], 4, 5, 6, 7, 12, 13, 14, 15);
    *result = largest ? (x > y ? x : y) : x + y;
}

/// Multiplies eight rows, each by its first gain and then by its second; gives the sum of squares and the highest square of each.
/// Frames are rounded up to eight; those behind the last do not count.
///
/// @param ahead eight rows that are prefetched meanwhile.
/// @param to the first of the rows for the results, `stride` floats apart; null: nothing is written, and the first gains are 1.
AUDIO_THREAD_SAFE static inline __attribute__((always_inline)) void rt_amplify_rows8(const float *_Nonnull const *_Nonnull rows, const float *_Nonnull const *_Nonnull ahead, float *_Nullable to, long stride, const float *first, const float *second, long frames, float *squares, float *highest) {
#pragma clang fp contract(off)
    rt_lanes sums[8], highs[8];
    for (int row = 0; row < 8; row++) {
        rt_lanes sum = 0, high = 0;
        rt_prefetch(ahead[row], frames);
        for (long frame = 0; frame < frames; frame += 8) {
            rt_lanes x;
            __builtin_memcpy(&x, rows[row] + frame, sizeof x);
            if (to) x = x * first[row];
            x = x * second[row];
            if (to) __builtin_memcpy(to + row * stride + frame, &x, sizeof x);
            rt_lanes square = x * x;
            sum += square;
            high = square > high ? square : high;
        }
        sums[row] = sum;
        highs[row] = high;
    }
    rt_lanes found;
    rt_fold8(sums, 0, &found);
    __builtin_memcpy(squares, &found, sizeof found);
    rt_fold8(highs, 1, &found);
    __builtin_memcpy(highest, &found, sizeof found);
}
#pragma clang assume_nonnull end

#endif
