#ifndef C_TEXT_WIDTH_H
#define C_TEXT_WIDTH_H

#include <stdint.h>

/// Columns of a terminal that a Unicode scalar takes, 0 to 2: the C library's `wcwidth` with its tables of Unicode, whatever the
/// user's locale is. Of control characters 0. Any thread.
long text_width(uint32_t scalar);

#endif
