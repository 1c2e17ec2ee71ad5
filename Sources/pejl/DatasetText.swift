import PejlControl
import PejlModel

/// Words for how a dataset stands.
struct DatasetText {
    let say: LanguageOption

    /// The state in a word or two; what failed by the name of its failure.
    func state(_ dataset: DatasetOverview) -> String {
        switch dataset.state {
        case "off": say("slået fra", "switched off")
        case "never": say("aldrig hentet", "never fetched")
        case "failed": say("fejlede: ", "failed: ") + (dataset.failure?.name ?? "?")
        case "awaiting-file": say("venter på en fil", "waits for a file")
        default: dataset.lastGoodAt == nil ? say("venter", "waits") : say("i orden", "in order")
        }
    }

    /// When it is asked for next, or what is waited for.
    func next(_ dataset: DatasetOverview) -> String {
        if dataset.state == "off" { return "–" }
        if dataset.folder != nil { return say("når en fil kommer", "when a file comes") }
        if dataset.schedule == nil { return say("med sine tal", "with its figures") }
        return dataset.retryAt ?? dataset.nextAt ?? say("ved næste kørsel", "at the next run")
    }

    /// The publication that has its figures.
    func publication(_ dataset: DatasetOverview) -> String {
        guard let number = dataset.publication else { return "–" }
        return say("nr. \(number)", "no. \(number)")
    }
}
