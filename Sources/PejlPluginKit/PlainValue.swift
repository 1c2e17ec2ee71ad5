/// What is read from and written to the plain lines of the protocol; see ``PlainJSON``.
protocol PlainValue {
    /// Reads it; nil where it is not plain.
    init?(plain json: inout PlainJSON)

    /// Writes it.
    func write(to line: inout PlainLine)
}

extension String: PlainValue {
    init?(plain json: inout PlainJSON) {
        guard let bytes = json.quoted(), let text = String(validating: bytes, as: UTF8.self) else { return nil }
        self = text
    }

    func write(to line: inout PlainLine) { line.add(self) }
}

extension Double: PlainValue {
    init?(plain json: inout PlainJSON) {
        guard let number = json.number() else { return nil }
        self = number
    }

    func write(to line: inout PlainLine) { line.add(self) }
}

extension Int: PlainValue {
    init?(plain json: inout PlainJSON) {
        guard let number = json.integer() else { return nil }
        self = number
    }

    func write(to line: inout PlainLine) { line.add(self) }
}

/// `null` stands for nothing.
extension Optional: PlainValue where Wrapped: PlainValue {
    init?(plain json: inout PlainJSON) {
        if json.takeNull() {
            self = Self.none
        } else {
            guard let value = Wrapped(plain: &json) else { return nil }
            self = value
        }
    }

    func write(to line: inout PlainLine) {
        if let self { self.write(to: &line) } else { line.addNull() }
    }
}

extension Array: PlainValue where Element: PlainValue {
    init?(plain json: inout PlainJSON) {
        guard let elements = json.array(of: Element.self) else { return nil }
        self = elements
    }

    func write(to line: inout PlainLine) { line.list(self) }
}

extension [String: String]: PlainValue {
    init?(plain json: inout PlainJSON) {
        var texts: Self = [:]
        let isWhole = json.object { key, json in
            guard let name = String(validating: key, as: UTF8.self), let text = String(plain: &json) else {
                return false
            }
            return texts.updateValue(text, forKey: name) == nil
        }
        guard isWhole else { return nil }
        self = texts
    }

    func write(to line: inout PlainLine) {
        line.object { line in
            for (key, value) in count == 1 ? Array(self) : sorted(by: { $0.key < $1.key }) { line.entry(key, value) }
        }
    }
}

extension PluginText: PlainValue {
    init?(plain json: inout PlainJSON) {
        var da, en: String?
        let isWhole = json.object { key, json in
            if key.isText("da") { return json.take(&da) }
            if key.isText("en") { return json.take(&en) }
            return false
        }
        guard isWhole, let da, let en else { return nil }
        self.init(da: da, en: en)
    }

    func write(to line: inout PlainLine) {
        line.object {
            $0.field("da", da)
            $0.field("en", en)
        }
    }
}
