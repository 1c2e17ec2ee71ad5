/// Faults drawn from a seed: the n-th request at a port always meets the same one.
struct RandomFaults: Sendable {
    var seed: UInt64
    /// Part of the requests that meet a fault, 0 to 1.
    var share: Double
    var misbehaviours: [Misbehaviour]
    /// Greetings that connections may meet instead of the proper one.
    var handshakes: [Handshake]

    /// What the request meets that is the `number`-th at the port with that index.
    func misbehaviour(port: Int, number: Int) -> Misbehaviour? { draw(misbehaviours, port, number, salt: 1) }

    /// What the connection meets that is the `number`-th at the port with that index.
    func handshake(port: Int, number: Int) -> Handshake? { draw(handshakes, port, number, salt: 2) }

    private func draw<Fault>(_ faults: [Fault], _ port: Int, _ number: Int, salt: UInt64) -> Fault? {
        var generator = SplitMix64(state: seed)
        for part in [salt, UInt64(port), UInt64(number)] { generator = SplitMix64(state: generator.next() ^ part) }
        guard !faults.isEmpty, Double(generator.next() >> 11) * 0x1p-53 < share else { return nil }
        return faults[Int(generator.next() % UInt64(faults.count))]
    }
}

/// SplitMix64.
///
/// Guy Steele, Doug Lea, Christine Flood: "Fast Splittable Pseudorandom Number Generators", 2014.
struct SplitMix64: Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
