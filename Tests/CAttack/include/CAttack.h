#ifndef PEJL_CATTACK_H
#define PEJL_CATTACK_H

#include <stdbool.h>
#include <sys/types.h>

/// `fork`, which Swift hides.
pid_t attack_fork(void);
/// Whether another process' limits can be looked at, and so set.
bool attack_limits_of(pid_t pid);
/// Whether the signal at the parent's death can be called off.
bool attack_death_signal(void);
/// Whether a program with more rights could give them.
bool attack_may_gain_privileges(void);
/// Whether a ring for input and output past every filter can be had.
bool attack_ring(void);

#endif
