// Counts what the audio thread must never do, on the thread that is armed.
#ifndef GAINRIDER_CALLOCATIONTRAP_H
#define GAINRIDER_CALLOCATIONTRAP_H

/// What is counted: allocations and frees, locks and waits, file and other system calls.
typedef enum : int { trap_allocation, trap_lock, trap_file } trap_kind;

/// Whether the trap counts: not where a sanitizer has taken its place.
int trap_is_set(void);
/// Begins to count on this thread, from zero.
void trap_arm(void);
/// Ends counting on this thread.
void trap_disarm(void);
/// How often the armed thread did it.
long trap_count(trap_kind kind);

/// Allocations less frees since the thread was armed: how many pieces of memory it has got and not given back.
long trap_balance(void);

/// Does each forbidden thing once, so that a test can see the trap catch it: number 0…trap_offences − 1.
void trap_commit(int offence);
/// What an offence counts as.
trap_kind trap_kind_of(int offence);
/// How many offences there are.
enum { trap_offences = 14 };

#endif
