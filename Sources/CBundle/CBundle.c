#include "CBundle.h"
size_t tokview_bundle_count(void) { return 0; }
const char *tokview_bundle_path(size_t index) { (void)index; return 0; }
const unsigned char *tokview_bundle_bytes(size_t index) { (void)index; return 0; }
size_t tokview_bundle_length(size_t index) { (void)index; return 0; }
