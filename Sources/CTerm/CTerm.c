#define _GNU_SOURCE
#include "CTerm.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

// Handlers touch only what stands here: plain memory, atomics and functions that POSIX calls async-signal-safe.

struct restoration {
  int fd;
  struct termios saved;
  size_t count;
  char bytes[1024];
};

// Two slots: one is filled while a handler may still read the other.
static struct restoration slots[2];
static _Atomic(struct restoration *) armed;
static atomic_int wake_end = -1;
static int read_end = -1;

static const struct {
  int number;
  const char *crash;
} fatal[] = {
    {SIGTERM, NULL},
    {SIGINT, NULL},
    {SIGHUP, NULL},
    {SIGQUIT, NULL},
    {SIGPIPE, NULL},
    {SIGSEGV, "tokview crashed (SIGSEGV); the terminal was restored\n"},
    {SIGABRT, "tokview crashed (SIGABRT); the terminal was restored\n"},
    {SIGILL, "tokview crashed (SIGILL); the terminal was restored\n"},
    {SIGTRAP, "tokview crashed (SIGTRAP); the terminal was restored\n"},
    {SIGBUS, "tokview crashed (SIGBUS); the terminal was restored\n"},
    {SIGFPE, "tokview crashed (SIGFPE); the terminal was restored\n"},
};
enum { fatal_count = sizeof fatal / sizeof fatal[0] };

static const int passed_on[] = {SIGWINCH, SIGTSTP, SIGCONT};
enum { passed_count = sizeof passed_on / sizeof passed_on[0] };

static struct sigaction former[fatal_count + passed_count];
static bool started;
static bool exit_registered;
static _Alignas(16) char handler_stack[64 * 1024];

static void write_all(int fd, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(fd, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}

static void restore_once(void) {
  struct restoration *now = atomic_exchange(&armed, NULL);
  if (!now) return;
  write_all(now->fd, now->bytes, now->count);
  // Without waiting for the output: a stopped terminal must not keep the program alive.
  tcsetattr(now->fd, TCSANOW, &now->saved);
}

static void on_fatal(int number) {
  bool was_armed = atomic_load(&armed) != NULL;
  restore_once();
  for (int i = 0; was_armed && i < fatal_count; i++)
    if (fatal[i].number == number && fatal[i].crash) write_all(2, fatal[i].crash, strlen(fatal[i].crash));
  struct sigaction standard = {.sa_handler = SIG_DFL};
  sigaction(number, &standard, NULL);
  // Blocked until this handler returns; then the default action ends the process with the right status.
  raise(number);
}

static void post(char what) {
  int error = errno;
  int fd = atomic_load(&wake_end);
  // A full pipe is readable already.
  if (fd >= 0) (void)!write(fd, &what, 1);
  errno = error;
}

static void on_passed(int number) {
  post(number == SIGWINCH ? CTERM_RESIZE : number == SIGTSTP ? CTERM_SUSPEND : CTERM_CONTINUE);
}

void cterm_wake(void) { post(CTERM_WAKE); }

int cterm_start(void) {
  if (started) {
    errno = EBUSY;
    return -1;
  }
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  read_end = ends[0];
  atomic_store(&wake_end, ends[1]);

  // A handler for a stack overflow needs a stack of its own.
  stack_t stack = {.ss_sp = handler_stack, .ss_size = sizeof handler_stack};
  sigaltstack(&stack, NULL);
  for (int i = 0; i < fatal_count; i++) {
    struct sigaction action = {.sa_handler = on_fatal, .sa_flags = SA_ONSTACK};
    sigaction(fatal[i].number, &action, &former[i]);
    // What the parent told the program to ignore stays ignored, as with nohup.
    if (former[i].sa_handler == SIG_IGN) sigaction(fatal[i].number, &former[i], NULL);
  }
  for (int i = 0; i < passed_count; i++) {
    struct sigaction action = {.sa_handler = on_passed, .sa_flags = SA_RESTART};
    sigaction(passed_on[i], &action, &former[fatal_count + i]);
  }
  if (!exit_registered) exit_registered = atexit(restore_once) == 0;
  started = true;
  return read_end;
}

void cterm_stop(void) {
  if (!started) return;
  started = false;
  for (int i = 0; i < fatal_count; i++) sigaction(fatal[i].number, &former[i], NULL);
  for (int i = 0; i < passed_count; i++) sigaction(passed_on[i], &former[fatal_count + i], NULL);
  close(atomic_exchange(&wake_end, -1));
  close(read_end);
}

void cterm_arm(int fd, const struct termios *saved, const char *bytes, size_t count) {
  struct restoration *next = atomic_load(&armed) == &slots[0] ? &slots[1] : &slots[0];
  next->fd = fd;
  next->saved = *saved;
  next->count = count < sizeof next->bytes ? count : sizeof next->bytes;
  memcpy(next->bytes, bytes, next->count);
  atomic_store(&armed, next);
}

void cterm_disarm(void) { atomic_store(&armed, NULL); }

void cterm_stop_group(void) {
  // The default also for the signal that continues: the caller knows and paints anew by itself.
  struct sigaction standard = {.sa_handler = SIG_DFL}, on_stop, on_continue;
  sigaction(SIGTSTP, &standard, &on_stop);
  sigaction(SIGCONT, &standard, &on_continue);
  sigset_t stop, before;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  sigprocmask(SIG_UNBLOCK, &stop, &before);
  // The group, because a shell waits for every program of a pipeline to stop.
  kill(0, SIGTSTP);
  sigprocmask(SIG_SETMASK, &before, NULL);
  sigaction(SIGTSTP, &on_stop, NULL);
  sigaction(SIGCONT, &on_continue, NULL);
}

int cterm_get_size(int fd, int *columns, int *lines) {
  struct winsize size;
  if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return -1;
  *columns = size.ws_col;
  *lines = size.ws_row;
  return 0;
}

int cterm_set_size(int fd, int columns, int lines) {
  struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)lines};
  return ioctl(fd, TIOCSWINSZ, &size);
}

int cterm_open_pty(char *name, size_t capacity) {
  int fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (fd < 0) return -1;
  if (grantpt(fd) == 0 && unlockpt(fd) == 0 && ptsname_r(fd, name, capacity) == 0) return fd;
  close(fd);
  return -1;
}

pid_t cterm_spawn(const char *terminal, char *const arguments[], char *const environment[]) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_init(&attributes);
  // The first terminal that a session leader opens becomes its controlling terminal.
  posix_spawn_file_actions_addopen(&files, 0, terminal, O_RDWR, 0);
  posix_spawn_file_actions_adddup2(&files, 0, 1);
  posix_spawn_file_actions_adddup2(&files, 0, 2);
  sigset_t all, none;
  sigfillset(&all);
  sigemptyset(&none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  pid_t process;
  int error = posix_spawn(&process, arguments[0], &files, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  if (error == 0) return process;
  errno = error;
  return -1;
}

int cterm_width(unsigned scalar) { return wcwidth((wchar_t)scalar); }

bool cterm_use_utf8(void) {
  // Only how characters are coded: numbers and messages keep the C locale.
  setlocale(LC_CTYPE, "");
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0 || setlocale(LC_CTYPE, "C.UTF-8") != NULL;
}
