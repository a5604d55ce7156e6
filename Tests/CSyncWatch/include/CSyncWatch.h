// Knows how much of a file the disk has: what stood in it when it was synced last.
#ifndef GAINRIDER_CSYNCWATCH_H
#define GAINRIDER_CSYNCWATCH_H

#include "DiskLog.h"

/// Begins to watch a file, which is there. Returns its number, or −1 where there is no room or no file.
int sync_watch(const char *path);
/// Bytes that the file had when it was synced last since it was watched; −1: it was not.
long sync_bytes(int number);
/// How often it was synced since it was watched.
long sync_count(int number);

#endif
