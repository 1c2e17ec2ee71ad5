import PejlModel
import PejlStore

#if canImport(Glibc)
import Glibc
#endif

/// What `CandidatePublisher` does with a store, without plugins.
enum PublishRun {
    /// Makes a publication of the store at `storePath`.
    ///
    /// The laps end where the candidate is written and where the publication has its name.
    static func publish(_ storePath: String, to path: String) throws -> Measurement {
        let now = UTCInstant(secondsSince1970: time(nil))
        let store = try Store(path: storePath, now: now)
        let clock = Stopwatch()
        try store.makeCandidate(at: path + ".candidate")
        let copied = clock.seconds
        _ = try store.publish(
            PublicationDescription(
                number: try store.nextPublicationNumber(),
                madeAt: now,
                municipality: "766",
                analysis: ContentDigest(of: "bench")
            ),
            [],
            candidate: path + ".candidate",
            to: path
        )
        let seconds = clock.seconds
        let publication = try Publication(path: path)
        return Measurement(
            rows: publication.observations,
            laps: [("copy_seconds", copied), ("verify_seconds", seconds - copied), ("seconds", seconds)]
        )
    }
}
