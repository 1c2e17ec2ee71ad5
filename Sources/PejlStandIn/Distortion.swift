/// What a misbehaviour changes in the figures of an answer; the default changes nothing.
struct Distortion: Sendable {
    private var original: String?
    private var replacement = ""
    private var omitted = 0
    private var factor = 1
    private(set) var renamesColumn = false
    private(set) var repeatsFirstPage = false

    init(_ misbehaviour: Misbehaviour? = nil) {
        switch misbehaviour {
        case .unknownMunicipality(let replacing, let with):
            original = replacing
            replacement = with
        case .missingMunicipalities(let count):
            omitted = max(0, count)
        case .swappedValue(let factor):
            self.factor = factor
        case .renamedColumn:
            renamesColumn = true
        case .repeatFirstPage:
            repeatsFirstPage = true
        default:
            break
        }
    }

    /// A code or name as the answer gives it.
    func text(_ text: String) -> String { text == original ? replacement : text }

    /// A value as the answer gives it.
    func value(_ value: Int?) -> Int? { value.map { $0.multipliedReportingOverflow(by: factor).partialValue } }

    /// The areas without the last `omitted` municipalities.
    func areas(_ areas: [Area]) -> [Area] {
        let dropped = areas.indices.filter { areas[$0].isMunicipality }.suffix(omitted)
        return areas.indices.filter { !dropped.contains($0) }.map { areas[$0] }
    }
}
