/// The version of pejl, of which all its programs are.
package enum PejlVersion {
    /// As it stands in the changelog.
    package static let current = "0.1"
}
