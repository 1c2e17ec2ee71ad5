internal import CCurl

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// libcurl as a whole.
package enum CurlLibrary {
    /// libcurl's version and those of the libraries it uses, such as `libcurl/7.88.1 OpenSSL/3.0.19 …`.
    package static var version: String {
        start
        return String(cString: curl_version())
    }

    /// Starts libcurl once, without the environment's wish to write TLS keys into a file.
    static let start: Void = {
        unsetenv("SSLKEYLOGFILE")
        curl_global_init(Int(CURL_GLOBAL_ALL))
    }()
}
