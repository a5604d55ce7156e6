// Interposes fdatasync in the test program, by which SQLite hands its files to the disk.
#define _GNU_SOURCE
#include "CSyncWatch.h"
#include "Synced.h"
#include <dlfcn.h>
#include <pthread.h>
#include <sys/stat.h>

enum { room = 64 };
static struct { dev_t device; ino_t file; long bytes, count; } watched[room];
static int used;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

int sync_watch(const char *path) {
    struct stat status;
    if (stat(path, &status) != 0) return -1;
    pthread_mutex_lock(&lock);
    int number = used < room ? used++ : -1;
    if (number >= 0) {
        watched[number].device = status.st_dev;
        watched[number].file = status.st_ino;
        watched[number].bytes = -1;
        watched[number].count = 0;
    }
    pthread_mutex_unlock(&lock);
    return number;
}

long sync_bytes(int number) {
    pthread_mutex_lock(&lock);
    long bytes = number >= 0 && number < used ? watched[number].bytes : -1;
    pthread_mutex_unlock(&lock);
    return bytes;
}

long sync_count(int number) {
    pthread_mutex_lock(&lock);
    long count = number >= 0 && number < used ? watched[number].count : 0;
    pthread_mutex_unlock(&lock);
    return count;
}

int fdatasync(int file) {
    static int (*next)(int);
    if (!next) next = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    // What is written while the disk works may not be there.
    struct stat status;
    int isKnown = fstat(file, &status) == 0;
    int result = next(file);
    if (result == 0) disk_log_synced(file);
    if (!isKnown || result != 0) return result;
    pthread_mutex_lock(&lock);
    for (int number = 0; number < used; number++) {
        if (watched[number].device != status.st_dev || watched[number].file != status.st_ino) continue;
        watched[number].bytes = (long)status.st_size;
        watched[number].count++;
    }
    pthread_mutex_unlock(&lock);
    return result;
}
