import Foundation
import PejlConfig
import PejlModel
import PejlTestSupport
import Testing

/// What every recipe that ships must say, whatever it is about.
struct ShippedRecipesTests {
    private static let folder = "\(Repository.root)/etc/pejl/datasets"

    private static let names = (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? []

    @Test("there are recipes") func some() { #expect(Self.names.count >= 22) }

    @Test(
        "a recipe has title, definition, licence and citation, in both languages and not one copied",
        arguments: names
    )
    func texts(name: String) throws {
        let recipe = try RecipeFile.read("\(Self.folder)/\(name)")
        #expect(!recipe.licence.isEmpty)
        var texts = [recipe.title, recipe.citation] + recipe.indicators.flatMap { [$0.title, $0.definition] }
        texts += recipe.indicators.flatMap { $0.caveats.map(\.text) + $0.breaks.map(\.reason) }
        for text in texts {
            #expect(!text.da.isEmpty && !text.en.isEmpty)
            #expect(text.da != text.en, "\(text.da)")
            for one in [text.da, text.en] { #expect(one == one.trimmingSpaces() && !one.contains("  "), "\(one)") }
        }
        for definition in recipe.indicators.map(\.definition) {
            #expect(definition.da.hasSuffix(".") && definition.en.hasSuffix("."), "\(definition.da)")
        }
    }

    @Test("a recipe says when its publisher is asked", arguments: names)
    func schedule(name: String) throws {
        let lines = try Repository.text("etc/pejl/datasets/\(name)").split(separator: "\n")
        // What is computed is computed when its inputs come.
        if lines.contains("publisher = \"pejl\"") { return }
        let recipe = try RecipeFile.read("\(Self.folder)/\(name)")
        // Of a dropped file nobody is asked; its folder is looked into at every run.
        let isAsked = if case .drop = recipe.request { false } else { true }
        #expect(lines.count { $0.hasPrefix("schedule = \"") } == (isAsked ? 1 : 0))
        #expect(recipe.schedule.next(after: UTCInstant(secondsSince1970: 1_767_592_800)) != nil)
    }

    @Test("a recipe's columns and measures are those it asks for", arguments: names)
    func columns(name: String) throws {
        let recipe = try RecipeFile.read("\(Self.folder)/\(name)")
        switch recipe.request {
        case .statBank(let question):
            var asked = Set(question.variables.map { $0.code.uppercased() })
            if question.form == .jsonStat { asked.insert("CONTENTSCODE") }
            #expect(Set(recipe.columns.map { $0.code.uppercased() }) == asked)
            #expect(question.variables.last?.code == "Tid")
            if question.form == .csv {
                #expect(recipe.columns.allSatisfy { $0.code == $0.code.uppercased() })
                #expect(Set(recipe.indicators.map(\.measure)) == ["INDHOLD"])
                #expect(recipe.marks[".."] == .missing)
            }
            for rule in recipe.columns { expectAsked(rule, question) }
        case .uddannelsesstatistik(let question):
            let answered = question.dimensions.map { level in
                "\(level).\(level.drop { $0 != "." }.dropFirst())"
            }
            #expect(Set(recipe.columns.map(\.code)) == Set(answered))
            #expect(Set(recipe.indicators.map(\.measure)) == Set(question.measures))
            #expect(question.filters.allSatisfy { question.dimensions.contains($0.code) })
            #expect(recipe.absent == .suppressed)
            let path = recipe.table.split(separator: "/").map(String.init)
            #expect(path == [question.area, question.subject, question.subsubject])
        case .drop, .derived, .pxWeb, .kolada: break
        }
    }

    /// What a column may hold is what was asked for, unless everything was.
    private func expectAsked(_ rule: ColumnRule, _ question: StatBankQuestion) {
        guard let variable = question.variables.first(where: { $0.code.uppercased() == rule.code.uppercased() }),
            variable.values != ["*"]
        else { return }
        switch rule.role {
        case .breakdown(_, _, let members): #expect(Set(members.map(\.source)) == Set(variable.values), "\(rule.code)")
        case .constant(let value): #expect(variable.values == [value], "\(rule.code)")
        case .area, .areaName, .municipality, .period, .selector: break
        }
    }

    @Test("one definition has one identifier, and only what is asked for anew shares one")
    func definitions() throws {
        var owners: [String: [Indicator]] = [:]
        for name in Self.names {
            for indicator in try RecipeFile.read("\(Self.folder)/\(name)").indicators {
                owners[indicator.definitionID, default: []].append(indicator)
            }
        }
        let shared = owners.filter { $0.value.count > 1 }.mapValues { Set($0.map(\.id)) }
        let askedAnew = [
            "dst-population-first-of-month": ["population", "population_catalogue"],
            "stil-inclusion-municipal-school-types": ["inclusion", "inclusion_country", "inclusion_rate"],
            "dst-statusu6-18-25": ["youth_status", "youth_status_form"],
        ]
        for (definition, ids) in shared {
            // The country's own figure is the municipalities' definition.
            let expected =
                askedAnew[definition] ?? ids.filter { !$0.hasSuffix("_country") }.flatMap { [$0, "\($0)_country"] }
            #expect(ids == Set(expected), "\(definition)")
            #expect(askedAnew[definition] != nil || ids.count == 2, "\(definition)")
        }
        for indicators in owners.values {
            #expect(Set(indicators.map(\.unit)).count == 1 && Set(indicators.map(\.direction)).count == 1)
        }
    }

    @Test("inclusion and segregation have no better way, and neither has money")
    func neutral() throws {
        for name in Self.names {
            for indicator in try RecipeFile.read("\(Self.folder)/\(name)").indicators {
                let isAmount = indicator.unit.rawValue.hasPrefix("dkk")
                let isInclusion = ["inclusion", "segregation"].contains { indicator.definitionID.contains($0) }
                guard isAmount || isInclusion else { continue }
                #expect(indicator.direction == .neutral, "\(indicator.id)")
            }
        }
    }

    @Test("shares lie between 0 and 100, persons are not below 0")
    func bounds() throws {
        for name in Self.names {
            for indicator in try RecipeFile.read("\(Self.folder)/\(name)").indicators {
                switch indicator.unit {
                case .percent: #expect(indicator.bounds == 0...100, "\(indicator.id)")
                case .persons: #expect(indicator.bounds?.lowerBound == 0, "\(indicator.id)")
                default: continue
                }
            }
        }
    }
}
