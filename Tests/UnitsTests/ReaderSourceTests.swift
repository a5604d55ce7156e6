import Foundation
import Testing

/// What reads strangers' numbers converts and multiplies them in one place, ``ReadNumber``, which never traps. Everything else
/// in the readers is on a list here, with the bound that keeps it from overflowing: who changes such a line thinks of it again.
@Suite struct `Sources that read numbers` {
    private static let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources")

    /// Folders and files whose numbers come from texts, MIDI files and devices.
    static let readers = [
        "Mapping", "MIDI", "SessionStore/Text", "Texts", "MixModel/ParameterID.swift", "Units/TimeText.swift",
        "Units/ValueReading.swift", "Units/ValueText.swift",
    ]

    /// The lines of a Swift file that are code: no comments, no texts over several lines.
    private static func code(_ path: String) throws -> [(number: Int, text: String)] {
        let text = try String(contentsOf: sources.appending(path: path), encoding: .utf8)
        var isInText = false
        var lines: [(Int, String)] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let quotes = line.components(separatedBy: "\"\"\"").count - 1
            defer { if !quotes.isMultiple(of: 2) { isInText.toggle() } }
            guard !isInText else { continue }
            let code = line.components(separatedBy: "//")[0].trimmingCharacters(in: .whitespaces)
            if !code.isEmpty { lines.append((index + 1, code)) }
        }
        return lines
    }

    private static func files(in part: String) throws -> [String] {
        if part.hasSuffix(".swift") { return [part] }
        let names = try FileManager.default.subpathsOfDirectory(atPath: sources.appending(path: part).path)
        return names.filter { $0.hasSuffix(".swift") }.sorted().map { part.isEmpty ? $0 : "\(part)/\($0)" }
    }

    /// Lines of all readers that a pattern finds.
    private static func found(_ pattern: Regex<some Any>) throws -> [(file: String, number: Int, text: String)] {
        try readers.flatMap(files).flatMap { file in
            try code(file).filter { $0.text.contains(pattern) }.map { (file, $0.number, $0.text) }
        }
    }

    @Test(arguments: readers)
    func `are where the list says`(part: String) throws {
        #expect(try !Self.files(in: part).isEmpty)
    }

    /// `Int(x)` traps for what does not fit. `Int128` is wider than everything that is read; a radix gives an optional.
    @Test func `convert them where nothing can trap`() throws {
        let conversion =
            /\bU?Int(8|16|32|64)?\((?!ascii:|exactly:|clamping:|truncatingIfNeeded:|bitPattern:)(?![^()]*radix:)|\bU?Int(8|16|32|64|128)?\.init\b|\bnumericCast\(|unsafeBitCast/
        for line in try Self.found(conversion) {
            Issue.record("\(line.file):\(line.number): \(line.text): read it with ReadNumber, or say exactly:")
        }
    }

    /// Numbers in texts: one reader for decimals, without hexadecimal and infinities.
    @Test func `read decimals in one place`() throws {
        for line in try Self.found(/\b(Double|Float)\((text|word|number|part|parts\[|key|end|scalar)/)
        where !line.text.contains("Double(number") {
            Issue.record("\(line.file):\(line.number): \(line.text): use ReadNumber.decimal")
        }
    }

    // swift-format-ignore
    /// Products, shifts, strides and magnitudes: what they are of, or why no text can make them too large.
    static let bounded: [(file: String, code: String, bound: String)] = [
        ("Mapping/Performance/ControlInputBytes.swift", "let number = Double(low) + (min(1, max(0, travel)) * Double(high - low)).rounded()", "a control's numbers have 14 bits"),
        ("Mapping/Performance/ControlInputBytes.swift", "return (0..<min(1000, abs(ticks))).flatMap { _ in pattern.messages(1) }", "ticks are -1000…1000"),
        ("Mapping/Performance/ControlInputBytes.swift", "var left = min(1000, abs(ticks)), messages: [[UInt8]] = []", "ticks are -1000…1000"),
        ("Mapping/Import/ForeignMapping.swift", "public static let maximumBytes = 4 << 20", "a constant"),
        ("Mapping/Language/Action.swift", "guard let place = positions.firstIndex(where: { abs($0 - position) < 1e-4 }) else { return positions.first }", "floating point"),
        ("Mapping/Learning/ControllerLearner.swift", "let joined = high.filter { sample in fine.contains { abs($0.time - sample.time) <= close } }.count", "both times are of one day at most"),
        ("Mapping/Learning/ControllerLearner.swift", "guard joined * 5 >= high.count * 4, joined * 5 >= fine.count * 4 else { return nil }", "counts messages"),
        ("Mapping/Learning/ControllerLearner.swift", "guard width > 127, let top = samples.map(\\.value).max(), top < width, top > width * 9 / 10 else { return nil }", "14 bits"),
        ("Mapping/Learning/ControllerLearner.swift", "let message = \"\\(state.isRegistered ? \"rpn\" : \"nrpn\") \\(high << 7 | low) ch \\(channel)\"", "two bytes"),
        ("Mapping/Learning/DeviceListener.swift", "case .moved(let travel, let step, _): \"at \\((travel * 1000).rounded() / 10) % (step \\(step))\"", "floating point"),
        ("Mapping/Learning/HeardControl.swift", "guard repeats * 4 >= values.count - 1 || distinct.count == 2 else { return nil }", "counts messages"),
        ("Mapping/Learning/LearnedLayout.swift", "let path = faders.isEmpty && index < slots ? \"fader\" : index < slots * 2 ? \"pan\" : \"input/gain\"", "counts controls"),
        ("Mapping/Learning/LearnedLayout.swift", "let before = count > slots + spare.count ? 2 * slots : count > spare.count ? slots : 0", "counts controls"),
        ("Mapping/Performance/ControlInputBytes.swift", "let half = 1 << (input.bits - 1)", "7 or 14 bits"),
        ("Mapping/Performance/ControlInputBytes.swift", "return (0..<min(1000, abs(ticks))).flatMap { _ in input.messages(ticks > 0 ? half : half - 1) }", "ticks are -1000…1000"),
        ("Mapping/Performance/ControlInputBytes.swift", "return choose + (0..<min(1000, abs(ticks))).flatMap { _ in step }", "ticks are -1000…1000"),
        ("Mapping/Performance/ControlInputBytes.swift", "case .twos: ticks > 0 ? part : 2 * half - part", "14 bits"),
        ("Mapping/Reading/KeepAliveReader.swift", "? nil : KeepAlive(bytes: messages.flatMap { $0 }, interval: Int64(clamping: milliseconds) * 1_000_000)", "a minute at most"),
        ("Mapping/Reading/MarkedTaper.swift", "return travel == b.from ? b.to : a.to + (b.to - a.to) * ((travel - a.from) / (b.from - a.from))", "floating point"),
        ("SessionStore/Text/AddressReading.swift", "for end in stride(from: parts.count, to: 2, by: -1) {", "counts the parts of an address"),
        ("Mapping/Performance/EventReader.swift", "var times = Array(Swift.stride(from: span.from, through: span.to, by: Int64.Stride(exactly: stride) ?? 1))", "a day at most, and a million steps, checked above"),
        ("Mapping/Performance/EventReader.swift", "return (0..<steps).map { .travel(from + (to - from) * Double($0) / Double(steps - 1)) }", "floating point"),
        ("Mapping/Performance/MIDITrack.swift", "per = frames == 29 ? Int128(30_000 * ticks) : Int128(frames * ticks)", "frames have 5 bits, ticks 8"),
        ("Mapping/Performance/MIDITrack.swift", "let time = last.nanoseconds + Int128(tick - last.tick) * last.length / per", "63 bits by 34 bits in 127"),
        ("Mapping/Performance/MIDITrack.swift", "stretches.append(Stretch(tick: tick, nanoseconds: time, length: Int128(tempo) * 1000))", "a tempo has 24 bits"),
        ("Mapping/Performance/MIDITrack.swift", "let time = stretch.nanoseconds + Int128(tick - stretch.tick) * stretch.length / per", "63 bits by 34 bits in 127"),
        ("Mapping/Performance/MessageWords.swift", "Double(from) + Double(to - from) * Double($0) / Double(steps - 1), in: 0...maximum)", "both ends have 14 bits"),
        ("Mapping/Performance/PerformanceTime.swift", "let time = seconds * 1_000_000_000 + fraction", "nine digits of seconds, nine of their fraction"),
        ("Mapping/Performance/PerformanceTime.swift", "for _ in parts[1].count..<9 { fraction *= 10 }", "nine digits"),
        ("Mapping/Performance/StandardMIDIFile.swift", "return bytes.reduce(0) { $0 << 8 | Int64(truncatingIfNeeded: $1) }", "seven bytes at most"),
        ("Mapping/Performance/StandardMIDIFile.swift", "value = value << 7 | Int64(truncatingIfNeeded: byte & 127)", "four bytes at most"),
        ("Mapping/Reading/Borrowing.swift", "whole.speed *= lender.speed", "floating point"),
        ("Mapping/Reading/KeepAliveReader.swift", "bytes: messages.flatMap { $0 }, interval: Int64(clamping: milliseconds) * 1_000_000, answer: answer.first)", "a minute at most"),
        ("Mapping/Reading/ControlReader.swift", "guard controls.count + (caps ? steps * 2 : steps) <= Self.maximumControls else {", "a range has a million steps at most"),
        ("Mapping/Reading/CurveReader.swift", "let share = text.text == \"exponential\" ? travel * travel : 1 - (1 - travel) * (1 - travel)", "floating point"),
        ("Mapping/Reading/CurveReader.swift", "return Taper.Corner(travel, low + (high - low) * share)", "floating point"),
        ("Mapping/Reading/Duration.swift", "guard Double(range.lowerBound) * 1e6 <= Double(time), Double(time) <= Double(range.upperBound) * 1e6", "floating point"),
        ("Mapping/Reading/RangeText.swift", "case .range(let from, let to, _): abs(to - from) + 1", "six digits"),
        ("Mapping/Reading/RangeText.swift", "let step = min(step, abs(to - from))", "six digits"),
        ("Mapping/Reading/RangeText.swift", "? Array(stride(from: from, through: to, by: step)) : Array(stride(from: from, through: to, by: -step))", "six digits, steps of 127 at most"),
        ("Mapping/Reading/RangeText.swift", "guard let from = number(text[..<dots]), let to = number(text[dots...].dropFirst(2)), abs(to - from) < limit", "six digits"),
        ("Mapping/Reading/YAMLReader.swift", "static let maximumBytes = 1 << 20", "a constant"),
        ("Mapping/Reading/YAMLReader.swift", "static let maximumPerformanceBytes = 16 << 20", "a constant"),
        ("Mapping/Reading/YAMLReader.swift", "var rest = UInt32(truncatingIfNeeded: mark.line &* 8_191 &+ mark.column)", "wraps, for a name only"),
        ("Mapping/Editing/YAMLLines.swift", "return Array((String(repeating: \" \", count: inner + 2 * depth) + word + colon).unicodeScalars)", "levels that are written"),
        ("Mapping/Learning/LearnedControl.swift", "guard width > 127, let top = samples.map(\\.value).max(), top < width, top > width * 9 / 10 else { return nil }", "14 bits"),
        ("Mapping/Language/Action+Position.swift", "case .step(_, let step): Action.position(present, of: role, steppedBy: step * Double(ticks))", "floating point"),
        ("Mapping/Language/ActionText.swift", "static func signed(_ number: Double) -> String { (number < 0 ? \"-= \" : \"+= \") + plain(abs(number)) }", "floating point"),
        ("Mapping/Language/Suggestion.swift", "if abs(a.count - b.count) > limit { return limit + 1 }", "words of 64 letters"),
        ("Mapping/Library/MappingLibrary.swift", "fitting.append((rank * 2 + (match.usb == nil ? 1 : 0), mapping, match))", "counts folders"),
        ("MIDI/ByteParser.swift", "case 0xE0: return .pitchBend(channel: channel, value: second << 7 | first)", "two bytes"),
        ("SessionStore/Text/TextReader.swift", "static let maximumBytes = 256 << 20", "a constant"),
        ("SessionStore/Text/TextReader.swift", "static let maximumPlainBytes = 64 << 20", "a constant"),
        ("SessionStore/Text/TextReader.swift", "return ReadNumber.decimal(number).map { $0 * unit.factor }", "floating point"),
        ("Units/TimeText.swift", "minutes = minutes * 60 + number", "six digits of hours"),
        ("Units/TimeText.swift", "rest += worth * Int64(truncatingIfNeeded: value)", "a digit of a unit below 10¹¹"),
        ("Units/ValueReading.swift", "return nearest == position || !isStepped && Swift.abs(nearest - position) <= position.ulp", "floating point"),
        ("Units/ValueReading.swift", "return ReadNumber.decimal(number).map { $0 * spelling.factor }", "floating point"),
        ("Units/ValueReading.swift", "guard Swift.abs(value) < 1e6 else { return .outOfRange(text) }", "floating point"),
        ("Units/ValueText.swift", "guard let percent: Int = ReadNumber.nearest(Swift.abs(value) * 100, in: 0...1_000_000) else {", "floating point"),
        ("Units/ValueText.swift", "let candidate = (value * power).rounded() / power", "floating point"),
        ("Units/ValueText.swift", "return plain((value * 100).rounded() / 100)", "floating point"),
    ]

    @Test func `multiply and shift them only where a bound is known`() throws {
        let arithmetic = /[ ]\*=?[ ]|[ ]<<=?[ ]|\babs\(|\bstride\(|&\*|\bmultiplied/
        let known = Set(Self.bounded.map { "\($0.file): \($0.code)" })
        for line in try Self.found(arithmetic) where !known.contains("\(line.file): \(line.text)") {
            Issue.record(
                "\(line.file):\(line.number): \(line.text): use ReadNumber, or add the line with its bound here")
        }
    }

    /// In all sources: a mistake of somebody else must not end the program.
    @Test func `and all others try without trapping`() throws {
        let files = try Self.files(in: "")
        #expect(files.count > 300)
        for file in files {
            for line in try Self.code(file) where line.text.contains(/\btry!|\bas!/) {
                Issue.record("\(file):\(line.number): \(line.text)")
            }
        }
    }
}
