import PejlFetch
import PejlModel
import PejlStandIn
import Testing

/// Faults W1 to W13 of the test plan, against the stand-in and the real libcurl.
@Suite(.serialized)
struct FetcherFaultTests {
    /// What goes wrong, the name and kind of the failure.
    private static let faults: [(Misbehaviour, String, FailureKind)] = [
        (.resetMidBody, "connection-failed", .transient), (.cutBody, "truncated", .transient),
        (.cutChunks, "truncated", .transient), (.noFinalChunk, "truncated", .transient),
        (.closeDelimited(cut: true), "truncated", .transient), (.closeDelimited(cut: false), "truncated", .transient),
        (.duplicateContentLength, "bad-headers", .contract), (.longerThanLength, "truncated", .transient),
        (.slowBody(bytesPerSecond: 100), "too-slow", .transient), (.slowHeaders, "too-slow", .transient),
        (.endlessBody, "body-too-large", .contract), (.hugeHeaders, "bad-headers", .contract),
        (.gzipCut, "truncated", .transient), (.gzipTrailingBytes, "bad-gzip", .contract),
        (.gzipBomb(bytes: 64 << 20), "decoded-too-large", .contract), (.doubleGzip, "bad-headers", .contract),
        (.htmlPage, "unexpected-content", .contract), (.emptyBody, "unexpected-content", .contract),
        (.wrongContentType("text/html; charset=utf-8"), "unexpected-content", .contract),
        (.wrongContentType("text/csv; charset=iso-8859-1"), "unexpected-content", .contract),
        (.unauthorised401, "unauthorised", .auth), (.forbidden403, "forbidden", .auth),
        (.tooManyRequests429(retryAfter: nil), "too-many-requests", .transient),
        (.serverError(500), "server-error", .transient), (.serverError(502), "server-error", .transient),
        (.serverError(504), "server-error", .transient),
        (.publisherError(code: "EXTRACT-NOTFOUND", message: "Tabel findes ikke: X"), "publisher-refused", .contract),
        (.redirectLoop, "redirect-refused", .contract),
        (.redirect(to: "/v1/data", status: 307), "too-many-redirects", .contract),
        (.redirect(to: "https://evil.example/", status: 308), "redirect-refused", .contract),
        (.redirect(to: "file:///etc/passwd", status: 307), "redirect-refused", .contract),
        (.redirect(to: "ftp://127.0.0.1/", status: 307), "redirect-refused", .contract),
        (.redirect(to: "http://[::ffff:127.0.0.1]/", status: 307), "redirect-refused", .contract),
        (.redirect(to: "http://169.254.169.254/", status: 307), "redirect-refused", .contract),
        (.redirect(to: "http://127.0.0.1:1/", status: 307), "redirect-refused", .contract),
    ]

    @Test("Every fault has its failure and leaves no file", arguments: faults)
    func failsByName(misbehaviour: Misbehaviour, name: String, kind: FailureKind) async throws {
        let standIn = try StandIn.start(compresses: false)
        defer { standIn.stop() }
        standIn.misbehave(misbehaviour)
        let desk = Desk(statBank: standIn.statBankURL) { options in
            options.limits.slowTime = .seconds(1)
            options.limits.wireBytes = 2 << 20
            options.limits.decodedBytes = 8 << 20
        }
        let answer = await desk.failure(of: Recipes.population())
        let failure = try #require(answer)
        #expect(failure.name == name)
        #expect(failure.kind == kind)
        #expect(failure.description.hasPrefix(standIn.baseURL))
        #expect(desk.files.isEmpty)
    }

    @Test("A redirect with the body kept is followed to its end")
    func redirect() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        standIn.misbehave(.redirect(to: "/v1/data", status: 308), times: 5)
        let desk = Desk(statBank: standIn.statBankURL)
        #expect(try await desk.fetch(Recipes.population()).exchanges.count == 1)
        #expect(standIn.requests.count == 6)
        #expect(Set(standIn.requests.map(\.body)).count == 1)
    }

    @Test("A body that the close ends is enough for JSON, which closes itself")
    func closeDelimited() async throws {
        let standIn = try StandIn.start(compresses: false)
        defer { standIn.stop() }
        standIn.misbehave(.closeDelimited(cut: false), times: 1)
        standIn.misbehave(.closeDelimited(cut: true), times: 1)
        let desk = Desk(statBank: standIn.statBankURL)
        let recipe = Recipes.population(form: .jsonStat)
        #expect(try await desk.fetch(recipe).exchanges.first?.proof == CompletenessProof.none)
        #expect(await desk.failure(of: recipe)?.name == "truncated")
    }

    @Test("The publisher's own refusal is passed on with its remedy")
    func cellLimit() async throws {
        let standIn = try StandIn.start(cellLimit: 100)
        defer { standIn.stop() }
        let desk = Desk(statBank: standIn.statBankURL)
        let failure = try #require(await desk.failure(of: Recipes.population())).failure
        #expect(failure.name == "publisher-refused" && failure.kind == .contract)
        #expect(failure.message.contains("(REQUEST-LIMIT): \"Forespørgslen på op mod "))
        #expect(failure.message.hasSuffix("; select fewer values or use BULK"))
    }

    @Test("A page instead of figures is shown in its first 200 characters")
    func htmlPage() async throws {
        let standIn = try StandIn.start()
        defer { standIn.stop() }
        standIn.misbehave(.htmlPage)
        let desk = Desk(statBank: standIn.statBankURL)
        guard case .unexpectedContent(_, let reason, let beginning)? = await desk.failure(of: Recipes.population())
        else { return #expect(Bool(false), "no unexpected content") }
        #expect(reason == "a page came instead of CSV")
        #expect(beginning.hasPrefix("<!"))
        #expect(beginning.contains("\n") == false && beginning.count <= 600)
    }
}
