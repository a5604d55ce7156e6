#include <alsa/asoundlib.h>
#include <errno.h>
#include <semaphore.h>
#include <time.h>

static void calsa_ignore_error(const char *file, int line, const char *function, int error, const char *format, ...) {
    (void)file, (void)line, (void)function, (void)error, (void)format;
}

/// Stops alsa-lib from writing its own remarks on standard error: every failure is reported by its return code.
static inline int calsa_silence_errors(void) { return snd_lib_error_set_handler(calsa_ignore_error); }

/// The room in the buffer, and when the kernel read it, in nanoseconds. 0, or the negative code of snd_pcm_htimestamp.
static inline int calsa_room_and_time(snd_pcm_t *pcm, snd_pcm_uframes_t *room, long long *nanoseconds) {
    snd_htimestamp_t stamp;
    int code = snd_pcm_htimestamp(pcm, room, &stamp);
    *nanoseconds = code == 0 ? stamp.tv_sec * 1000000000ll + stamp.tv_nsec : 0;
    return code;
}

/// Waits for a semaphore, so many seconds at most; signals do not end it. In C, since in release builds Swift finds `timespec` in
/// this module wherever it is imported, and then in no file that does not import it. 0: it came; -1: it did not.
static inline int calsa_wait(sem_t *semaphore, int seconds) {
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += seconds;
    int code;
    while ((code = sem_timedwait(semaphore, &end)) != 0 && errno == EINTR) {}
    return code;
}
