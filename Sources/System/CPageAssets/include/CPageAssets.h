#ifndef CPAGEASSETS_H
#define CPAGEASSETS_H

#include <stddef.h>

/// A file of the console page, as it stands in Assets/.
struct page_asset {
    const char *name;
    const unsigned char *bytes;
    size_t size;
};

/// How many there are.
size_t page_asset_count(void);

/// One of them; `index` is below the count.
struct page_asset page_asset(size_t index);

#endif
