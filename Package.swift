// swift-tools-version: 6.1
import PackageDescription

/// Every Swift target compiles under the same rules.
///
/// `make` sets PEJL_STRICT, so that warnings are errors in our own
/// builds and a package that depends on PejlPluginKit is free of the unsafe flag.
let strict: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (Context.environment["PEJL_STRICT"] == nil ? [] : [.unsafeFlags(["-warnings-as-errors"])])

func layer(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func program(
    _ name: String,
    _ dependencies: [Target.Dependency],
    path: String? = nil,
    resources: [Resource] = []
) -> Target {
    .executableTarget(
        name: name,
        dependencies: dependencies,
        path: path,
        resources: resources,
        swiftSettings: strict
    )
}

/// A program in C, for what must start at once: one static file, by the libc.a of libc6-dev.
///
/// SwiftPM links Swift's library to every program, and loading it took `pejl-launch` longer than all that it does.
func smallProgram(_ name: String, _ dependencies: [Target.Dependency], path: String? = nil) -> Target {
    .executableTarget(
        name: name,
        dependencies: dependencies,
        path: path,
        cSettings: Context.environment["PEJL_STRICT"] == nil ? [] : [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])],
        linkerSettings: [.unsafeFlags(["-nostartfiles", "-static-executable"])]
    )
}

func shim(_ name: String, links libraries: String...) -> Target {
    .target(name: name, linkerSettings: libraries.map { .linkedLibrary($0) })
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

/// One analysis plugin is one folder: Plugins/NAME/{plugin.toml,README.md,Sources,Tests}.
func analysisPlugin(_ name: String) -> [Target] {
    [
        .target(
            name: "\(name)Plugin",
            dependencies: ["PejlModel", "PejlPluginKit", "PejlStatistics"],
            path: "Plugins/\(name)/Sources",
            swiftSettings: strict
        ),
        .testTarget(
            name: "\(name)PluginTests",
            dependencies: [.init(stringLiteral: "\(name)Plugin"), "PejlPluginKit"],
            path: "Plugins/\(name)/Tests",
            swiftSettings: strict
        ),
    ]
}

/// A plugin that is a statement: Plugins/NAME/{plugin.toml,README.md,*.sql,Tests}.
func statementPlugin(_ name: String) -> Target {
    .testTarget(
        name: "\(name)PluginTests",
        // The programs are built with the tests, because they start them.
        dependencies: [
            "PejlModel", "PejlStore", "PejlPipeline", "PejlTestSupport", "pejl-launch", "pejl-plugins", "pejl-sql",
        ],
        path: "Plugins/\(name)/Tests",
        exclude: ["stale.py"],
        swiftSettings: strict
    )
}

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let words: [Target.Dependency] = ["PejlModel", "PejlStatistics"]
let stages: [Target.Dependency] = [
    "PejlFetch", "PejlDrop", "PejlArchive", "PejlDecode", "PejlNormalise", "PejlStore", "PejlAnalyse", "PejlReport",
]

let package = Package(
    name: "pejl",
    products: [
        .library(name: "PejlPluginKit", targets: ["PejlPluginKit"]),
        .executable(name: "pejl", targets: ["pejl"]),
        .executable(name: "pejld", targets: ["pejld"]),
        .executable(name: "pejl-plugins", targets: ["pejl-plugins"]),
        .executable(name: "pejl-sql", targets: ["pejl-sql"]),
        .executable(name: "pejl-launch", targets: ["pejl-launch"]),
        // Not for anybody else: what tests put before a program.
        .library(name: "pejl-test-files", type: .dynamic, targets: ["CTestFiles"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
    ],
    targets: [
        // C shims
        shim("CCrypto", links: "crypto"),
        shim("CCurl", links: "curl", "ssl"),
        shim("CSIMDJSON", links: "simdjson"),
        shim("CRows", links: "sqlite3"),
        .target(name: "CSignals"),
        .target(name: "CSocket"),
        .target(name: "CSpawn"),
        shim("CTLS", links: "ssl", "crypto"),
        shim("CZlib", links: "z"),

        // 0: words
        layer("PejlModel", ["CCrypto"], resources: [.embedInCode("Areas/areas.txt")]),
        layer("PejlStatistics"),
        layer("PejlPluginKit"),

        // 1: stages, in the order a figure travels
        layer("PejlFetch", ["PejlModel", "CCurl", "CZlib"]),
        layer("PejlDrop", ["PejlModel"]),
        layer("PejlArchive", ["PejlModel"]),
        layer("PejlDecode", ["PejlModel", "CSIMDJSON", "CZlib"]),
        layer("PejlNormalise", ["PejlModel"]),
        layer("PejlStore", ["PejlModel", "CRows", grdb, sqlite]),
        layer(
            "PejlAnalyse",
            ["PejlModel", "PejlPluginKit", "CSpawn"],
            resources: [.embedInCode("Conformance/figures.json")]
        ),
        layer("PejlReport", ["PejlModel"]),

        // 2: order
        layer("PejlPipeline", words + stages + ["PejlPluginKit"]),
        layer(
            "PejlDaemon",
            ["PejlModel", "PejlFetch", "PejlStore", "PejlAnalyse", "PejlPluginKit", "PejlPipeline", "CSignals"]
        ),

        // 3: surfaces
        layer(
            "PejlConfig",
            ["PejlModel", "PejlFetch", "PejlAnalyse", "PejlPipeline", "PejlDaemon", "PejlPluginKit", "TOMLKit"],
            resources: [.embedInCode("Areas/changes.toml")]
        ),
        layer("PejlControl", ["PejlModel", "CSocket"]),

        // the publishers' stand-in, for the demo and for tests
        layer(
            "PejlStandIn",
            ["CTLS", "CZlib"],
            resources: [
                .embedInCode("Figures/folk1am.txt"), .embedInCode("Figures/fravaer.txt"),
                .embedInCode("Figures/inklusion.txt"),
            ]
        ),

        // 4: programs
        program(
            "pejld",
            [
                "PejlModel", "PejlFetch", "PejlStore", "PejlPipeline", "PejlDaemon", "PejlConfig", "PejlControl",
                argumentParser,
            ]
        ),
        program(
            "pejl",
            [
                "PejlModel", "PejlDecode", "PejlStore", "PejlAnalyse", "PejlFetch", "PejlPipeline", "PejlPluginKit",
                "PejlDaemon", "PejlConfig", "PejlControl", "PejlStandIn", argumentParser,
            ],
            resources: [
                .embedInCode("Kit/pejl_plugin.py"), .embedInCode("Kit/new-plugin.toml"),
                .embedInCode("Kit/python-plugin.py"), .embedInCode("Kit/python-README.md"),
                .embedInCode("Kit/new-findings.jsonl"), .embedInCode("Kit/swift-package.swift.txt"),
                .embedInCode("Kit/swift-main.swift.txt"), .embedInCode("Kit/swift-README.md"),
                .embedInCode("Kit/sql-plugin.toml"), .embedInCode("Kit/sql-plugin.sql"),
                .embedInCode("Kit/sql-README.md"), .embedInCode("Kit/sql-findings.jsonl"),
            ]
        ),
        program("pejl-plugins", ["PejlPluginKit", "BenchmarkPlugin"]),
        program("pejl-sql", ["PejlModel", "PejlPluginKit", "PejlStore"]),
        smallProgram("pejl-launch", ["CSpawn"]),

        program(
            "pejl-bench",
            [
                "PejlModel", "PejlFetch", "PejlDecode", "PejlNormalise", "PejlStore", "PejlPluginKit", "PejlAnalyse",
                "PejlPipeline",
            ],
            path: "Benchmarks/Sources"
        ),
        // What pejl-bench streams figures to, and what reads the same figures by itself.
        program("pejl-bench-plugin", ["PejlPluginKit", sqlite], path: "Benchmarks/Plugin"),

        // tests, a target for each of the above
        .target(
            name: "PejlTestSupport",
            dependencies: [
                "PejlModel", "PejlAnalyse", "PejlPluginKit", "PejlFetch", "PejlStore", "PejlPipeline", "PejlConfig",
                "PejlStandIn", "CSpawn",
            ],
            path: "Tests/PejlTestSupport",
            swiftSettings: strict
        ),
        .target(name: "CAttack", path: "Tests/CAttack"),
        .executableTarget(
            name: "pejl-test-plugin",
            dependencies: ["PejlPluginKit", "CAttack"],
            path: "Tests/TestPlugin",
            swiftSettings: strict
        ),
        // A host of its own for each hostile plugin, so that what it costs the host can be measured.
        program(
            "pejl-test-host",
            ["PejlModel", "PejlStore", "PejlAnalyse", "PejlTestSupport"],
            path: "Tests/TestHost"
        ),
        // A kernel with less in it: takes calls away and becomes pejl-launch.
        smallProgram("pejl-test-kernel", [], path: "Tests/TestKernel"),
        // A control socket in a process of its own, to be counted, killed and asked by other users.
        program("pejl-test-control", ["PejlModel", "PejlControl"], path: "Tests/TestControl"),
        tests("PejlDropTests", ["PejlModel", "PejlDrop", "PejlTestSupport"]),
        // A library for LD_PRELOAD; who depended on it would be under its spell.
        .target(name: "CTestFiles", path: "Tests/CTestFiles"),
        // The tests start it and must not depend on it: its resolver would become theirs.
        .target(name: "CTestNetwork", path: "Tests/CTestNetwork"),
        program("pejl-test-fetch", ["PejlModel", "PejlFetch", "CTestNetwork"], path: "Tests/TestFetch"),
        program(
            "pejl-test-soak",
            ["PejlModel", "PejlFetch", "PejlStore", "PejlPipeline", "PejlConfig", "PejlStandIn", "PejlTestSupport"],
            path: "Tests/TestSoak"
        ),
        tests("PejlArchiveTests", ["PejlModel", "PejlArchive", "PejlTestSupport"]),
        tests("PejlModelTests", ["PejlModel", "PejlTestSupport"]),
        tests("PejlStatisticsTests", ["PejlStatistics"]),
        tests(
            "PejlControlTests",
            [
                "PejlModel", "PejlControl", "PejlTestSupport", "CSocket",
                "pejl-test-control",  // built with the tests, because they start it
            ]
        ),
        tests("PejlNormaliseTests", ["PejlModel", "PejlNormalise", "PejlTestSupport"]),
        tests(
            "PejlConfigTests",
            ["PejlModel", "PejlFetch", "PejlAnalyse", "PejlPipeline", "PejlDaemon", "PejlPluginKit", "PejlConfig"]
        ),
        tests(
            "PejlDecodeTests",
            ["PejlModel", "PejlDecode", "PejlConfig", "CZlib"],
            exclude: ["Layouts", "independent_reader.py", "px_reader.py", "xlsx_reader.py"]
        ),
        tests("PejlFetchTests", ["PejlModel", "PejlFetch", "PejlStandIn", "PejlTestSupport", "CZlib"]),
        tests("PejlStoreTests", ["PejlModel", "PejlStore", "PejlTestSupport"]),
        tests(
            "PejlAnalyseTests",
            [
                "PejlModel", "PejlAnalyse", "PejlPluginKit", "PejlTestSupport",
                // built with the tests, because they start them
                "pejl-launch", "pejl-plugins", "pejl-test-host", "pejl-test-kernel", "pejl-test-plugin",
            ]
        ),
        tests("PejlReportTests", ["PejlModel", "PejlReport"]),
        tests("PejlStandInTests", ["PejlStandIn", "PejlTestSupport", "CZlib"]),
        tests(
            "PejlPipelineTests",
            [
                "PejlModel", "PejlFetch", "PejlStore", "PejlAnalyse", "PejlPluginKit", "PejlPipeline", "PejlConfig",
                "PejlControl", "PejlStandIn", "PejlTestSupport",
                // built with the tests, because they start them
                "pejld", "pejl-launch", "pejl-plugins", "pejl-sql", "pejl-test-host", "pejl-test-soak",
            ]
        ),
        tests(
            "PejlDaemonTests",
            [
                "PejlModel", "PejlFetch", "PejlAnalyse", "PejlPipeline", "PejlDaemon", "PejlConfig", "PejlControl",
                "PejlStandIn", "PejlTestSupport",
                // built with the tests, because they start them
                "pejl", "pejld", "pejl-launch", "pejl-plugins", "pejl-sql",
            ]
        ),
        tests(
            "ProgramTests",
            [
                "PejlModel", "PejlFetch", "PejlStandIn", "PejlPipeline", "PejlTestSupport",
                // built with the tests, because they start them
                "pejl", "pejld", "pejl-launch", "pejl-plugins", "pejl-sql",
            ]
        ),
        tests(
            "RecipeTests",
            [
                "PejlModel", "PejlConfig", "PejlFetch", "PejlDecode", "PejlNormalise", "PejlStore", "PejlPipeline",
                "PejlTestSupport",
            ]
        ),
        tests(
            "StorageFaultTests",
            ["PejlModel", "PejlStore", "PejlPipeline", "PejlConfig", "PejlTestSupport", "pejld", "pejl-launch"]
        ),
        tests("RepositoryTests", ["PejlTestSupport"]),
    ] + analysisPlugin("Benchmark") + [statementPlugin("StaleFigures")],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

// The fuzz targets, which `make fuzz` builds with libFuzzer in a folder of their own: nothing else is built with them,
// and nothing of them is built otherwise.
if Context.environment["PEJL_FUZZ"] != nil {
    let needed: Set = [
        "CCrypto", "CCurl", "CSIMDJSON", "CSocket", "CZlib", "PejlModel", "PejlFetch", "PejlDecode", "PejlControl",
    ]
    package.dependencies = []
    package.products = [.executable(name: "pejl-fuzz", targets: ["pejl-fuzz"])]
    package.targets.removeAll { !needed.contains($0.name) }
    package.targets.append(.target(name: "CFuzz", path: "Tests/Fuzz/Driver"))
    package.targets.append(
        program(
            "pejl-fuzz",
            ["CFuzz", "CZlib", "PejlModel", "PejlFetch", "PejlDecode", "PejlControl"],
            path: "Tests/Fuzz/Sources"
        )
    )
}
