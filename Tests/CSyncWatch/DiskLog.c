// Interposes, in the test program, the functions by which SQLite and the session store change files. The index of SQLite's log is left out:
// it belongs to the process.
#define _GNU_SOURCE
#include "include/DiskLog.h"
#include "Synced.h"
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { most_files = 256 };
static struct { dev_t device; ino_t inode; int isGone; } files[most_files];
static int file_count;
static struct disk_operation *operations;
static long count, room;
static char folder[4096];
static dev_t folder_device;
static ino_t folder_inode;
static _Atomic int is_watching;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define NEXT(name) \
    static __typeof__(&name) next; \
    if (!next) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

/// The name in the folder; null for a path elsewhere, and for an index of a log.
static const char *name_in_folder(const char *path) {
    size_t length = strlen(folder), whole = strlen(path);
    if (strncmp(path, folder, length) != 0 || path[length] != '/' || strchr(path + length + 1, '/')) return 0;
    if (whole > 4 && strcmp(path + whole - 4, "-shm") == 0) return 0;
    return path + length + 1;
}

static int known(const struct stat *status) {
    for (int number = 0; number < file_count; number++) {
        if (!files[number].isGone && files[number].device == status->st_dev && files[number].inode == status->st_ino)
            return number;
    }
    return -1;
}

static int number_of(int file) {
    struct stat status;
    return fstat(file, &status) == 0 ? known(&status) : -1;
}

static void add(struct disk_operation operation) {
    if (count == room) {
        room = room ? 2 * room : 1024;
        operations = realloc(operations, (size_t)room * sizeof *operations);
        if (!operations) abort();
    }
    operations[count++] = operation;
}

static char *copied(const char *text) { return text ? strdup(text) : 0; }

/// A file that is there already, as if it were made now and handed to the disk.
static void add_present(const char *name) {
    char path[sizeof folder + 300];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    struct stat status;
    FILE *file = name_in_folder(path) && file_count < most_files ? fopen(path, "rb") : 0;
    if (!file) return;
    if (fstat(fileno(file), &status) == 0 && S_ISREG(status.st_mode)) {
        unsigned char *bytes = malloc((size_t)status.st_size + 1);
        if (!bytes) abort();
        long length = (long)fread(bytes, 1, (size_t)status.st_size, file);
        files[file_count].device = status.st_dev;
        files[file_count].inode = status.st_ino;
        files[file_count].isGone = 0;
        add((struct disk_operation){.deed = disk_created, .file = file_count, .name = copied(name)});
        add((struct disk_operation){.deed = disk_written, .file = file_count, .length = length, .bytes = bytes});
        add((struct disk_operation){.deed = disk_synced, .file = file_count++});
    }
    fclose(file);
}

int disk_log_begin(const char *path) {
    struct stat status;
    if (atomic_load(&is_watching) || strlen(path) >= sizeof folder || stat(path, &status) != 0) return 0;
    pthread_mutex_lock(&lock);
    for (long number = 0; number < count; number++) {
        free((void *)operations[number].bytes);
        free((void *)operations[number].name);
        free((void *)operations[number].other);
    }
    count = 0;
    file_count = 0;
    strcpy(folder, path);
    folder_device = status.st_dev;
    folder_inode = status.st_ino;
    DIR *listing = opendir(path);
    for (struct dirent *entry; listing && (entry = readdir(listing));) add_present(entry->d_name);
    if (listing) closedir(listing);
    add((struct disk_operation){.deed = disk_folder_synced, .file = -1});
    pthread_mutex_unlock(&lock);
    atomic_store(&is_watching, 1);
    return 1;
}

void disk_log_end(void) { atomic_store(&is_watching, 0); }

void disk_log_mark(long number) {
    pthread_mutex_lock(&lock);
    add((struct disk_operation){.deed = disk_marked, .file = -1, .offset = number});
    pthread_mutex_unlock(&lock);
}

long disk_log_count(void) { return count; }
struct disk_operation disk_log_operation(long number) { return operations[number]; }

void disk_log_synced(int file) {
    if (!atomic_load(&is_watching)) return;
    struct stat status;
    if (fstat(file, &status) != 0) return;
    pthread_mutex_lock(&lock);
    int number = known(&status);
    if (number >= 0) add((struct disk_operation){.deed = disk_synced, .file = number});
    if (status.st_dev == folder_device && status.st_ino == folder_inode)
        add((struct disk_operation){.deed = disk_folder_synced, .file = -1});
    pthread_mutex_unlock(&lock);
}

int open64(const char *path, int flags, ...) {
    NEXT(open64);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    const char *name = atomic_load(&is_watching) ? name_in_folder(path) : 0;
    if (!name) return next(path, flags, mode);
    pthread_mutex_lock(&lock);
    struct stat status;
    int isNew = lstat(path, &status) != 0;
    int file = next(path, flags, mode), code = errno;
    if (file >= 0 && isNew && fstat(file, &status) == 0 && file_count < most_files) {
        files[file_count].device = status.st_dev;
        files[file_count].inode = status.st_ino;
        files[file_count].isGone = 0;
        add((struct disk_operation){.deed = disk_created, .file = file_count++, .name = copied(name)});
    }
    pthread_mutex_unlock(&lock);
    errno = code;
    return file;
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t offset) {
    NEXT(pwrite64);
    if (!atomic_load(&is_watching)) return next(file, bytes, length, offset);
    pthread_mutex_lock(&lock);
    ssize_t result = next(file, bytes, length, offset);
    int code = errno, number = number_of(file);
    if (result > 0 && number >= 0) {
        unsigned char *copy = malloc((size_t)result);
        if (!copy) abort();
        memcpy(copy, bytes, (size_t)result);
        add((struct disk_operation){
            .deed = disk_written, .file = number, .offset = offset, .length = result, .bytes = copy});
    }
    pthread_mutex_unlock(&lock);
    errno = code;
    return result;
}

int ftruncate64(int file, off64_t length) {
    NEXT(ftruncate64);
    if (!atomic_load(&is_watching)) return next(file, length);
    pthread_mutex_lock(&lock);
    int result = next(file, length), code = errno, number = number_of(file);
    if (result == 0 && number >= 0)
        add((struct disk_operation){.deed = disk_cut, .file = number, .offset = length});
    pthread_mutex_unlock(&lock);
    errno = code;
    return result;
}

int fsync(int file) {
    NEXT(fsync);
    int result = next(file), code = errno;
    if (result == 0) disk_log_synced(file);
    errno = code;
    return result;
}

int unlink(const char *path) {
    NEXT(unlink);
    const char *name = atomic_load(&is_watching) ? name_in_folder(path) : 0;
    if (!name) return next(path);
    pthread_mutex_lock(&lock);
    struct stat status;
    int number = lstat(path, &status) == 0 ? known(&status) : -1;
    int result = next(path), code = errno;
    if (result == 0) {
        // Its number may come back with another file.
        if (number >= 0 && status.st_nlink == 1) files[number].isGone = 1;
        add((struct disk_operation){.deed = disk_unlinked, .file = number, .name = copied(name)});
    }
    pthread_mutex_unlock(&lock);
    errno = code;
    return result;
}

int rename(const char *from, const char *to) {
    NEXT(rename);
    const char *name = atomic_load(&is_watching) ? name_in_folder(from) : 0;
    const char *other = name ? name_in_folder(to) : 0;
    if (!other) return next(from, to);
    pthread_mutex_lock(&lock);
    struct stat status;
    int replaced = lstat(to, &status) == 0 ? known(&status) : -1;
    int result = next(from, to), code = errno;
    if (result == 0) {
        if (replaced >= 0 && status.st_nlink == 1) files[replaced].isGone = 1;
        add((struct disk_operation){.deed = disk_renamed, .file = -1, .name = copied(name), .other = copied(other)});
    }
    pthread_mutex_unlock(&lock);
    errno = code;
    return result;
}
