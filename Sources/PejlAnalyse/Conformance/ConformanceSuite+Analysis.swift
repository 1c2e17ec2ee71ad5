import Foundation
import PejlModel
import PejlPluginKit

#if canImport(Glibc)
import Glibc
#endif

/// The cases about figures and findings.
extension ConformanceSuite {
    // MARK: - Ways that figures come

    /// Bytes that trickle, cut where they should not be, give the same findings.
    func slowInput(_ ordinary: [Finding]) throws -> String {
        try skipForStatement()
        var conversation = HostConversation(manifest, try fixture.context())
        var bytes = try conversation.initialize()
        let handshake = bytes.count
        bytes += try conversation.analyse()
        for one in try seen(fixture) { bytes += try conversation.series(one) }
        bytes += try conversation.endOfData()

        let process = try PluginProcess(try PluginProgram(manifest, programs: programs), manifest, launcher)
        let deadline = process.moment(after: manifest.limits.seconds)
        var sent = 0
        for step in 0... where sent < bytes.count {
            // The first two hundred pieces are tiny and come slowly; the rest is cut at odd places.
            let size = step < 200 ? 1 + step % 7 : 4093
            let isHandshake = sent < handshake
            let next = min(sent + size, isHandshake ? handshake : bytes.count)
            try process.send(Array(bytes[sent..<next]), deadline: deadline) { try conversation.receive($0) }
            sent = next
            if step < 200 { usleep(2000) }
            if sent == handshake {
                try process.receive(until: { conversation.isReady }, deadline: deadline) {
                    try conversation.receive($0)
                }
            }
            if sent == bytes.count { break }
        }
        try process.receive(until: { conversation.isFinished }, deadline: deadline) { try conversation.receive($0) }
        let found = conversation.findings.sorted { $0.id < $1.id }.map(\.finding)
        guard found == ordinary else {
            throw failed("\(found.count) findings where the same figures at once gave \(ordinary.count)")
        }
        return "\(bytes.count) bytes"
    }

    /// 20,000 series, each a copy of the fixture's with a breakdown of its own.
    func hugeInput() throws -> String {
        let wanted = 20_000
        let some = try seen(fixture)
        var huge = fixture
        huge.series = (0..<wanted).map { number in
            var one = some[number % some.count]
            one.breakdown["copy"] = "c\(number / some.count)"
            one.periods = Array(one.periods.suffix(2))
            one.values = Array(one.values.suffix(2))
            one.statuses = Array(one.statuses.suffix(2))
            return one
        }
        let count = try findings(huge).count
        return "\(wanted) series, \(count) findings"
    }

    // MARK: - Figures that are not there

    func noFigures() throws -> String {
        var empty = fixture
        empty.series = []
        let count = try findings(empty).count
        guard count == 0 else { throw failed("\(count) findings on no figures") }
        return "no findings"
    }

    /// Every figure hidden: nothing may be found that needs a value, and nothing may break.
    func suppressedFigures() throws -> String {
        var hidden = fixture
        hidden.series = fixture.series.map { series in
            var series = series
            series.values = series.values.map { _ in nil }
            series.statuses = series.statuses.map { _ in "Q" }
            return series
        }
        let found = try findings(hidden)
        // A number of figures may be found, a figure may not.
        let units = Dictionary(fixture.indicators.map { ($0.id, $0.unit) }) { first, _ in first }
        let made = found.first { finding in
            finding.unit == "percentage_points" || (finding.unit == units[finding.indicator] && finding.unit != "count")
        }
        if let made { throw failed("\(made.statistic) = \(made.value) \(made.unit) where every figure is hidden") }
        return "\(found.count) findings"
    }

    // MARK: - Texts

    /// Titles in every script: the findings are the same, and what is quoted comes back byte for byte.
    func unicode(_ ordinary: [Finding]) throws -> String {
        let odd = " \u{2028}\u{202e}\"\\/ æøå e\u{301} 𝔘 👩‍👩‍👧 שלום"
        func marked(_ text: PluginText) -> PluginText {
            PluginText(da: text.da.isEmpty ? "" : text.da + odd, en: text.en.isEmpty ? "" : text.en + odd)
        }
        var strange = fixture
        strange.indicators = fixture.indicators.map { indicator in
            var indicator = indicator
            indicator.title = marked(indicator.title)
            return indicator
        }
        strange.series = fixture.series.map { series in
            var series = series
            series.breakdownTitle = marked(series.breakdownTitle)
            return series
        }
        let found = try findings(strange)
        guard found.map(\.id) == ordinary.map(\.id) else {
            throw failed(
                "other findings (\(found.count)) with titles in other scripts than without (\(ordinary.count))"
            )
        }
        var quoted = 0
        for (plain, finding) in zip(ordinary, found) {
            for (plain, text) in [(plain.text.da, finding.text.da), (plain.text.en, finding.text.en)]
            where plain != text {
                quoted += 1
                guard text.contains("\u{2028}\u{202e}\"\\/ æøå e\u{301} 𝔘 👩‍👩‍👧 שלום") else {
                    throw failed("a title came back changed: \(text)")
                }
            }
        }
        return "\(quoted) sentences quote them"
    }

    // MARK: - Again

    func determinism(_ ordinary: [Finding]) throws -> String {
        let again = try findings(fixture)
        guard again == ordinary else {
            let golden = try GoldenFindings(ordinary).difference(from: try GoldenFindings(again))
            throw failed("the same figures gave other findings the second time: \(golden ?? "")")
        }
        return "the same twice"
    }

    /// Each setting at each of its bounds, the others at their defaults.
    func settings() throws -> String {
        var tried = 0
        for rule in manifest.settingRules {
            for value in rule.bounds {
                tried += 1
                do {
                    _ = try findings(fixture, [rule.name: value])
                } catch {
                    throw failed("\(rule.name) = \(value): \(Failure(error).message)")
                }
            }
        }
        guard tried > 0 else { throw ConformanceEnd.skipped("it has no settings") }
        return "\(tried) values"
    }

    func goldenFindings(_ ordinary: [Finding]) throws -> String {
        guard let golden else { throw ConformanceEnd.skipped("there are none; --write-golden writes them") }
        if let difference = golden.difference(from: try GoldenFindings(ordinary)) { throw failed(difference) }
        return "\(golden.lines.count) as they were"
    }
}

extension SettingRule {
    /// The outermost values it may have.
    fileprivate var bounds: [PluginSetting] {
        switch values {
        case .integer(let range): [.integer(range.lowerBound), .integer(range.upperBound)]
        case .number(let range): [.number(range.lowerBound), .number(range.upperBound)]
        case .boolean: [.boolean(false), .boolean(true)]
        case .text(let maximum): [.text(""), .text(String(repeating: "ø", count: maximum))]
        case .choice(let choices): choices.map { .text($0) }
        }
    }
}
