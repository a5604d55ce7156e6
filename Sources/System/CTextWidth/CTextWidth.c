// What the C library shows of wide characters depends on this, and Swift's import of it comes without.
#define _XOPEN_SOURCE 700

#include "CTextWidth.h"

#include <locale.h>
#include <pthread.h>
#include <wchar.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static locale_t unicode;

static void open_unicode(void) { unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0); }

long text_width(uint32_t scalar) {
    pthread_once(&once, open_unicode);
    // Without that locale: a column for everything, as it is for most.
    if (!unicode) return scalar >= 0x20;
    locale_t before = uselocale(unicode);
    int width = wcwidth((wchar_t)scalar);
    uselocale(before);
    return width < 0 ? 0 : width;
}
