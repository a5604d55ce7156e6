// Positions in rings that are read eight side by side. A part of CRealtime.h, apart because its pointers are never null.
#ifndef GAINRIDER_RINGROWS_H
#define GAINRIDER_RINGROWS_H

#pragma clang assume_nonnull begin
typedef uint32_t rt_counters __attribute__((ext_vector_type(8)));
typedef uint64_t rt_addresses __attribute__((ext_vector_type(8)));

// Vectors are handed to functions by their address: how they are passed depends on the processor that code is built for.

/// Eight counters less eight positions, both modulo 2^32.
AUDIO_THREAD_SAFE static inline __attribute__((always_inline)) void rt_count_from(const int32_t *counters, const rt_bits *position, rt_bits *distance) {
    rt_counters eight;
    __builtin_memcpy(&eight, counters, sizeof eight);
    *distance = (rt_bits)(eight - (rt_counters)*position);
}

/// A bit for each of eight Booleans.
AUDIO_THREAD_SAFE static inline __attribute__((always_inline)) int32_t rt_mask(const rt_bits *truths) {
    typedef _Bool bits __attribute__((ext_vector_type(8)));
    bits packed = __builtin_convertvector(*truths != 0, bits);
    uint8_t mask;
    __builtin_memcpy(&mask, &packed, sizeof mask);
    return mask;
}

/// Sixteen pointers, eight left and eight right ones, advanced by so many floats.
AUDIO_THREAD_SAFE static inline __attribute__((always_inline)) void rt_places(const float *_Nonnull const *_Nonnull starts, const rt_bits *offset, const float *_Nonnull *_Nonnull places) {
    rt_addresses left, right, bytes = __builtin_convertvector((rt_counters)*offset, rt_addresses) << 2;
    __builtin_memcpy(&left, starts, sizeof left);
    __builtin_memcpy(&right, starts + 8, sizeof right);
    left += bytes;
    right += bytes;
    __builtin_memcpy(places, &left, sizeof left);
    __builtin_memcpy(places + 8, &right, sizeof right);
}

/// Where the next frames of eight rings of mask + 1 frames lie: at their positions from where their sides start, eight left and
/// eight right ones. Counters are modulo 2^32.
///
/// @return a bit for each ring that may sound; -1 if one holds fewer frames or goes round its end: then nothing was found.
AUDIO_THREAD_SAFE static inline int32_t rt_find_rows(const int32_t *position, const int32_t *end, const int32_t *sounding, const float *_Nonnull const *_Nonnull starts, int32_t mask, int32_t frames, const float *_Nonnull *_Nonnull found) {
    rt_bits here, known, audible;
    __builtin_memcpy(&here, position, sizeof here);
    rt_bits offset = here & mask;
    rt_count_from(end, &here, &known);
    rt_bits lacks = (known < frames) | (offset > mask - frames + 1);
    if (rt_mask(&lacks)) return -1;
    rt_places(starts, &offset, found);
    rt_count_from(sounding, &here, &audible);
    audible = audible > 0;
    return rt_mask(&audible);
}

/// Pointers to the next frames of those of eight rings that may sound, `near` for the others: as rt_find_rows.
AUDIO_THREAD_SAFE static inline int32_t rt_foresee_rows(const int32_t *position, const int32_t *sounding, const float *_Nonnull const *_Nonnull starts, int32_t mask, const float *near, const float *_Nonnull *_Nonnull rows) {
    rt_bits here, audible;
    __builtin_memcpy(&here, position, sizeof here);
    rt_bits offset = here & mask;
    rt_count_from(sounding, &here, &audible);
    audible = audible > 0;
    int32_t bits = rt_mask(&audible);
    if (bits == 0) return 0;
    rt_places(starts, &offset, rows);
    for (int32_t silent = ~bits & 255; silent; silent &= silent - 1) {
        int32_t place = __builtin_ctz((uint32_t)silent);
        rows[place] = near;
        rows[place + 8] = near;
    }
    return bits;
}

/// So many frames for each of eight rings, none where the mask is 0.
AUDIO_THREAD_SAFE static inline void rt_step_rows(int32_t *steps, const int32_t *mask, int32_t frames) {
    rt_bits eight;
    __builtin_memcpy(&eight, mask, sizeof eight);
    eight &= frames;
    __builtin_memcpy(steps, &eight, sizeof eight);
}

/// Advances eight rings' positions by their steps, and clears the steps.
AUDIO_THREAD_SAFE static inline void rt_pass_rows(int32_t *position, int32_t *steps) {
    rt_counters here, passed, none = 0;
    __builtin_memcpy(&here, position, sizeof here);
    __builtin_memcpy(&passed, steps, sizeof passed);
    here += passed;
    __builtin_memcpy(position, &here, sizeof here);
    __builtin_memcpy(steps, &none, sizeof none);
}
#pragma clang assume_nonnull end

#endif
