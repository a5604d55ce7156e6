// Writes down what a test program does to the files of one folder, in its order: so that a power cut can be played at each point.
#ifndef GAINRIDER_DISKLOG_H
#define GAINRIDER_DISKLOG_H

/// What was done.
enum disk_deed {
    /// A new file under a name.
    disk_created,
    /// Bytes at an offset.
    disk_written,
    /// Its length is the offset from now on.
    disk_cut,
    /// All that was done to the file is on the disk.
    disk_synced,
    /// All names of the folder are on the disk.
    disk_folder_synced,
    /// A name is taken away.
    disk_unlinked,
    /// A name is given to another file: from `name` to `other`.
    disk_renamed,
    /// What the test says: the number is the offset.
    disk_marked,
};

struct disk_operation {
    enum disk_deed deed;
    /// Of the file; −1 where there is none.
    int file;
    long offset, length;
    const unsigned char *bytes;
    /// Without the folder.
    const char *name, *other;
};

/// Begins to watch a folder, which is there, with the files that it has; what was written down before is forgotten. One folder at a time.
/// Returns whether it could.
int disk_log_begin(const char *folder);
/// Watches no more; what was written down stays until the next beginning.
void disk_log_end(void);
/// Writes down a number of the test's.
void disk_log_mark(long number);
long disk_log_count(void);
/// The operation of a number below ``disk_log_count``; valid until the next beginning.
struct disk_operation disk_log_operation(long number);

#endif
