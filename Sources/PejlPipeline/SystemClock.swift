package import PejlModel

#if canImport(Glibc)
import Glibc
#endif

/// The machine's clock, the one place it is read.
package enum SystemClock {
    /// The present second.
    @Sendable package static func now() -> UTCInstant { UTCInstant(secondsSince1970: time(nil)) }
}
