internal import CCrypto

/// A SHA-256 of some content: 32 bytes, written as 64 lower-case hexadecimal digits.
package struct ContentDigest: Hashable, Sendable, CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    package let hex: String

    /// Takes 64 hexadecimal digits, or nothing for any other text.
    package init?(hex: String) {
        let allowed = hex.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
        guard hex.utf8.count == 64, allowed else { return nil }
        self.hex = hex
    }

    fileprivate init(bytes: [UInt8]) {
        // Digests are made by the thousand: no text for each byte.
        hex = String(unsafeUninitializedCapacity: 64) { hex in
            for (index, byte) in bytes.enumerated() {
                hex[2 * index] = hexadecimal(byte >> 4)
                hex[2 * index + 1] = hexadecimal(byte & 15)
            }
            return 2 * bytes.count
        }
    }

    /// The digest of `bytes`.
    package init(of bytes: some Sequence<UInt8>) {
        var hasher = ContentHasher()
        hasher.update(Array(bytes))
        self = hasher.digest()
    }

    /// The digest of a text's UTF-8.
    package init(of text: String) { self.init(of: text.utf8) }

    package var description: String { hex }
}

/// A running SHA-256, made by libcrypto.
package struct ContentHasher: ~Copyable {
    private let state: OpaquePointer

    /// An empty hash; stops the process when memory is out, as Swift's own allocations do.
    package init() {
        guard let state = pejl_sha256_new() else { preconditionFailure("no memory for a SHA-256") }
        self.state = state
    }

    deinit { pejl_sha256_free(state) }

    /// Adds bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count > 0 else { return }
        let done = pejl_sha256_update(state, bytes.baseAddress, bytes.count)
        precondition(done == 1, "libcrypto could not continue a SHA-256")
    }

    /// Adds bytes.
    package mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    /// The digest of all that was added so far.
    package borrowing func digest() -> ContentDigest {
        var bytes = [UInt8](repeating: 0, count: 32)
        let done = pejl_sha256_digest(state, &bytes)
        precondition(done == 1, "libcrypto could not finish a SHA-256")
        return ContentDigest(bytes: bytes)
    }
}

/// The digit of a number below 16.
private func hexadecimal(_ number: UInt8) -> UInt8 {
    number + (number < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
}
