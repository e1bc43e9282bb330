#pragma once
#define NCURSES_WIDECHAR 1
// No macros that shadow the functions: Swift imports functions only.
#define NCURSES_NOMACROS 1
#include <ncurses.h>
#include <stdio.h>
#include <wchar.h>

// What Swift does not import: macros with casts, variadic functions, shared mutable variables.

static inline WINDOW *cncurses_screen(void) { return stdscr; }
static inline int cncurses_lines(void) { return LINES; }
static inline int cncurses_columns(void) { return COLS; }
static inline int cncurses_colors(void) { return COLORS; }
static inline int cncurses_color_pairs(void) { return COLOR_PAIRS; }

static inline attr_t cncurses_bold(void) { return WA_BOLD; }
static inline attr_t cncurses_dim(void) { return WA_DIM; }
static inline attr_t cncurses_underline(void) { return WA_UNDERLINE; }
static inline attr_t cncurses_reverse(void) { return WA_REVERSE; }
static inline attr_t cncurses_italic(void) { return WA_ITALIC; }

/// Makes one cell; `pair` may be above 255, which only the extended parameter carries.
static inline int cncurses_set_cell(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
  return setcchar(cell, text, attributes, (short)(pair > 32767 ? 32767 : pair), &pair);
}

/// A string capability of the terminal, or NULL if it has none.
static inline const char *cncurses_capability(const char *name) {
  char *value = tigetstr(name);
  return value == (char *)-1 ? NULL : value;
}

static inline const char *cncurses_move_sequence(const char *capability, int line, int column) {
  return tparm(capability, (long)line, (long)column, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
}
