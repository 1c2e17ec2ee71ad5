import PejlModel
import PejlStore

/// What figures that changed are called in a table.
struct FigureWords {
    private let say: LanguageOption

    init(_ say: LanguageOption) { self.say = say }

    /// The area's code and, where it is known, its name.
    func area(_ code: String) -> String {
        AreaCatalogue.denmark.area(code: code).map { "\(code) \($0.name)" } ?? code
    }

    /// A value, or what stands in its place.
    func value(_ figure: FigureChange.Figure?) -> QueryValue {
        guard let figure else { return .text("–") }
        return figure.value.map { .real($0) } ?? .text(figure.status.meaning[say.language])
    }

    /// What became of a figure.
    func word(for kind: FigureChange.Kind) -> String {
        switch kind {
        case .withdrawn: say("forsvundet", "gone")
        case .hidden: say("skjult", "hidden")
        case .jumped: say("1.000 gange", "1,000 times")
        case .changed: say("ændret", "changed")
        case .added: say("ny", "new")
        }
    }
}
