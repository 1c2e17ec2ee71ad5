/// Words about plugins.
struct PluginWords {
    let say: LanguageOption

    /// A state of ``PluginOverview``.
    func state(_ state: String) -> String {
        switch state {
        case "ran": say("kørte", "ran")
        case "not-needed": say("ikke nødvendig sidst", "not needed last time")
        case "failed": say("fejlede", "failed")
        case "held": say("hviler efter gentagne fejl", "rests after repeated failures")
        case "off": say("slået fra", "switched off")
        default: say("har aldrig kørt", "never ran")
        }
    }

    /// Whether its files are what somebody trusted.
    func pin(_ state: String) -> String {
        switch state {
        case "trusted": say("godkendt", "trusted")
        case "not-trusted": say("ikke godkendt", "not trusted")
        case "changed": say("ændret", "changed")
        case "unsafe": say("kan ændres af andre", "others can change it")
        default: say("kan ikke læses", "cannot be read")
        }
    }

    /// A number of bytes in MiB.
    func mebibytes(_ bytes: Int) -> String { "\((bytes + (1 << 19)) >> 20) MiB" }
}
