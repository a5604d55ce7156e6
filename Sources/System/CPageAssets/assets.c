// The console page's files become part of the program here. A file that is new has a line of its own in both lists.
#include "CPageAssets.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

#define FILES(F) \
    F(console_js, "console.js") \
    F(controls_js, "controls.js") \
    F(history_js, "history.js") \
    F(icon_svg, "icon.svg") \
    F(index_html, "index.html") \
    F(keys_js, "keys.js") \
    F(lanes_js, "lanes.js") \
    F(learn_js, "learn.js") \
    F(link_js, "link.js") \
    F(main_js, "main.js") \
    F(mapping_js, "mapping.js") \
    F(meters_js, "meters.js") \
    F(revisions_js, "revisions.js") \
    F(strip_js, "strip.js") \
    F(style_css, "style.css") \
    F(surfaces_js, "surfaces.js") \
    F(units_js, "units.js")

static const unsigned char console_js[] = {
#embed "Assets/console.js"
};
static const unsigned char controls_js[] = {
#embed "Assets/controls.js"
};
static const unsigned char history_js[] = {
#embed "Assets/history.js"
};
static const unsigned char icon_svg[] = {
#embed "Assets/icon.svg"
};
static const unsigned char index_html[] = {
#embed "Assets/index.html"
};
static const unsigned char keys_js[] = {
#embed "Assets/keys.js"
};
static const unsigned char lanes_js[] = {
#embed "Assets/lanes.js"
};
static const unsigned char learn_js[] = {
#embed "Assets/learn.js"
};
static const unsigned char link_js[] = {
#embed "Assets/link.js"
};
static const unsigned char main_js[] = {
#embed "Assets/main.js"
};
static const unsigned char mapping_js[] = {
#embed "Assets/mapping.js"
};
static const unsigned char meters_js[] = {
#embed "Assets/meters.js"
};
static const unsigned char revisions_js[] = {
#embed "Assets/revisions.js"
};
static const unsigned char strip_js[] = {
#embed "Assets/strip.js"
};
static const unsigned char style_css[] = {
#embed "Assets/style.css"
};
static const unsigned char surfaces_js[] = {
#embed "Assets/surfaces.js"
};
static const unsigned char units_js[] = {
#embed "Assets/units.js"
};

#define ROW(symbol, name) {name, symbol, sizeof symbol},
static const struct page_asset table[] = {FILES(ROW)};

size_t page_asset_count(void) { return sizeof table / sizeof table[0]; }

struct page_asset page_asset(size_t index) { return table[index]; }
