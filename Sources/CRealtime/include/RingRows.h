// Places in rings that are read eight side by side. A part of CRealtime.h, apart because its pointers are never null.
#ifndef GAINRIDER_RINGROWS_H
#define GAINRIDER_RINGROWS_H

#pragma clang assume_nonnull begin
/// Where the next frames of eight rings of mask + 1 frames lie: at their positions from where their sides start, eight left and
/// eight right ones. Counters are modulo 2^32.
///
/// @return a bit for each ring that may sound; -1 if one holds fewer frames or goes round its end: then nothing was found.
AUDIO_THREAD_SAFE static inline int32_t rt_find_rows(const int32_t *position, const int32_t *end, const int32_t *sounding, const float *_Nonnull const *_Nonnull starts, int32_t mask, int32_t frames, const float *_Nonnull *_Nonnull found) {
    int32_t lacks = 0, bits = 0, offset[8];
    for (int i = 0; i < 8; i++) {
        offset[i] = position[i] & mask;
        int32_t known = (int32_t)((uint32_t)end[i] - (uint32_t)position[i]);
        lacks |= (known < frames) | (offset[i] > mask - frames + 1);
    }
    if (lacks) return -1;
    for (int i = 0; i < 8; i++) {
        found[i] = starts[i] + offset[i];
        found[i + 8] = starts[i + 8] + offset[i];
        bits |= ((int32_t)((uint32_t)sounding[i] - (uint32_t)position[i]) > 0) << i;
    }
    return bits;
}

/// Where the next frames lie of those of eight rings that may sound, elsewhere `near`: as rt_find_rows.
AUDIO_THREAD_SAFE static inline int32_t rt_foresee_rows(const int32_t *position, const int32_t *sounding, const float *_Nonnull const *_Nonnull starts, int32_t mask, const float *near, const float *_Nonnull *_Nonnull rows) {
    int32_t bits = 0;
    for (int i = 0; i < 8; i++) {
        int32_t sounds = (int32_t)((uint32_t)sounding[i] - (uint32_t)position[i]) > 0, offset = position[i] & mask;
        rows[i] = sounds ? starts[i] + offset : near;
        rows[i + 8] = sounds ? starts[i + 8] + offset : near;
        bits |= sounds << i;
    }
    return bits;
}

/// So many frames for each of eight rings, none where the mask is 0.
AUDIO_THREAD_SAFE static inline void rt_step_rows(int32_t *steps, const int32_t *mask, int32_t frames) {
    for (int i = 0; i < 8; i++) steps[i] = mask[i] & frames;
}
#pragma clang assume_nonnull end

#endif
