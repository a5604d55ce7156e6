// What the two parts of this target tell one another.
#ifndef GAINRIDER_SYNCED_H
#define GAINRIDER_SYNCED_H

/// A file or a folder was handed to the disk.
void disk_log_synced(int file);

#endif
