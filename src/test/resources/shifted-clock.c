/* Shifts the clock of a process and leaves its monotonic clock: for a test of clocks that jump. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* In a file of 8 bytes that the test changes while the process runs. */
static volatile const long *seconds;

__attribute__((constructor)) static void open_shift(void) {
    int file = open(getenv("CLOCK_SHIFT"), O_RDONLY);
    void *content = mmap(0, sizeof(long), PROT_READ, MAP_SHARED, file, 0);
    seconds = content == MAP_FAILED ? 0 : content;
}

int clock_gettime(clockid_t id, struct timespec *now) {
    int result = (int) syscall(SYS_clock_gettime, id, now);
    if (result == 0 && id == CLOCK_REALTIME && seconds) {
        now->tv_sec += *seconds;
    }
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec exact;
    int result = clock_gettime(CLOCK_REALTIME, &exact);
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return result;
}

time_t time(time_t *now) {
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    if (now) {
        *now = exact.tv_sec;
    }
    return exact.tv_sec;
}
