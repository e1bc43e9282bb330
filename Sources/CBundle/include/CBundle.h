#pragma once
#include <stddef.h>

/// Files that are compiled into the program.
size_t tokview_bundle_count(void);
/// Path of file `index` relative to the top of the repository, such as `Samples/01-en-plain.txt`.
const char *tokview_bundle_path(size_t index);
const unsigned char *tokview_bundle_bytes(size_t index);
size_t tokview_bundle_length(size_t index);
