import Foundation
import PejlControl
import PejlModel
import PejlTestSupport
import Testing

struct MetricsTests {
    /// 2026-01-05T06:01:00Z is 1,767,592,860 seconds after 1970, by GNU date.
    private let now = UTCInstant(secondsSince1970: 1_767_592_860)

    private func status(_ datasets: String, plugins: String = "[]", more: String = "") throws -> StatusDocument {
        let text = """
            {"format":1,"startedAt":"2026-01-05T06:00:00Z","finishedAt":"2026-01-05T06:00:07Z","municipality":"766",
            "datasets":\(datasets),"plugins":\(plugins),"publication":{"state":"published","number":41}\(more)}
            """
        return try JSONDecoder().decode(StatusDocument.self, from: Data(text.utf8))
    }

    private func dataset(_ id: String, _ more: String) -> String {
        #"{"id":"\#(id)","title":{"da":"t","en":"t"},"state":"x"\#(more)}"#
    }

    private let failure = #"{"kind":"contract","name":"unknown-area","message":"m"}"#

    private var counters: DaemonCounters { DaemonCounters(version: "1.0", startedAt: now) }

    /// The lines of the samples of a family, in order.
    private func samples(_ name: String, _ text: String) -> [String] {
        text.split(separator: "\n").map(String.init).filter { $0.hasPrefix("\(name) ") || $0.hasPrefix("\(name){") }
    }

    @Test("freshness is seconds since the last good load, and what was never good has none")
    func freshness() throws {
        let document = try status(
            """
            [\(dataset("folk1am", #","lastGoodAt":"2026-01-04T06:01:00Z","nextAt":"2026-01-06T07:05:00Z""#)),
            \(dataset("fravaer", #","lastGoodAt":"2026-01-05T06:01:30Z","failure":\#(failure)"#)),
            \(dataset("never", #","failure":\#(failure)"#)), \(dataset("odd", #","lastGoodAt":"yesterday""#))]
            """
        )
        let text = Metrics.text(document, counters, now: now)
        #expect(
            samples("pejl_dataset_freshness_seconds", text) == [
                #"pejl_dataset_freshness_seconds{dataset="folk1am"} 86400"#,
                #"pejl_dataset_freshness_seconds{dataset="fravaer"} -30"#,
            ]
        )
        #expect(
            samples("pejl_dataset_last_good_timestamp_seconds", text) == [
                #"pejl_dataset_last_good_timestamp_seconds{dataset="folk1am"} 1767506460"#,
                #"pejl_dataset_last_good_timestamp_seconds{dataset="fravaer"} 1767592890"#,
            ]
        )
        #expect(
            samples("pejl_dataset_failed", text) == [
                #"pejl_dataset_failed{dataset="folk1am"} 0"#, #"pejl_dataset_failed{dataset="fravaer"} 1"#,
                #"pejl_dataset_failed{dataset="never"} 1"#, #"pejl_dataset_failed{dataset="odd"} 0"#,
            ]
        )
        #expect(
            samples("pejl_dataset_next_timestamp_seconds", text) == [
                #"pejl_dataset_next_timestamp_seconds{dataset="folk1am"} 1767683100"#
            ]
        )
    }

    @Test("failures of the last run are counted by what they mean, wherever they stand")
    func failures() throws {
        let plugin = #"{"id":"benchmark","title":{"da":"t","en":"t"},"version":"1","state":"held","failuresInARow":3,"#
        let document = try status(
            "[\(dataset("a", #","failure":\#(failure)"#)), \(dataset("b", #","failure":\#(failure)"#))]",
            plugins: "[\(plugin)\"failure\":{\"kind\":\"transient\",\"name\":\"plugin-held\",\"message\":\"m\"}}]",
            more:
                #","damage":{"kind":"system","name":"x","message":"m"},"report":{"kind":"system","name":"x","message":"m"}"#
        )
        let text = Metrics.text(document, counters, now: now)
        #expect(
            samples("pejl_last_run_failures", text) == [
                #"pejl_last_run_failures{kind="transient"} 1"#, #"pejl_last_run_failures{kind="config"} 0"#,
                #"pejl_last_run_failures{kind="contract"} 2"#, #"pejl_last_run_failures{kind="auth"} 0"#,
                #"pejl_last_run_failures{kind="system"} 2"#,
            ]
        )
        #expect(samples("pejl_damaged", text) == ["pejl_damaged 1"])
        #expect(samples("pejl_report_failed", text) == ["pejl_report_failed 1"])
        #expect(samples("pejl_publication_failed", text) == ["pejl_publication_failed 0"])
        #expect(samples("pejl_plugin_held", text) == [#"pejl_plugin_held{plugin="benchmark"} 1"#])
        #expect(
            samples("pejl_plugin_failures_in_a_row", text) == [#"pejl_plugin_failures_in_a_row{plugin="benchmark"} 3"#]
        )
        #expect(samples("pejl_last_run_duration_seconds", text) == ["pejl_last_run_duration_seconds 7"])
    }

    @Test("what the daemon counts is told, and what it does not know is not")
    func counted() throws {
        let empty = Metrics.text(nil, counters, now: now)
        for name in [
            "pejl_config_last_reload_successful", "pejl_store_bytes", "pejl_publication_timestamp_seconds",
            "pejl_last_run_failures",
        ] {
            #expect(samples(name, empty) == [], "\(name)")
        }
        var full = counters
        full.soundRuns = 12
        full.failures = [.auth: 2]
        full.reload = .init(at: now, isSuccessful: false)
        full.storeBytes = 5_000_000_000
        full.requests = [.init(verb: .fetch, isAllowed: false): 4]
        let text = Metrics.text(nil, full, now: now)
        #expect(samples("pejl_config_last_reload_successful", text) == ["pejl_config_last_reload_successful 0"])
        #expect(samples("pejl_store_bytes", text) == ["pejl_store_bytes 5000000000"])
        #expect(
            samples("pejl_runs_total", text) == [
                #"pejl_runs_total{outcome="failed"} 0"#, #"pejl_runs_total{outcome="ok"} 12"#,
            ]
        )
        #expect(samples("pejl_failures_total", text).contains(#"pejl_failures_total{kind="auth"} 2"#))
        #expect(
            samples("pejl_control_requests_total", text).contains(
                #"pejl_control_requests_total{verb="fetch",allowed="no"} 4"#
            )
        )
        #expect(samples("pejl_control_requests_total", text).count == 2 * ControlVerb.allCases.count)
    }

    @Test("help and labels are escaped as the format says, and numbers written as it reads them")
    func format() {
        var text = PrometheusText()
        text.add("a_bytes", .gauge, "One \\ and\ntwo \"x\"", [.init(1.5, ["b": "\\ \n \"æ\" {},="]), .init(-0.001)])
        text.add("b_total", .counter, "None.", [])
        text.add(
            "c",
            .gauge,
            "Odd.",
            [.init(.nan, ["k": "n"]), .init(.infinity, ["k": "p"]), .init(-.infinity), .init(1e21, ["k": "l"])]
        )
        #expect(
            text.text == #"""
                # HELP a_bytes One \\ and\ntwo "x"
                # TYPE a_bytes gauge
                a_bytes{b="\\ \n \"æ\" {},="} 1.5
                a_bytes -0.001
                # HELP c Odd.
                # TYPE c gauge
                c{k="n"} NaN
                c{k="p"} +Inf
                c -Inf
                c{k="l"} 1e+21

                """#
        )
    }

    @Test("docs/monitoring.md has every metric with its type and labels, and its alerts use no other")
    func documented() throws {
        var full = counters
        full.reload = .init(at: now, isSuccessful: true)
        full.publishedAt = now
        (full.storeBytes, full.archiveBytes) = (1, 1)
        let plugin = #"{"id":"p","title":{"da":"t","en":"t"},"version":"1","state":"ran","failuresInARow":0,"#
        let document = try status(
            "[\(dataset("a", #","lastGoodAt":"2026-01-04T06:01:00Z","nextAt":"2026-01-06T07:05:00Z""#))]",
            plugins:
                "[\(plugin)\"run\":{\"findings\":1,\"milliseconds\":1500,\"startMilliseconds\":3,\"peakBytes\":4096}}]"
        )
        let text = Metrics.text(document, full, now: now)
        let types = text.matches(of: /# TYPE (\w+) (\w+)/).map { (name: String($0.1), type: String($0.2)) }
        #expect(types.count >= 25 && Set(types.map(\.name)).count == types.count)
        // A counter is known without its ending, too.
        let families = types.map { $0.type == "counter" ? String($0.name.dropLast("_total".count)) : $0.name }
        #expect(Set(families).count == families.count)
        let page = try Repository.text("docs/monitoring.md")
        for (name, type) in types {
            let row = try #require(
                page.split(separator: "\n").first { $0.hasPrefix("| ") && $0.contains("`\(name)`") },
                "\(name)"
            )
            let cells = row.split(separator: "|", omittingEmptySubsequences: false)
            #expect(cells[2] == " \(type) ", "\(name)")
            let labels = Set(samples(name, text).flatMap { $0.matches(of: /(\w+)="/).map { String($0.1) } })
            for label in labels { #expect(cells[3].contains("`\(label)`"), "\(name) \(label)") }
            #expect(!labels.isEmpty || cells[3] == " ", "\(name)")
            #expect((type == "counter") == name.hasSuffix("_total"))
        }
        let told = Set(page.matches(of: /pejl_\w+/).map { String($0.output) })
        #expect(told == Set(types.map(\.name)))
        #expect(
            samples("pejl_plugin_last_run_duration_seconds", text) == [
                #"pejl_plugin_last_run_duration_seconds{plugin="p"} 1.5"#
            ]
        )
    }
}
