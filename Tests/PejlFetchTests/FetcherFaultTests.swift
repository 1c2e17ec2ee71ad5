import PejlFetch
import PejlModel
import PejlStandIn
import Testing

/// Faults W1 to W13 of the test plan but W2, against the stand-in and the real libcurl, plain and inside TLS.
@Suite(.serialized)
struct FetcherFaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let row: String
        let misbehaviour: Misbehaviour
        let name: String
        let kind: FailureKind

        init(_ row: String, _ misbehaviour: Misbehaviour, _ name: String, _ kind: FailureKind) {
            self.row = row
            self.misbehaviour = misbehaviour
            self.name = name
            self.kind = kind
        }

        var testDescription: String { "\(row): \(misbehaviour) is \(name)" }
    }

    private static let sixLayers = Array(repeating: "gzip", count: 6).joined(separator: ", ")

    private static let faults: [Fault] = [
        Fault("W1", .resetMidBody, "connection-failed", .transient),
        Fault("W3", .cutBody, "truncated", .transient),
        Fault("W3", .abandonedBody, "truncated", .transient),
        Fault("W3", .cutChunks, "truncated", .transient),
        Fault("W3", .noFinalChunk, "truncated", .transient),
        Fault("W4", .longerThanLength, "truncated", .transient),
        Fault("W5", .closeDelimited(cut: true), "truncated", .transient),
        Fault("W5", .closeDelimited(cut: false), "truncated", .transient),
        Fault("W5", .gzipCut, "truncated", .transient),
        Fault("W6", .negativeContentLength, "bad-headers", .contract),
        Fault("W6", .repeatedContentLength, "bad-headers", .contract),
        Fault("W6", .duplicateContentLength, "bad-headers", .contract),
        Fault("W7", .gzipBomb(bytes: 64 << 20), "decoded-too-large", .contract),
        Fault("W7", .gzipTrailingBytes, "bad-gzip", .contract),
        Fault("W7", .doubleGzip, "bad-headers", .contract),
        Fault("W7", .doubleGzipBomb(bytes: 64 << 20, coding: "gzip, gzip"), "bad-headers", .contract),
        Fault("W7", .doubleGzipBomb(bytes: 64 << 20, coding: "gzip"), "unexpected-content", .contract),
        Fault("W7", .namedCoding(sixLayers), "bad-headers", .contract),
        Fault("W7", .namedCoding("br"), "bad-headers", .contract),
        Fault("W7", .namedCoding("zstd"), "bad-headers", .contract),
        Fault("W7", .namedCoding("deflate"), "bad-headers", .contract),
        Fault("W8", .endlessBody, "body-too-large", .contract),
        Fault("W8", .endlessUndelimited, "body-too-large", .contract),
        Fault("W9", .hugeHeaders, "bad-headers", .contract),
        Fault("W9", .hugeTrailers, "bad-headers", .contract),
        Fault("W9", .endlessInterim, "bad-headers", .contract),
        Fault("W10", .redirectLoop, "redirect-refused", .contract),
        Fault("W10", .redirect(to: "/v1/data", status: 307), "too-many-redirects", .contract),
        Fault("W11", .tooManyRequests429(retryAfter: nil), "too-many-requests", .transient),
        Fault("W12", .status(204), "unexpected-status", .contract),
        Fault("W12", .status(206), "unexpected-status", .contract),
        Fault("W12", .status(304), "unexpected-status", .contract),
        Fault("W12", .unauthorised401, "unauthorised", .auth),
        Fault("W12", .forbidden403, "forbidden", .auth),
        Fault("W12", .status(404), "not-found", .contract),
        Fault("W12", .status(410), "not-found", .contract),
        Fault("W12", .serverError(500), "server-error", .transient),
        Fault("W12", .serverError(502), "server-error", .transient),
        Fault("W12", .serverError(504), "server-error", .transient),
        Fault("W12", .publisherError(code: "EXTRACT-NOTFOUND", message: "x"), "publisher-refused", .contract),
        Fault("W13", .htmlPage, "unexpected-content", .contract),
        Fault("W13", .emptyBody, "unexpected-content", .contract),
        Fault("W13", .wrongContentType("text/html; charset=utf-8"), "unexpected-content", .contract),
        Fault("W13", .wrongContentType("text/csv; charset=iso-8859-1"), "unexpected-content", .contract),
    ]

    @Test("Every fault has its failure and leaves no file", arguments: faults, StandIn.Wire.allCases)
    func failsByName(fault: Fault, wire: StandIn.Wire) async throws {
        let standIn = try StandIn.start(compresses: false, wire: wire)
        defer { standIn.stop() }
        standIn.misbehave(fault.misbehaviour, on: "/v1/data")
        let desk = Desk(standIn) { options in
            options.limits.wireBytes = 2 << 20
            options.limits.decodedBytes = 8 << 20
        }
        let answer = await desk.failure(of: Recipes.population())
        let failure = try #require(answer)
        #expect(failure.name == fault.name, "\(failure)")
        #expect(failure.kind == fault.kind)
        #expect(failure.description.hasPrefix(standIn.baseURL))
        #expect(desk.files.isEmpty)
    }

    @Test(
        "What was not asked for is never taken for the next answer",
        arguments: [Misbehaviour.answeredTwice, .shortLength],
        StandIn.Wire.allCases
    )
    func unasked(misbehaviour: Misbehaviour, wire: StandIn.Wire) async throws {
        let standIn = try StandIn.start(compresses: false, wire: wire)
        defer { standIn.stop() }
        let desk = Desk(standIn)
        // Answers of one TLS record, of two, and larger than libcurl's buffer.
        for periods in [["2024M04"], [">=2023M09<=2024M04"], ["*"]] {
            // Rows longer than what is left out, so that the cut is in a line.
            let recipe = Recipes.population(periods: periods, choosingAll: true)
            let proper = try await desk.fetch(recipe).figures[0].document.digest
            for _ in 0..<3 {
                standIn.misbehave(misbehaviour, on: "/v1/data", times: 1)
                let first = try? await desk.fetch(recipe).figures[0].document.digest
                #expect(first == (misbehaviour == .answeredTwice ? proper : nil))
                for _ in 0..<2 { #expect(try await desk.fetch(recipe).figures[0].document.digest == proper) }
            }
        }
        #expect(standIn.connections.count == 10)
        #expect(standIn.connections.allSatisfy { $0.openBeside == 0 })
    }

    @Test("Where nothing goes wrong, one connection carries everything", arguments: StandIn.Wire.allCases)
    func reuse(wire: StandIn.Wire) async throws {
        let standIn = try StandIn.start(wire: wire)
        defer { standIn.stop() }
        let desk = Desk(standIn)
        for _ in 0..<5 { _ = try await desk.fetch(Recipes.population()) }
        let absence = try await desk.fetch(Recipes.absence(pageSize: 30))
        #expect(absence.figures.count == 7)
        #expect(absence.exchanges.count == 9)
        // Five times a table and its figures; two of the catalogue, seven pages, the empty one and page 0.
        let expected = 5 * 2 + 2 + 7 + 2
        #expect(standIn.requests.count == expected)
        #expect(standIn.connections.count == 1)
    }

    @Test(
        "A length that ends at a line is a whole document here; the gate counts its rows",
        arguments: StandIn.Wire.allCases
    )
    func shortAtLine(wire: StandIn.Wire) async throws {
        let standIn = try StandIn.start(compresses: false, wire: wire)
        defer { standIn.stop() }
        standIn.misbehave(.longerThanLengthAtLine, on: "/v1/data")
        let desk = Desk(standIn)
        let exchange = try await desk.fetch(Recipes.population()).figures[0]
        #expect(exchange.proof == .length)
        #expect(Desk.bytes(of: exchange.document.path).last == UInt8(ascii: "\n"))
    }

    @Test("A body that the close ends is enough for JSON, which closes itself", arguments: StandIn.Wire.allCases)
    func closeDelimited(wire: StandIn.Wire) async throws {
        let standIn = try StandIn.start(compresses: false, wire: wire)
        defer { standIn.stop() }
        standIn.misbehave(.closeDelimited(cut: false), on: "/v1/data", times: 1)
        standIn.misbehave(.closeDelimited(cut: true), on: "/v1/data", times: 1)
        let desk = Desk(standIn)
        let recipe = Recipes.population(form: .jsonStat)
        #expect(try await desk.fetch(recipe).figures.first?.proof == CompletenessProof.none)
        #expect(await desk.failure(of: recipe)?.name == "truncated")
    }

    @Test("The publisher's own refusal is passed on with its remedy")
    func cellLimit() async throws {
        let standIn = try StandIn.start(cellLimit: 100)
        defer { standIn.stop() }
        let failure = try #require(await Desk(standIn).failure(of: Recipes.population())).failure
        #expect(failure.name == "publisher-refused" && failure.kind == .contract)
        #expect(failure.message.contains("(REQUEST-LIMIT): \"Forespørgslen på op mod "))
        #expect(failure.message.hasSuffix("; select fewer values or use BULK"))
    }

    @Test("The limits are those of the test plan without any configuration")
    func defaults() {
        let limits = FetchLimits()
        #expect(limits.wireBytes == 64 << 20 && limits.decodedBytes == 256 << 20)
        #expect(limits.bytesPerSecond == 1024 && limits.slowTime == .seconds(30))
        #expect(limits.totalTime == .seconds(300))
        #expect(RetryPolicy() == RetryPolicy(tries: 5, base: .seconds(2), cap: .seconds(300)))
        #expect(RedirectRule.limit == 5)
    }
}
