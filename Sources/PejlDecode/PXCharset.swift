/// The character sets that PX files are read in.
///
/// CODEPAGE decides where the file has one. Otherwise CHARSET does: `ANSI` is Windows-1252, `Unicode` is UTF-8, `OEM`
/// is IBM850. A file with neither is by the format a DOS file, but newer programs leave the keywords out too and write
/// another set: such a file is read while it is ASCII and refused where it is not.
enum PXCharset: String {
    case ascii = "ASCII"
    case windows1252 = "Windows-1252"
    case latin1 = "ISO-8859-1"
    case latin9 = "ISO-8859-15"
    case utf8 = "UTF-8"
    case ibm850 = "IBM850"
    case latin2 = "ISO-8859-2"
    case latin4 = "ISO-8859-4"
    case latin6 = "ISO-8859-10"
    case latin7 = "ISO-8859-13"
    case windows1250 = "Windows-1250"
    case windows1257 = "Windows-1257"
    case ibm437 = "IBM437"
    case ibm852 = "IBM852"
    case ibm865 = "IBM865"

    /// The set that a CODEPAGE or CHARSET names.
    init?(named name: String) {
        switch name.lowercased() {
        case "ansi", "windows-1252", "windows1252", "cp1252", "1252": self = .windows1252
        case "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1": self = .latin1
        case "iso-8859-15", "iso8859-15", "iso_8859-15", "latin9": self = .latin9
        case "utf-8", "utf8", "unicode", "65001": self = .utf8
        case "oem", "ibm850", "cp850", "850": self = .ibm850
        case "ascii", "us-ascii": self = .ascii
        case "iso-8859-2", "iso8859-2", "latin2": self = .latin2
        case "iso-8859-4", "iso8859-4", "latin4": self = .latin4
        case "iso-8859-10", "iso8859-10", "latin6": self = .latin6
        case "iso-8859-13", "iso8859-13", "latin7": self = .latin7
        case "windows-1250", "windows1250", "cp1250", "1250": self = .windows1250
        case "windows-1257", "windows1257", "cp1257", "1257": self = .windows1257
        case "ibm437", "cp437", "437": self = .ibm437
        case "ibm852", "cp852", "852": self = .ibm852
        case "ibm865", "cp865", "865": self = .ibm865
        default: return nil
        }
    }

    /// `bytes` as text, nil where one of them is no character; controls above 0x7F are none.
    func text(_ bytes: [UInt8]) -> String? {
        if self == .utf8 {
            let valid = bytes.withUnsafeBytes { TextCheck.validPrefix($0) }
            return valid == bytes.count ? String(decoding: bytes, as: UTF8.self) : nil
        }
        var text = String.UnicodeScalarView()
        for byte in bytes {
            guard let scalar = scalar(byte) else { return nil }
            text.append(scalar)
        }
        return String(text)
    }

    private var page: [Unicode.Scalar]? {
        switch self {
        case .latin2: PXCodePages.latin2
        case .latin4: PXCodePages.latin4
        case .latin6: PXCodePages.latin6
        case .latin7: PXCodePages.latin7
        case .windows1250: PXCodePages.windows1250
        case .windows1257: PXCodePages.windows1257
        case .ibm437: PXCodePages.ibm437
        case .ibm852: PXCodePages.ibm852
        case .ibm865: PXCodePages.ibm865
        case .ascii, .windows1252, .latin1, .latin9, .utf8, .ibm850: nil
        }
    }

    private func scalar(_ byte: UInt8) -> Unicode.Scalar? {
        if byte < 0x80 { return Unicode.Scalar(byte) }
        if let page {
            let scalar = page[Int(byte) - 0x80]
            return scalar == "\u{FFFD}" ? nil : scalar
        }
        switch self {
        case .ascii, .utf8: return nil
        case .ibm850: return Self.upperIBM850[Int(byte) - 0x80]
        case .windows1252 where byte < 0xA0:
            let scalar = Self.lowerWindows1252[Int(byte) - 0x80]
            return scalar == "\u{FFFD}" ? nil : scalar
        case .latin9:
            switch byte {
            case 0xA4: return "€"
            case 0xA6: return "Š"
            case 0xA8: return "š"
            case 0xB4: return "Ž"
            case 0xB8: return "ž"
            case 0xBC: return "Œ"
            case 0xBD: return "œ"
            case 0xBE: return "Ÿ"
            default: break
            }
        default: break
        }
        return byte < 0xA0 ? nil : Unicode.Scalar(byte)
    }

    /// 0x80 to 0x9F; U+FFFD where there is no character.
    private static let lowerWindows1252 = Array(
        "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ".unicodeScalars
    )

    /// 0x80 to 0xFF.
    private static let upperIBM850 = Array(
        ("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ"
            + "áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐"
            + "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀"
            + "ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}").unicodeScalars
    )
}
