/* Loaded before the C library into processes of the service: fdatasync and fsync that fail or take their time, and a
   clock that is wrong, as the control file says. Nothing is changed while the file holds zeros. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct control { int32_t fail_per_mille, slow_per_mille, slow_ms, unused; int64_t clock_seconds; };
static const struct control nothing, *control = &nothing;
static int (*next_fdatasync)(int), (*next_fsync)(int), (*next_clock)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
    next_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    next_fsync = dlsym(RTLD_NEXT, "fsync");
    next_clock = dlsym(RTLD_NEXT, "clock_gettime");
    const char *path = getenv("GAMEDAY_CONTROL");
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0) return;
    void *found = mmap(0, sizeof(struct control), PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    if (found != MAP_FAILED) control = found;
}

static int drawn(void) {  /* 0 to 999, for any thread */
    static __thread uint64_t state;
    struct timespec now;
    if (!state) { next_clock(CLOCK_MONOTONIC, &now); state = now.tv_nsec ^ ((uint64_t)getpid() << 32) ^ (uintptr_t)&now; }
    state ^= state << 13; state ^= state >> 7; state ^= state << 17;
    return state % 1000;
}

static int synced(int (*next)(int), int fd) {
    if (drawn() < control->slow_per_mille) usleep(control->slow_ms * 1000);
    if (drawn() < control->fail_per_mille) { errno = EIO; return -1; }
    return next(fd);
}

int fdatasync(int fd) { return synced(next_fdatasync, fd); }
int fsync(int fd) { return synced(next_fsync, fd); }

int clock_gettime(clockid_t which, struct timespec *now) {
    int result = next_clock(which, now);
    if (!result && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) now->tv_sec += control->clock_seconds;
    return result;
}

time_t time(time_t *into) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (into) *into = now.tv_sec;
    return now.tv_sec;
}

int gettimeofday(struct timeval *restrict into, void *restrict zone) {
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    into->tv_sec = now.tv_sec;
    into->tv_usec = now.tv_nsec / 1000;
    return 0;
}
