package import PejlModel

/// Everything an alert may hang on, from the last run and the daemon's counters.
///
/// Two ways were weighed for freshness: its age, which is what a person reads and a rule compares, and the moment of the
/// last good load, from which Prometheus computes the age itself. Both are given: in a textfile, which is written after a
/// run and read for hours, an age stands still and the moment does not. An age is below 0 where a clock was set back; it
/// is not made 0, because that would look fresh.
package enum Metrics {
    /// The text of the last run, where there was one, and the counters.
    ///
    /// - Parameters:
    ///   - status: What the last run came to.
    ///   - counters: What the daemon has counted.
    ///   - now: The moment that ages are told for.
    /// - Returns: The text; what is not known has no sample in it.
    package static func text(_ status: StatusDocument?, _ counters: DaemonCounters, now: UTCInstant) -> String {
        var text = PrometheusText()
        daemon(counters, &text)
        if let status {
            run(status, &text)
            datasets(status.datasets, now, &text)
            plugins(status.plugins ?? [], &text)
        }
        return text.text
    }

    private static func seconds(_ moment: UTCInstant) -> Double { Double(moment.secondsSince1970) }

    private static func moment(_ text: String?) -> UTCInstant? { text.flatMap(UTCInstant.init(_:)) }

    // MARK: - The daemon

    private static func daemon(_ counters: DaemonCounters, _ text: inout PrometheusText) {
        text.add("pejl_build_info", .gauge, "Version of pejl; always 1.", [.init(1, ["version": counters.version])])
        text.add(
            "pejl_start_timestamp_seconds",
            .gauge,
            "When pejld started, in seconds since 1970.",
            [.init(seconds(counters.startedAt))]
        )
        text.add(
            "pejl_runs_total",
            .counter,
            "Runs since pejld started, by whether anything failed.",
            [
                .init(Double(counters.failedRuns), ["outcome": "failed"]),
                .init(Double(counters.soundRuns), ["outcome": "ok"]),
            ]
        )
        text.add(
            "pejl_failures_total",
            .counter,
            "Failures since pejld started, by what they mean.",
            FailureKind.allCases.map { .init(Double(counters.failures[$0] ?? 0), ["kind": $0.rawValue]) }
        )
        text.add(
            "pejl_received_bytes_total",
            .counter,
            "Bytes received from publishers since pejld started.",
            [.init(Double(counters.receivedBytes))]
        )
        text.add(
            "pejl_control_requests_total",
            .counter,
            "Requests over the control socket since pejld started.",
            ControlVerb.allCases.flatMap { verb in
                [true, false].map { isAllowed in
                    let count = counters.requests[.init(verb: verb, isAllowed: isAllowed)] ?? 0
                    return .init(Double(count), ["verb": verb.rawValue, "allowed": isAllowed ? "yes" : "no"])
                }
            }
        )
        text.add(
            "pejl_config_last_reload_successful",
            .gauge,
            "Whether the configuration, when it was last read, was taken into use (1) or the old one kept (0).",
            counters.reload.map { [.init($0.isSuccessful ? 1 : 0)] } ?? []
        )
        text.add(
            "pejl_config_last_reload_timestamp_seconds",
            .gauge,
            "When the configuration was last read, in seconds since 1970.",
            counters.reload.map { [.init(seconds($0.at))] } ?? []
        )
        text.add(
            "pejl_store_bytes",
            .gauge,
            "What the store has on disk.",
            counters.storeBytes.map { [.init(Double($0))] } ?? []
        )
        text.add(
            "pejl_archive_bytes",
            .gauge,
            "What the archive has on disk.",
            counters.archiveBytes.map { [.init(Double($0))] } ?? []
        )
        text.add(
            "pejl_publication_timestamp_seconds",
            .gauge,
            "When the publication that stands was made, in seconds since 1970.",
            counters.publishedAt.map { [.init(seconds($0))] } ?? []
        )
    }

    // MARK: - The last run

    private static func run(_ status: StatusDocument, _ text: inout PrometheusText) {
        let (begun, ended) = (moment(status.startedAt), moment(status.finishedAt))
        text.add(
            "pejl_last_run_timestamp_seconds",
            .gauge,
            "When the last run ended, in seconds since 1970.",
            ended.map { [.init(seconds($0))] } ?? []
        )
        if let begun, let ended {
            let took = ended.secondsSince1970 - begun.secondsSince1970
            text.add("pejl_last_run_duration_seconds", .gauge, "What the last run took.", [.init(Double(took))])
        }
        text.add(
            "pejl_publication_number",
            .gauge,
            "Number of the publication that stands.",
            status.publication.number.map { [.init(Double($0))] } ?? []
        )
        text.add(
            "pejl_publication_failed",
            .gauge,
            "Whether the last run could not publish (1); the last publication stands.",
            [.init(status.publication.failure == nil ? 0 : 1)]
        )
        text.add(
            "pejl_report_failed",
            .gauge,
            "Whether the last run could not write the report (1).",
            [
                .init(status.report == nil ? 0 : 1)
            ]
        )
        text.add(
            "pejl_damaged",
            .gauge,
            "Whether store, publication or archive were found damaged (1).",
            [
                .init(status.damage == nil ? 0 : 1)
            ]
        )
        let all =
            status.datasets.map(\.failure) + (status.plugins ?? []).map(\.failure)
            + [status.publication.failure, status.report, status.damage]
        let kinds = all.compactMap { $0?.kind }
        text.add(
            "pejl_last_run_failures",
            .gauge,
            "What failed in the last run: datasets, plugins, publication, report, damage; by what it means.",
            FailureKind.allCases.map { kind in .init(Double(kinds.count { $0 == kind }), ["kind": kind.rawValue]) }
        )
    }

    // MARK: - Datasets and plugins

    private static func datasets(
        _ datasets: [StatusDocument.Dataset],
        _ now: UTCInstant,
        _ text: inout PrometheusText
    ) {
        let good = datasets.compactMap { dataset in moment(dataset.lastGoodAt).map { (dataset.id, $0) } }
        text.add(
            "pejl_dataset_last_good_timestamp_seconds",
            .gauge,
            "When the dataset was last loaded or found unchanged, in seconds since 1970; missing where it never was.",
            good.map { .init(seconds($1), ["dataset": $0]) }
        )
        text.add(
            "pejl_dataset_freshness_seconds",
            .gauge,
            "Seconds since the dataset was last loaded or found unchanged; missing where it never was.",
            good.map { .init(seconds(now) - seconds($1), ["dataset": $0]) }
        )
        text.add(
            "pejl_dataset_failed",
            .gauge,
            "Whether the dataset failed when it was last asked for (1).",
            datasets.map { .init($0.failure == nil ? 0 : 1, ["dataset": $0.id]) }
        )
        text.add(
            "pejl_dataset_next_timestamp_seconds",
            .gauge,
            "When the dataset is asked for next, in seconds since 1970.",
            datasets.compactMap { dataset in
                moment(dataset.nextAt).map { .init(seconds($0), ["dataset": dataset.id]) }
            }
        )
    }

    private static func plugins(_ plugins: [StatusDocument.Plugin], _ text: inout PrometheusText) {
        text.add(
            "pejl_plugin_failures_in_a_row",
            .gauge,
            "How often the plugin has failed since it last succeeded.",
            plugins.map { .init(Double($0.failuresInARow), ["plugin": $0.id]) }
        )
        text.add(
            "pejl_plugin_held",
            .gauge,
            "Whether the plugin rests because it failed so often (1).",
            plugins.map { .init($0.state == "held" ? 1 : 0, ["plugin": $0.id]) }
        )
        text.add(
            "pejl_plugin_last_run_duration_seconds",
            .gauge,
            "What the last run of the plugin that came to something took.",
            plugins.compactMap { plugin in
                plugin.run.map { .init(Double($0.milliseconds) / 1_000, ["plugin": plugin.id]) }
            }
        )
        text.add(
            "pejl_plugin_last_run_peak_memory_bytes",
            .gauge,
            "The most memory that a process of that run had in use.",
            plugins.compactMap { plugin in
                plugin.run.map { .init(Double($0.peakBytes), ["plugin": plugin.id]) }
            }
        )
    }
}
