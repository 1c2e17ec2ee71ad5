#ifndef PEJL_CSIGNALS_H
#define PEJL_CSIGNALS_H

/// Blocks the signals that pejld waits for, in this thread and those it starts from now on: SIGHUP, SIGINT, SIGTERM.
void pejl_block_signals(void);

/// Waits for one of them; its number, or -1 after `milliseconds`.
int pejl_wait_for_signal(int milliseconds);

#endif
