// The system calls of Pebble. Each function returns 0 or a count on success and -errno on failure, so that managed code
// never has to read a thread's errno after the runtime may have changed it.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define RESULT(call) ({ long r_ = (call); r_ < 0 ? -errno : (int)r_; })

// ---- Starting a process -------------------------------------------------------------------------------------------

enum { NEW_SESSION = 1, NEW_GROUP = 2, CONTROLLING_TTY = 4, SET_IDS = 8 };
enum step { NONE, FORK, SESSION, GROUP, TTY, GROUPS, GID, UID, CHDIR, DUP, EXEC };

struct spawn {
    const char *path;
    char *const *argv;
    char *const *envp;
    const char *cwd;
    const gid_t *groups;
    const char *note;
    int32_t fds[3];
    int32_t flags;
    uint32_t uid, gid;
    int32_t group_count;
    int32_t pid;
    int32_t failed_step;
    int32_t note_error;
};

static void close_rest(void) {
    if (syscall(SYS_close_range, 3U, ~0U, 0U) == 0) return;
    struct rlimit limit;
    rlim_t top = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 65536 ? limit.rlim_cur : 65536;
    for (rlim_t fd = 3; fd < top; fd++) close((int)fd);
}

// Copies what the kernel tells of this process to a file: number, group, session and start time, by which a later daemon finds it.
static int write_note(const char *path) {
    char stat[1024];
    int from = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
    if (from < 0) return errno;
    ssize_t count = read(from, stat, sizeof stat);
    int error = count < 0 ? errno : 0;
    close(from);
    if (error) return error;
    int to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (to < 0) return errno;
    ssize_t written = write(to, stat, (size_t)count);
    error = written < 0 ? errno : written < count ? ENOSPC : 0;
    close(to);
    return error;
}

// Runs in the child, on the parent's memory: only async-signal-safe calls, and raw system calls for ids because the
// library's versions try to signal every thread of the process.
static int become(struct spawn *s, volatile int32_t *step, const sigset_t *none) {
    for (int sig = 1; sig < NSIG; sig++) {
        struct sigaction action;
        if (sigaction(sig, NULL, &action) == 0 && action.sa_handler != SIG_DFL) {
            memset(&action, 0, sizeof action);
            action.sa_handler = SIG_DFL;
            sigaction(sig, &action, NULL);
        }
    }
    if ((s->flags & NEW_SESSION) && (*step = SESSION, setsid() < 0)) return errno;
    if ((s->flags & NEW_GROUP) && (*step = GROUP, setpgid(0, 0) < 0)) return errno;
    if (s->note) s->note_error = write_note(s->note);
    if (s->flags & SET_IDS) {
        if (*step = GROUPS, syscall(SYS_setgroups, (long)s->group_count, s->groups) < 0) return errno;
        if (*step = GID, syscall(SYS_setresgid, s->gid, s->gid, s->gid) < 0) return errno;
        if (*step = UID, syscall(SYS_setresuid, s->uid, s->uid, s->uid) < 0) return errno;
    }
    if (s->cwd && (*step = CHDIR, chdir(s->cwd) < 0)) return errno;
    *step = DUP;
    for (int i = 0; i < 3; i++)
        if (dup2(s->fds[i], i) < 0) return errno;
    if ((s->flags & CONTROLLING_TTY) && (*step = TTY, ioctl(0, TIOCSCTTY, 0) < 0)) return errno;
    close_rest();
    *step = EXEC;
    sigprocmask(SIG_SETMASK, none, NULL);
    execve(s->path, s->argv, s->envp);
    return errno;
}

// fds must all be above 2. A zero result means that the new program runs and s->pid is set.
int hp_spawn(struct spawn *s) {
    sigset_t all, before, none;
    sigfillset(&all);
    sigemptyset(&none);
    volatile int32_t step = FORK;
    volatile int error = 0;
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t pid = vfork();
    if (pid == 0) {
        error = become(s, &step, &none);
        _exit(127);
    }
    int fork_error = pid < 0 ? errno : 0;
    if (pid > 0 && error) {
        int status;
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR) { }
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (fork_error || error) {
        s->failed_step = step;
        return -(fork_error ? fork_error : error);
    }
    s->pid = pid;
    return 0;
}

// ---- Children -----------------------------------------------------------------------------------------------------

int hp_subreaper(void) { return RESULT(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)); }

// Blocks until some child has ended; it is left unreaped.
int hp_wait_any(void) {
    siginfo_t info;
    info.si_pid = 0;
    int r = waitid(P_ALL, 0, &info, WEXITED | WNOWAIT);
    return r < 0 ? -errno : info.si_pid;
}

// The exit code as a shell shows it: the status, or 128 + signal.
int hp_reap(int pid, int *code) {
    int status;
    int r = waitpid(pid, &status, WNOHANG);
    if (r <= 0) return r < 0 ? -errno : 0;
    *code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    return r;
}

int hp_kill(int pid, int sig) { return RESULT(kill(pid, sig)); }
// Few arenas, and free memory back to the system: the daemon is to be small.
void hp_frugal(void) { mallopt(M_ARENA_MAX, 2); }
void hp_trim(void) { malloc_trim(0); }

int hp_getpid(void) { return getpid(); }
int hp_getuid(void) { return (int)getuid(); }
int hp_getgid(void) { return (int)getgid(); }

// ---- Descriptors --------------------------------------------------------------------------------------------------

int hp_pipe(int32_t *ends) { return RESULT(pipe2(ends, O_CLOEXEC)); }
int hp_read(int fd, void *buffer, int count) { return RESULT(read(fd, buffer, (size_t)count)); }
int hp_write(int fd, const void *buffer, int count) { return RESULT(write(fd, buffer, (size_t)count)); }
int hp_close(int fd) { return RESULT(close(fd)); }
int hp_dup(int fd) { return RESULT(fcntl(fd, F_DUPFD_CLOEXEC, 3)); }
int hp_nonblocking(int fd) { return RESULT(fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK)); }
int hp_open(const char *path, int flags, int mode) { return RESULT(open(path, flags | O_CLOEXEC, mode)); }
int hp_umask(int mask) { return (int)umask((mode_t)mask); }
int hp_isatty(int fd) { return isatty(fd); }

int hp_epoll_create(void) { return RESULT(epoll_create1(EPOLL_CLOEXEC)); }

// Arms one descriptor for one event.
int hp_epoll_arm(int epoll, int fd, int writable) {
    struct epoll_event event = { .events = (writable ? EPOLLOUT : EPOLLIN) | EPOLLONESHOT, .data.fd = fd };
    if (epoll_ctl(epoll, EPOLL_CTL_MOD, fd, &event) == 0) return 0;
    return errno == ENOENT ? RESULT(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event)) : -errno;
}

int hp_epoll_forget(int epoll, int fd) { return RESULT(epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL)); }

int hp_epoll_wait(int epoll, int32_t *fds, int count) {
    struct epoll_event events[64];
    int n = epoll_wait(epoll, events, count < 64 ? count : 64, -1);
    if (n < 0) return -errno;
    for (int i = 0; i < n; i++) fds[i] = events[i].data.fd;
    return n;
}

// ---- Terminals ----------------------------------------------------------------------------------------------------

int hp_resize(int fd, int columns, int rows) {
    struct winsize size = { .ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows };
    return RESULT(ioctl(fd, TIOCSWINSZ, &size));
}

int hp_window(int fd, int32_t *columns, int32_t *rows) {
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) < 0) return -errno;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return 0;
}

int hp_openpty(int columns, int rows, int32_t *ends) {
    int lead = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (lead < 0) return -errno;
    int unlock = 0;
    int follow = -1;
    if (ioctl(lead, TIOCSPTLCK, &unlock) == 0) follow = ioctl(lead, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (follow < 0) {
        int error = errno;
        close(lead);
        return -error;
    }
    hp_resize(lead, columns, rows);
    ends[0] = lead;
    ends[1] = follow;
    return 0;
}

// Puts a terminal into raw mode and keeps its former settings in `saved` (128 bytes); saved settings are put back by hp_cooked.
int hp_raw(int fd, void *saved) {
    struct termios now;
    if (tcgetattr(fd, &now) < 0) return -errno;
    memcpy(saved, &now, sizeof now);
    cfmakeraw(&now);
    return RESULT(tcsetattr(fd, TCSANOW, &now));
}

int hp_cooked(int fd, const void *saved) { return RESULT(tcsetattr(fd, TCSANOW, (const struct termios *)saved)); }

// The local time zone's abbreviation at a time.
int hp_zone(int64_t seconds, char *buffer, int count) {
    time_t when = (time_t)seconds;
    struct tm local;
    return localtime_r(&when, &local) ? (int)strftime(buffer, (size_t)count, "%Z", &local) : 0;
}

// ---- Files --------------------------------------------------------------------------------------------------------

struct entry {
    int64_t size, modified_seconds;
    uint32_t mode, uid, gid;
    int32_t unused;
    uint64_t device, inode, special_device;
};

static int fill(struct entry *e, const struct stat *s) {
    e->size = s->st_size;
    e->modified_seconds = s->st_mtim.tv_sec;
    e->mode = s->st_mode;
    e->uid = s->st_uid;
    e->gid = s->st_gid;
    e->device = s->st_dev;
    e->inode = s->st_ino;
    e->special_device = s->st_rdev;
    return 0;
}

int hp_stat(const char *path, int follow, struct entry *e) {
    struct stat s;
    int r = follow ? stat(path, &s) : lstat(path, &s);
    return r < 0 ? -errno : fill(e, &s);
}

int hp_fstat(int fd, struct entry *e) {
    struct stat s;
    return fstat(fd, &s) < 0 ? -errno : fill(e, &s);
}

int hp_access(const char *path, int mode) { return RESULT(access(path, mode)); }
int hp_fchmod(int fd, int mode) { return RESULT(fchmod(fd, (mode_t)mode)); }
int hp_fchown(int fd, uint32_t uid, uint32_t gid) { return RESULT(fchown(fd, uid, gid)); }
int hp_chmod(const char *path, int mode) { return RESULT(chmod(path, (mode_t)mode)); }
int hp_chown(const char *path, uint32_t uid, uint32_t gid) { return RESULT(chown(path, uid, gid)); }
int hp_mkdir(const char *path, int mode) { return RESULT(mkdir(path, (mode_t)mode)); }
int hp_rmdir(const char *path) { return RESULT(rmdir(path)); }
int hp_unlink(const char *path) { return RESULT(unlink(path)); }
int hp_rename(const char *from, const char *to) { return RESULT(rename(from, to)); }
int hp_fsync(int fd) { return RESULT(fsync(fd)); }
int hp_flock(int fd) { return RESULT(flock(fd, LOCK_EX | LOCK_NB)); }
