import Foundation
package import PejlAnalyse
package import PejlDaemon
package import PejlFetch
package import PejlModel
package import PejlPipeline

/// Everything that `pejl.toml`, the recipes, the manifests and the lock say, read and checked.
package struct Configuration: Sendable {
    /// What the pipeline is run with.
    package var pipeline: PipelineOptions { daemon.pipeline }
    /// What the daemon is run with.
    package let daemon: DaemonOptions
    /// Recipes that are there and are not refreshed, because the configuration does not switch them on.
    package let switchedOff: [Recipe]
    /// Plugins that are there and are not run, because the configuration switches them off.
    package let switchedOffPlugins: [PluginManifest]
    /// Where the lock of plugins is.
    package let lockPath: String

    /// Reads `pejl.toml` and all it points to.
    ///
    /// Paths in the file are relative to its folder. See `etc/pejl/pejl.toml` for every key.
    ///
    /// - Parameter path: Path of `pejl.toml`.
    /// - Throws: ``ConfigurationError`` naming file, line and key.
    package init(path: String) throws(ConfigurationError) {
        let top = try TOMLFile(path: path).section
        top.expect([
            "municipality", "contact", "language", "state_directory", "dataset_directory", "datasets",
            "plugin_directories", "plugins_lock", "program_directory", "fetch", "publishers", "drop", "publication",
            "area_changes", "cage", "plugins", "schedule", "log", "control",
        ])
        let place = Place(folder: ManifestFile.folder(of: path))

        let state = place.path(try top.string("state_directory") ?? Self.usualState)
        let municipality = try Self.municipality(top)
        let (recipes, switchedOff) = try Self.recipes(top, place)
        let lockPath = place.path(try top.string("plugins_lock") ?? "plugins.lock")
        let programs = place.path(try top.string("program_directory") ?? "/usr/lib/pejl")
        let plugins = try Self.plugins(top, place)
        var fetch = FetchOptions(contact: try top.requiredString("contact"), temporaryDirectory: "")
        try Self.read(top, into: &fetch, place)
        let dropRest = try Self.dropRest(top)
        let publication = try Self.publicationRule(top)
        let areaChanges = try Self.areaChanges(top, place)
        let cage = try Self.cage(top, place)
        let language = try top.choice("language", Language.self) ?? .danish
        let service = try ServiceSection(top, resolve: place.path)
        try top.refuseUnknownKeys()

        self.lockPath = lockPath
        self.switchedOff = switchedOff
        switchedOffPlugins = plugins.filter { !$0.isOn }.map(\.manifest)
        var pipeline = PipelineOptions(
            municipality: municipality,
            stateDirectory: state,
            language: language,
            recipes: recipes,
            plugins: plugins.filter(\.isOn).map(\.manifest),
            trust: PluginTrust(pins: try PluginLock(path: lockPath).pins, programs: programs),
            fetch: fetch
        )
        if let dropRest { pipeline.dropRest = dropRest }
        pipeline.publication = publication
        pipeline.areaChanges = areaChanges
        pipeline.launcher.isStrict = cage.isStrict
        pipeline.launcher.readable += cage.readable
        pipeline.trust.checksOwners = cage.checksOwners
        daemon = service.options(pipeline)
    }

    /// Reads how publishers are asked, and nothing else: whoever looks for a table may be in the middle of a recipe.
    ///
    /// - Throws: ``ConfigurationError`` naming file, line and key.
    package static func fetchOptions(path: String) throws(ConfigurationError) -> FetchOptions {
        let top = try TOMLFile(path: path).section
        var fetch = FetchOptions(contact: try top.requiredString("contact"), temporaryDirectory: "")
        try read(top, into: &fetch, Place(folder: ManifestFile.folder(of: path)))
        return fetch
    }

    /// Reads where the daemon is asked, and nothing else: who asks may not be allowed to read the keys.
    ///
    /// - Throws: ``ConfigurationError`` naming file, line and key.
    package static func control(path: String) throws(ConfigurationError) -> ControlPlace {
        let top = try TOMLFile(path: path).section
        let place = Place(folder: ManifestFile.folder(of: path))
        let state = place.path(try top.string("state_directory") ?? usualState)
        return try ServiceSection(top, resolve: place.path).control(StatePaths(directory: state))
    }

    private static let usualState = "/var/lib/pejl"

    /// `[publication]`: `keep` and `minimum_free_mib`.
    private static func publicationRule(_ top: TOMLSection) throws(ConfigurationError) -> PublicationRule {
        var rule = PublicationRule()
        guard let section = try top.section("publication") else { return rule }
        if let kept = try section.integer("keep", 0...1_000) { rule.kept = kept }
        if let free = try section.integer("minimum_free_mib", 0...1 << 20) { rule.minimumFreeBytes = free << 20 }
        try section.refuseUnknownKeys()
        return rule
    }

    /// What the program ships, and the municipality's own file: `area-changes.toml` where it is there, or the one named.
    private static func areaChanges(_ top: TOMLSection, _ place: Place) throws(ConfigurationError) -> [AreaChange] {
        let shipped = try AreaChangesFile.shipped()
        let usual = "area-changes.toml"
        let name = try top.string("area_changes") ?? usual
        let path = place.path(name)
        // The usual file need not be there; another one that is named must be.
        guard name != usual || FileManager.default.fileExists(atPath: path) else { return shipped }
        return shipped + (try AreaChangesFile.read(path))
    }

    /// `[cage]`: `strict`, `read` and `check_owners`.
    private static func cage(_ top: TOMLSection, _ place: Place) throws(ConfigurationError) -> (
        isStrict: Bool, readable: [String], checksOwners: Bool
    ) {
        guard let section = try top.section("cage") else { return (false, [], true) }
        let isStrict = try section.boolean("strict") ?? false
        let readable = try section.strings("read") ?? []
        let checksOwners = try section.boolean("check_owners") ?? true
        try section.refuseUnknownKeys()
        return (isStrict, readable.map(place.path), checksOwners)
    }

    /// `[drop] rest_seconds`.
    private static func dropRest(_ top: TOMLSection) throws(ConfigurationError) -> Duration? {
        guard let section = try top.section("drop") else { return nil }
        let seconds = try section.number("rest_seconds", 0...600)
        try section.refuseUnknownKeys()
        return seconds.map { .milliseconds(Int($0 * 1000)) }
    }

    private static func municipality(_ top: TOMLSection) throws(ConfigurationError) -> Area {
        let code = try top.requiredString("municipality")
        guard let area = AreaCatalogue.denmark.area(code: code), area.kind == .municipality else {
            throw top.error("municipality", "\"\(code)\" is not the code of a municipality, such as \"766\"")
        }
        return area
    }

    // MARK: - Recipes and manifests

    private static func recipes(
        _ top: TOMLSection,
        _ place: Place
    ) throws(ConfigurationError) -> (kept: [Recipe], switchedOff: [Recipe]) {
        let folder = place.path(try top.string("dataset_directory") ?? "datasets")
        let files = try list(folder, top, key: "dataset_directory").filter { $0.hasSuffix(".toml") }
        var all: [Recipe] = []
        for file in files { all.append(try RecipeFile.read("\(folder)/\(file)")) }
        let narrowed = try narrowed(all, top)
        let recipes = try DerivationCheck.linked(
            narrowed,
            off: all.filter { one in !narrowed.contains { $0.id == one.id } },
            isNamed: { name throws(ConfigurationError) in
                try top.section("datasets")?.section(name)?.boolean("enabled") ?? false
            },
            folder: folder
        )
        try refuseTwoNames(recipes, folder)
        try refuseTwoMeanings(recipes, folder)
        var owners: [String: String] = [:]
        for recipe in recipes {
            for indicator in recipe.indicators {
                if let owner = owners.updateValue(recipe.id, forKey: indicator.id) {
                    throw ConfigurationError(
                        file: "\(folder)/\(recipe.id).toml",
                        line: nil,
                        key: "indicators.id",
                        problem: "\"\(indicator.id)\" belongs to \(owner) already; two definitions are two indicators"
                    )
                }
            }
        }
        let kept = Set(recipes.map(\.id))
        return (recipes, all.filter { !kept.contains($0.id) })
    }

    /// One member of a breakdown has one name, whichever recipe speaks of it.
    private static func refuseTwoNames(_ recipes: [Recipe], _ folder: String) throws(ConfigurationError) {
        var titles: [BreakdownPart: Localised] = [:]
        for recipe in recipes {
            for rule in recipe.columns {
                guard case .breakdown(let dimension, _, let members) = rule.role else { continue }
                for member in members where !member.isTotal {
                    let part = BreakdownPart(dimension: dimension, member: member.id)
                    guard titles.updateValue(member.title, forKey: part) ?? member.title != member.title else {
                        continue
                    }
                    throw ConfigurationError(
                        file: "\(folder)/\(recipe.id).toml",
                        line: nil,
                        key: "columns.members.title",
                        problem: "\(dimension)=\(member.id) has another title in another recipe"
                    )
                }
            }
        }
    }

    /// One code is one area, whichever recipe declares it.
    private static func refuseTwoMeanings(_ recipes: [Recipe], _ folder: String) throws(ConfigurationError) {
        var areas: [String: Area] = [:]
        for recipe in recipes {
            for area in recipe.areas where areas.updateValue(area, forKey: area.code) ?? area != area {
                throw ConfigurationError(
                    file: "\(folder)/\(recipe.id).toml",
                    line: nil,
                    key: "areas.code",
                    problem: "\"\(area.code)\" is another area in another recipe"
                )
            }
        }
    }

    /// Applies `[datasets.NAME]`: switched off, or narrowed to some periods.
    private static func narrowed(_ recipes: [Recipe], _ top: TOMLSection) throws(ConfigurationError) -> [Recipe] {
        guard let datasets = try top.section("datasets") else { return recipes.filter { !$0.isOptional } }
        var kept: [Recipe] = []
        for recipe in recipes {
            guard let section = try datasets.section(recipe.id) else {
                if !recipe.isOptional { kept.append(recipe) }
                continue
            }
            let isEnabled = try section.boolean("enabled") ?? !recipe.isOptional
            let periods = try section.strings("periods")
            try section.refuseUnknownKeys()
            guard isEnabled else { continue }
            guard let periods else {
                kept.append(recipe)
                continue
            }
            guard !periods.isEmpty else { throw section.error("periods", "at least one period is wanted") }
            guard let narrowed = recipe.narrowed(to: periods) else {
                throw section.error("periods", "the recipe asks for no periods that could be narrowed")
            }
            kept.append(narrowed)
        }
        try datasets.refuseUnknownKeys()
        return kept
    }

    private typealias InstalledPlugin = (manifest: PluginManifest, isOn: Bool)

    private static func plugins(_ top: TOMLSection, _ place: Place) throws(ConfigurationError) -> [InstalledPlugin] {
        // The usual folders need not be there; one that the file names must be.
        let usual = ["/usr/lib/pejl/plugins", "/etc/pejl/plugins.d"]
        let named = try top.strings("plugin_directories")
        let folders = named ?? usual.filter { FileManager.default.fileExists(atPath: $0) }
        var manifests: [PluginManifest] = []
        for folder in folders.map(place.path) {
            for name in try list(folder, top, key: "plugin_directories") {
                let file = "\(folder)/\(name)/plugin.toml"
                guard FileManager.default.fileExists(atPath: file) else { continue }
                manifests.append(try ManifestFile.read(file))
            }
        }
        if let twice = Dictionary(grouping: manifests, by: \.id).first(where: { $0.value.count > 1 }) {
            throw top.error("plugin_directories", "plugin \(twice.key) is there \(twice.value.count) times")
        }
        let installed = try configured(manifests.sorted { $0.id < $1.id }, top)
        try checkOrder(installed)
        return installed
    }

    /// Every plugin can run after those that it waits for.
    private static func checkOrder(_ installed: [InstalledPlugin]) throws(ConfigurationError) {
        do throws(PluginOrder.Fault) {
            _ = try PluginOrder.stages(installed.filter(\.isOn).map(\.manifest))
        } catch {
            switch error {
            case .missing(let plugin, let wanted):
                let isThere = installed.contains { $0.manifest.id == wanted }
                throw orderError(
                    installed,
                    plugin,
                    isThere ? "plugin \(wanted) is switched off" : "there is no plugin \(wanted)"
                )
            case .cycle(let path):
                throw orderError(
                    installed,
                    path[0],
                    "plugins wait for each other: " + (path + path.prefix(1)).joined(separator: " → ")
                )
            }
        }
    }

    /// Applies `[plugins.ID]`: switched off, or told its settings.
    private static func orderError(
        _ installed: [InstalledPlugin],
        _ plugin: String,
        _ problem: String
    ) -> ConfigurationError {
        let folder = installed.first { $0.manifest.id == plugin }?.manifest.folder ?? ""
        return ConfigurationError(file: "\(folder)/plugin.toml", line: nil, key: "inputs.findings", problem: problem)
    }

    /// Applies `[plugins.ID]`: switched off, or told its settings.
    private static func configured(
        _ manifests: [PluginManifest],
        _ top: TOMLSection
    ) throws(ConfigurationError) -> [InstalledPlugin] {
        guard let plugins = try top.section("plugins") else { return manifests.map { ($0, true) } }
        var installed: [InstalledPlugin] = []
        for manifest in manifests {
            installed.append(try ManifestFile.configured(manifest, try plugins.section(manifest.id)))
        }
        try plugins.refuseUnknownKeys()
        return installed
    }

    private static func list(_ folder: String, _ top: TOMLSection, key: String) throws(ConfigurationError) -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw top.error(key, "the folder \(folder) is missing or may not be read")
        }
        return names.sorted()
    }

    // MARK: - Fetching

    private static func read(_ top: TOMLSection, into fetch: inout FetchOptions, _ place: Place)
        throws(ConfigurationError)
    {
        if let section = try top.section("fetch") {
            fetch.proxy = try section.string("proxy").flatMap { $0.isEmpty ? nil : $0 }
            fetch.caBundle = try section.string("ca_bundle").flatMap { $0.isEmpty ? nil : place.path($0) }
            fetch.allowPrivateAddresses = try section.boolean("allow_private_addresses") ?? false
            if let seconds = try section.number("minimum_interval_seconds", 0...3600) {
                fetch.minimumInterval = .milliseconds(Int(seconds * 1000))
            }
            if let seconds = try section.number("patience_seconds", 0...86_400) {
                fetch.patience = .milliseconds(Int(seconds * 1000))
            }
            try section.refuseUnknownKeys()
        }
        guard let publishers = try top.section("publishers") else { return }
        for publisher in Publisher.known where publisher.baseURL != nil {
            guard let section = try publishers.section(publisher.code) else { continue }
            if let url = try section.string("base_url"), !url.isEmpty { fetch.baseURLs[publisher] = url }
            if let file = try section.string("key_file"), !file.isEmpty {
                fetch.keys[publisher] = try key(place.path(file), section)
            }
            try section.refuseUnknownKeys()
        }
        try publishers.refuseUnknownKeys()
    }

    private static func key(_ path: String, _ section: TOMLSection) throws(ConfigurationError) -> Secret {
        guard let data = FileManager.default.contents(atPath: path), data.count <= 1 << 16 else {
            throw section.error("key_file", "\(path) is missing or may not be read")
        }
        let key = String(decoding: data, as: UTF8.self).trimmingSpaces()
        let quotes = [UInt8(ascii: "\""), UInt8(ascii: "'")]
        guard !key.isEmpty, key.utf8.allSatisfy({ (0x21...0x7e).contains($0) && !quotes.contains($0) }) else {
            throw section.error("key_file", "\(path) must hold one key on one line, without quotes or blanks")
        }
        return Secret(key)
    }
}

/// Resolves paths against the folder of the configuration file.
private struct Place {
    let folder: String

    func path(_ path: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }
}

extension Recipe {
    /// The same recipe with another selection of periods, or nothing where it selects none; its digest changes with it.
    fileprivate func narrowed(to periods: [String]) -> Recipe? {
        let column = columns.first { $0.role == .period }?.code ?? ""
        let variable: String? =
            switch request {
            case .statBank(let question):
                question.variables.first { $0.code.uppercased() == column.uppercased() }?.code
            case .uddannelsesstatistik(let question): question.dimensions.first { column.hasPrefix($0) }
            case .pxWeb(let question): question.variables.first { $0.code == column }?.code
            case .kolada: column
            case .drop, .derived: nil
            }
        guard let variable else { return nil }
        var recipe = self
        recipe.request = request.selecting(periods, of: variable)
        recipe.digest = ContentDigest(of: ([digest.hex] + periods).joined(separator: "\n"))
        return recipe
    }
}
