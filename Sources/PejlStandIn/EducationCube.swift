/// One cube of uddannelsesstatistik.dk: a measure in per cent by municipality, school year and perhaps stage.
struct EducationCube {
    /// One cell with the members it belongs to.
    struct Cell {
        var members: [String: String]
        var tenths: Int?
    }

    static let municipality = "[Institution].[Beliggenhedskommune]"
    static let municipalityCode = "[Institution].[Beliggenhedskommunenummer]"
    static let stage = "[Klassetrin].[Skoletrin]"

    /// Where a cube stands in the catalogue, with the titles there.
    struct Address {
        let area: String
        let subject: String
        let subjectTitle: String
        let cube: String
        let cubeTitle: String
    }

    /// The cubes that there are.
    static let addresses = [
        Address(
            area: "GS",
            subject: "ELEVFRAV",
            subjectTitle: "Elevfravær",
            cube: "FRAVAAR",
            cubeTitle: "Elevfravær pr. skoleår"
        ),
        Address(area: "GS", subject: "ELEV", subjectTitle: "Elever", cube: "ELEVEX", cubeTitle: "Elevtal"),
    ]

    let measure: String
    let schoolYear: String
    let figures: FigureTable

    /// The cube of that address; `nil` when the stand-in has none.
    init?(area: String, subject: String, cube: String, figures: Figures) {
        switch (area, subject, cube) {
        case ("GS", "ELEVFRAV", "FRAVAAR"):
            measure = "Gennemsnitligt fravær per skoleår"
            schoolYear = "[Tid].[Skoleår]"
            self.figures = figures.absence
        case ("GS", "ELEV", "ELEVEX"):
            measure = "Inklusionsgrad"
            schoolYear = "[Skoleår].[Skoleår]"
            self.figures = figures.inclusion
        default:
            return nil
        }
    }

    private var hasStages: Bool { !figures.stages.isEmpty }

    var levels: [String] {
        [Self.municipality, Self.municipalityCode] + (hasStages ? [Self.stage] : []) + [schoolYear]
    }

    /// The dimensions that must be asked for or narrowed to one member: the stand-in has no averages to answer with.
    var required: [[String]] {
        [[Self.municipality, Self.municipalityCode]] + (hasStages ? [[Self.stage]] : []) + [[schoolYear]]
    }

    /// Every cell, hidden ones with no figure, by municipality, stage and year.
    func cells(_ distortion: Distortion) -> [Cell] {
        let stages: [String?] = hasStages ? figures.stages : [nil]
        return distortion.areas(figures.areas).flatMap { area in
            stages.flatMap { stage in
                figures.periods.map { period in
                    let column = stage.map { FigureTable.column($0, period) } ?? period
                    var members = [
                        Self.municipality: area.name, Self.municipalityCode: area.code, schoolYear: period,
                    ]
                    members[Self.stage] = stage
                    return Cell(members: members, tenths: distortion.value(figures[area.code, column]))
                }
            }
        }
    }

    /// A per cent as the publisher writes it: 1234 tenths are `123,4 %`, ten thousand per cent `10.000,0 %`.
    static func text(_ tenths: Int?) -> String {
        guard let tenths else { return "" }
        return (tenths < 0 ? "-" : "") + StatBankError.pointed(abs(tenths) / 10) + ",\(abs(tenths) % 10) %"
    }
}
