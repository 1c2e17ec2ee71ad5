/// What an area is; figures are compared only among areas of one kind.
package enum AreaKind: String, Sendable, CaseIterable {
    case country
    case region
    case municipality
    /// A group of municipalities of Statistics Denmark (KOMGRP), under the codes its accounts use: 910 to 960.
    case group
    /// Land that belongs to no municipality: Christiansø.
    case unincorporated
    case institution
}

/// A place that figures describe.
package struct Area: Hashable, Sendable {
    /// What it is.
    package let kind: AreaKind
    /// Three digits, as Statistics Denmark writes them; leading zeros count.
    ///
    /// Elsewhere the publisher's code behind the country's letters: `SE-0180`. An institution's is `inst-` and its number
    /// in the register of institutions.
    package let code: String
    /// The name in Danish, as Statistics Denmark spells it; as its own country spells it elsewhere.
    package let name: String
    /// The region it lies in, for municipalities and Christiansø.
    package let regionCode: String?
    /// The municipality group (KOMGRP, 1 to 5) it belongs to, for municipalities; the group itself, for groups.
    package let groupCode: String?
    /// The municipality it belongs to, for institutions.
    package let municipalityCode: String?

    package init(
        kind: AreaKind,
        code: String,
        name: String,
        regionCode: String?,
        groupCode: String?,
        municipalityCode: String? = nil
    ) {
        self.kind = kind
        self.code = code
        self.name = name
        self.regionCode = regionCode
        self.groupCode = groupCode
        self.municipalityCode = municipalityCode
    }
}

/// A set of areas that one municipality is compared with.
package struct ComparisonGroup: Hashable, Sendable {
    /// Stable identifier: `country`, `region-082`, `dst-group-4`.
    package let id: String
    /// The name readers see.
    package let title: Localised
    /// Area codes in ascending order, the municipality itself among them.
    package let members: [String]
    /// Who drew the group up, and which edition.
    package let source: String

    package init(id: String, title: Localised, members: [String], source: String) {
        self.id = id
        self.title = title
        self.members = members
        self.source = source
    }

    /// Digest of identifier, source and members, a line each: a group with other members is another version of it.
    package var version: ContentDigest { ContentDigest(of: ([id, source] + members).joined(separator: "\n")) }
}
