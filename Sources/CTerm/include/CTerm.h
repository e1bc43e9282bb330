#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

// What Swift cannot do: run inside a signal handler, and open pseudo-terminals without GNU-only headers.

/// Installs the handlers and opens the pipe through which signals and other threads wake the reader.
/// Returns the pipe's reading end, or -1 with errno set.
int cterm_start(void);

/// Puts the former signal actions back and closes the pipe.
void cterm_stop(void);

/// From now on every exit writes `bytes` to `fd` and gives it the settings `saved`. At most 1,024 bytes are kept.
/// May be called again, for example after a resize.
void cterm_arm(int fd, const struct termios *saved, const char *bytes, size_t count);

/// Nothing is restored any more.
void cterm_disarm(void);

/// Stops this process group as Ctrl-Z does for a program without a handler; returns when it continues.
void cterm_stop_group(void);

/// Bytes that arrive on the pipe.
enum { CTERM_WAKE = 'w', CTERM_RESIZE = 'r', CTERM_SUSPEND = 'z', CTERM_CONTINUE = 'c' };

/// Makes the pipe readable. Any thread may call it at any time, also when nothing was started.
void cterm_wake(void);

/// Columns and lines of a terminal; 0 if it knows them, -1 if not.
int cterm_get_size(int fd, int *columns, int *lines);
int cterm_set_size(int fd, int columns, int lines);

/// Opens a pseudo-terminal and writes the name of its other end to `name`. Returns the controlling end or -1.
int cterm_open_pty(char *name, size_t capacity);

/// Starts a program as leader of a new session whose terminal is `terminal`.
/// Returns its process id, or -1 with errno set.
pid_t cterm_spawn(const char *terminal, char *const arguments[], char *const environment[]);

/// Cells that libc, and so ncurses, gives to a scalar; -1 if it does not know it.
int cterm_width(unsigned scalar);

/// Takes the user's character set, or C.UTF-8 if that is not UTF-8. False if neither is there.
bool cterm_use_utf8(void);
