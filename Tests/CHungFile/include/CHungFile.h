// Loaded before a program (LD_PRELOAD), makes one file stop answering, as on a network or a disk that has gone away: see HungFile.c.
#ifndef CHUNGFILE_H
#define CHUNGFILE_H
#endif
