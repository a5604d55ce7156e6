#include <string.h>

#include "CUnpack.h"

enum { piece = 256 };

/// Two uniform numbers from one of 64 bits; their difference is triangular, in steps of 2⁻²⁴.
static void make_dither(uint64_t *state, int32_t *dither, long count) {
    uint64_t x = *state;
    for (long i = 0; i < count; i++) {
        x ^= x >> 12;
        x ^= x << 25;
        x ^= x >> 27;
        uint64_t bits = x * 0x2545f4914f6cdd1du;
        dither[i] = (int32_t)(bits >> 40) - (int32_t)(bits >> 16 & 0xffffff);
    }
    *state = x;
}

static inline int32_t quantise(float sample, int32_t dither, double scale, int32_t *clipped) {
    double value = sample == sample ? sample : 0;
    *clipped += value > 1 || value < -1;
    value = value > 1 ? 1 : value;
    value = value < -1 ? -1 : value;
    value = value * scale + dither * 0x1p-24;
    // Rounds to the nearest, half up: the floor of a value that is shifted into the positive range.
    int32_t whole = (int32_t)(value + (scale + 2.5)) - (int32_t)(scale + 2);
    whole = whole < -(int32_t)scale ? -(int32_t)scale : whole;
    return whole > (int32_t)scale - 1 ? (int32_t)scale - 1 : whole;
}

long pack_samples(int bits, uint64_t *state, const float *left, const float *right, int32_t *words, long frames) {
    const double scale = (double)(1 << (bits - 1));
    int32_t dither[2 * piece];
    memset(dither, 0, sizeof dither);
    long all_clipped = 0;
    for (long done = 0; done < frames; done += piece) {
        long count = frames - done < piece ? frames - done : piece;
        if (state) make_dither(state, dither, 2 * count);
        int32_t clipped = 0;
        for (long i = 0; i < count; i++) {
            uint32_t a = (uint32_t)quantise(left[done + i], dither[2 * i], scale, &clipped);
            uint32_t b = (uint32_t)quantise(right[done + i], dither[2 * i + 1], scale, &clipped);
            words[2 * (done + i)] = (int32_t)(a << (32 - bits));
            words[2 * (done + i) + 1] = (int32_t)(b << (32 - bits));
        }
        all_clipped += clipped;
    }
    return all_clipped;
}

void pack_bytes24(const int32_t *words, unsigned char *bytes, long count) {
    for (long i = 0; i < count; i++) {
        uint32_t word = (uint32_t)words[i];
        unsigned char four[4] = {
            (unsigned char)(word >> 8), (unsigned char)(word >> 16), (unsigned char)(word >> 24), 0};
        memcpy(bytes + 3 * i, four, sizeof four);
    }
}

void pack_bytes16(const int32_t *words, int16_t *halves, long count) {
    for (long i = 0; i < count; i++) halves[i] = (int16_t)(words[i] >> 16);
}
