import ControlSurfaces
import Texts
import Units

extension Section {
    // swift-format-ignore
    static let handshake = Section(name: "`handshake`", words: [
        Keyword("send", "hex bytes", required: true, "what is asked on connecting, and again until the answer has come", .either([.text, .list(.text)])),
        Keyword("answer", "`sysex …`", required: true, "what the device answers; `{any}` is any byte. Whenever it comes the device is set up and sent everything anew", .text),
        Keyword("challenge", "`mackie`", "how the device asks for a proof before it answers: `mackie` as a Logic Control does", .words(Challenge.allCases.map(\.rawValue))),
        Keyword("every", "100 ms to 60 s", "how long the answer is waited for; 2 s unless said", .text),
    ])
}

/// Reads what a mapping says of the device as a whole: how it looks, how fast it is, what it is asked.
struct DeviceWordReader {
    let table: TableReader
    let findings: Findings

    // MARK: Look

    /// - Parameter controls: names that the mapping has, and those whose lines have mistakes.
    func look(_ controls: Set<String>) -> [[String]] {
        guard let tree = table.tree("look") else { return [] }
        guard case .list(let items, _) = tree else {
            findings.error("wrong-type", at: tree.location, "`look` is \(tree.kind), expected a list of rows")
            return []
        }
        var seen: Set<String> = []
        return items.map { item in
            guard case .text(let row) = item else {
                findings.error(
                    "wrong-type", at: item.location,
                    "`look` has \(item.kind) in it, expected a row such as `fader/1..8`")
                return []
            }
            return self.row(row, controls, &seen)
        }
    }

    private func row(_ row: YAMLText, _ controls: Set<String>, _ seen: inout Set<String>) -> [String] {
        var names: [String] = []
        var words = Words(row)
        while let word = words.take() {
            if word == "-" {
                names.append("")
                continue
            }
            let place =
                words.last.map { row.location(offset: $0.offset, length: $0.text.unicodeScalars.count) }
                ?? row.location
            let range = RangeText(YAMLText(text: word, location: place))
            for step in 0..<min(range.counts.first ?? 1, ControlReader.maximumControls) {
                let name = range.text(at: step)
                // A nearer file has taken it away.
                if !controls.contains(name), place.file != findings.file {
                    names.append("")
                    continue
                }
                guard controls.contains(name) else {
                    findings.error(
                        "unknown-control", at: place, "no control `\(name)`",
                        help: Suggestion.nearest(to: name, among: controls.sorted()).map { "did you mean `\($0)`?" })
                    break
                }
                guard seen.insert(name).inserted else {
                    findings.error("duplicate-control", at: place, "`\(name)` has two places on the device")
                    break
                }
                names.append(name)
            }
        }
        return names
    }

    // MARK: Rate

    // swift-format-ignore
    private static let rates: [(word: String, rate: FeedbackRate)] = [("usb", .usb), ("din", .din)]

    func rate() -> FeedbackRate {
        guard let text = table.text("rate") else { return .usb }
        if let row = DeviceWordReader.rates.first(where: { $0.word == text.text }) { return row.rate }
        let parts = text.text.split(separator: " ")
        if parts.count == 2, let number = ReadNumber.whole(parts[0], in: 10...1_000_000) {
            if parts[1] == "bytes/s" { return FeedbackRate(bytesPerSecond: number) }
            if parts[1] == "messages/s" {
                return FeedbackRate(
                    nanosecondsPerMessage: 1_000_000_000 / Int64(clamping: number), nanosecondsPerByte: 0)
            }
        }
        findings.error(
            "wrong-value", at: text.location,
            "`rate` is `\(text.text)`, expected `usb`, `din`, or 10 to 1000000 such as `1000 bytes/s` or `200 messages/s`"
        )
        return .usb
    }

    // MARK: Handshake

    func handshake() -> Handshake? {
        guard let tree = table.tree("handshake"), let table = TableReader(tree, .handshake, findings) else {
            return nil
        }
        let question = MappingReader.messages("send", table, findings)
        let milliseconds = table.milliseconds("every", in: 100...60_000) ?? 2000
        guard let text = table.text("answer"), let range = MessageReader.read(text, findings) else { return nil }
        guard case .systemExclusive(let answer)? = range.patterns.first, range.patterns.count == 1 else {
            findings.error(
                "wrong-value", at: text.location, "the answer is `\(text.text)`, expected `sysex` with one message")
            return nil
        }
        return Handshake(
            question: question.flatMap { $0 }, answer: answer, milliseconds: milliseconds,
            challenge: table.word("challenge", Challenge.self))
    }
}
