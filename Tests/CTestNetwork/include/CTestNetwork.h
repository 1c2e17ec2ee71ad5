#ifndef PEJL_CTESTNETWORK_H
#define PEJL_CTESTNETWORK_H

/// A network in a bottle, for the program it is linked into: `getaddrinfo` and `connect` are its own, and libcurl meets
/// them instead of the system's.
///
/// Names come from PEJL_TEST_NAMES, `NAME=ANSWER|ANSWER;NAME=…`: the n-th lookup of a name gets its n-th answer, later
/// ones the last. An answer is addresses with commas between, `none` for a name that does not exist, `later` for a name
/// server that does not answer now, or `hang` for one that keeps silent for a minute. Any other name does not exist.
/// Connections to addresses other than loopback arrive at 127.0.0.1, same port: no packet leaves the machine.

/// Lookups that hang at this moment.
int pejl_test_hanging(void);
/// The address that the n-th `connect` was for, counted from 0; NULL when there were fewer.
const char *pejl_test_connected(int number);

#endif
