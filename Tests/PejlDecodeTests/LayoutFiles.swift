import Foundation
import Testing

/// Recorded files with their layouts, and a reader of them that shares nothing with pejl's.
enum LayoutFiles {
    struct Case: CustomTestStringConvertible {
        let name: String
        /// The function of the independent reader.
        let reader: String
        /// Cells in the file, rows of data times columns of values, counted by `wc -l`.
        let cells: Int
        let toml: String

        var testDescription: String { name }
    }

    static let all: [Case] = [
        Case(
            name: "noegletal/nwRap-10Sep2024-101803.csv",
            reader: "noegletal",
            cells: 2 * 8 * 18,
            toml: layout("noegletal")
        ),
        Case(
            name: "statbank-web-matrix/matrix1_latin1_headerless.csv",
            reader: "matrix1",
            cells: 100 * 5,
            toml: layout("matrix1")
        ),
        Case(
            name: "statbank-web-matrix/matrix2_latin1_headerless.csv",
            reader: "matrix2",
            cells: 4 * 3,
            toml: layout("matrix2")
        ),
        Case(
            name: "statbank-web-matrix/matrix3_latin1_headerless.csv",
            reader: "matrix3",
            cells: 5 * 2,
            toml: layout("matrix3")
        ),
        Case(name: "municipalities/komgrp_dst_98_kommuner.csv", reader: "komgrp", cells: 103, toml: layout("komgrp")),
        Case(name: "municipalities/kommune-region_latin1.csv", reader: "regions", cells: 97, toml: layout("regions")),
        Case(
            name: "uddannelsesstatistik/trivsel_fravaer_merged_2024-2025.csv",
            reader: "fravaer",
            cells: 196 * 2,
            toml: layout("fravaer")
        ),
        Case(
            name: "uddannelsesstatistik/trivsel_fravaer_time_merged_2019-2025.csv",
            reader: "fravaer",
            cells: 1174 * 2,
            toml: layout("fravaer")
        ),
    ]

    // MARK: - Layouts

    /// The layouts are files, as Tests/Independent/compare.py reads the same files by them.
    private static func layout(_ name: String) -> String {
        let file = tests.appendingPathComponent("Layouts/\(name).toml")
        return (try? String(contentsOf: file, encoding: .utf8)) ?? "no layout \(file.path)"
    }

    // MARK: - The files and the other reader

    private static let tests = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    private static let data = tests.appendingPathComponent("../../../shared/data").standardizedFileURL

    static var exist: Bool { FileManager.default.fileExists(atPath: path("INDEX.md")) }

    static func path(_ name: String) -> String { data.appendingPathComponent(name).path }

    static func independentReader(_ reader: String, _ path: String) throws -> [String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-B", "-c", script, reader, path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    /// Knows each file by heart instead of by a layout: whole lists of rows, columns by number, Python's own `float`.
    private static let script = #"""
        import csv, struct, sys

        def rows(path, charset, separator):
            with open(path, encoding=charset, newline="") as file:
                return list(csv.reader(file, delimiter=separator, strict=True))

        def show(codes, measure, number, mark=""):
            value = "-" if number is None else struct.pack(">d", number + 0.0).hex()
            print("\x1f".join([*codes, measure, value, "" if number is not None else "-" + mark, "0"]))

        def title(*codes):
            print("\x1f".join(["T", *codes]))

        def noegletal(path):
            table = rows(path, "latin-1", ";")
            years = table[2][2:]
            title("nøgletal", "kommune", "kom.nr", "år")
            for row in table[4:]:
                if row[0] == "Tegnforklaring:":
                    break
                if row[0] and not row[1]:
                    name = row[0]
                for year, text in zip(years, row[2:]):
                    if row[1]:
                        number = None if text == "M" else float(text.replace(",", "."))
                        show([name, row[0], row[1], year], "værdi", number, text)

        def matrix(path, codes, members):
            title(*codes, "felt")
            for row in rows(path, "latin-1", ","):
                assert len(row) == len(codes) + len(members)
                for member, text in zip(members, row[len(codes):]):
                    show([*row[:len(codes)], member], "antal", float(int(text)))

        def matrix1(path):
            matrix(path, ["oprindelse", "tid", "område"], ["i alt", "fuldført", "i gang", "afbrudt", "ingen"])

        def matrix2(path):
            matrix(path, ["område", "tid", "status"], ["a", "b", "c"])

        def matrix3(path):
            matrix(path, ["oprindelse", "område", "tid", "status"], ["mænd", "kvinder"])

        def komgrp(path):
            title("kode", "niveau", "titel")
            for row in rows(path, "utf-8-sig", ";")[1:]:
                show([row[1], row[2], row[3]], "sekvens", float(row[0]))

        def regions(path):
            title("kommune")
            for name, region in rows(path, "latin-1", ",")[1:]:
                show([name], "region", None, region)

        def fravaer(path):
            title("kommune", "klassetrin", "skoleår")
            for row in rows(path, "utf-8", ",")[1:]:
                for measure, text in zip(["fravaer_pct", "trivsel_score"], row[3:]):
                    show(row[:3], measure, float(text) if text else None)

        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        globals()[sys.argv[1]](sys.argv[2])
        """#
}
