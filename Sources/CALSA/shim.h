#include <alsa/asoundlib.h>

static void calsa_ignore_error(const char *file, int line, const char *function, int error, const char *format, ...) {
    (void)file, (void)line, (void)function, (void)error, (void)format;
}

/// Stops alsa-lib from writing its own remarks on standard error: every failure is reported by its return code.
static inline int calsa_silence_errors(void) { return snd_lib_error_set_handler(calsa_ignore_error); }
