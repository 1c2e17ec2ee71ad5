import PejlArchive
import PejlModel
import PejlTestSupport
import Testing

/// The archive of raw documents.
struct ArchiveTests {
    @Test("keeps a document under its digest, once, and finds it again")
    func keeps() throws {
        let folder = try TemporaryFolder()
        let archive = try Archive(directory: folder.file("archive"))
        let digest = ContentDigest(of: "figures")
        for name in ["a", "b"] {
            let path = try folder.write("figures", to: "archive/incoming/\(name)")
            let kept = try archive.keep(RawDocument(digest: digest, byteCount: 7, path: path))
            #expect(kept.path == archive.path(of: digest))
        }
        let hex = digest.hex
        #expect(folder.files() == ["archive/\(hex.prefix(2))/\(hex.dropFirst(2))"])
        #expect(archive.holds(digest))
        #expect(!archive.holds(ContentDigest(of: "others")))
        try archive.verify(digest)
    }

    @Test("tells a document whose bytes changed")
    func noticesRot() throws {
        let folder = try TemporaryFolder()
        let archive = try Archive(directory: folder.file("archive"))
        let digest = ContentDigest(of: "figures")
        let path = try folder.write("figures", to: "archive/incoming/a")
        _ = try archive.keep(RawDocument(digest: digest, byteCount: 7, path: path))
        let hex = digest.hex
        try folder.write("figureS", to: "archive/\(hex.prefix(2))/\(hex.dropFirst(2))")
        #expect(throws: ArchiveError.corrupt(digest: digest)) { try archive.verify(digest) }
    }

    @Test("a document that rotted is set aside when its bytes come again")
    func replacesRot() throws {
        let folder = try TemporaryFolder()
        let archive = try Archive(directory: folder.file("archive"))
        let digest = ContentDigest(of: "figures")
        let name = "archive/\(digest.hex.prefix(2))/\(digest.hex.dropFirst(2))"
        try folder.write("figureS", to: name)
        let path = try folder.write("figures", to: "archive/incoming/a")
        _ = try archive.keep(RawDocument(digest: digest, byteCount: 7, path: path))
        try archive.verify(digest)
        #expect(folder.files().count == 2)
        #expect(folder.files().contains { $0.hasPrefix(name + ".corrupt-") })
    }

    @Test("clears what a killed run left, and nothing else, at the next start")
    func clearsLeftovers() throws {
        let folder = try TemporaryFolder()
        try folder.write("half", to: "archive/incoming/fetch-1.part")
        try folder.write("whole", to: "archive/ab/cdef")
        _ = try Archive(directory: folder.file("archive"))
        #expect(folder.files() == ["archive/ab/cdef"])
    }

    @Test("a document that cannot be kept is an error with the path and the reason")
    func cannotKeep() throws {
        let folder = try TemporaryFolder()
        let archive = try Archive(directory: folder.file("archive"))
        let path = folder.file("archive/incoming/gone")
        let error = #expect(throws: ArchiveError.self) {
            try archive.keep(RawDocument(digest: ContentDigest(of: "x"), byteCount: 1, path: path))
        }
        #expect(
            error?.description
                == "archive: open \(path): No such file or directory; check the disk and the permissions"
        )
    }
}
