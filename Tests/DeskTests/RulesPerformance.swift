import Automation
import Foundation
import SessionStore
import TestSupport
import Units

@testable import Desk

/// A performance by chance that program and model of the rules both play: hands on the four pans that two devices have in reach, with
/// modes, matches, locates, a loop and a punch range; with changes of bank, cables that are pulled, and undo.
struct RulesPerformance {
    static let seconds = 5
    let seed: UInt64
    var strips: [Part]
    var devices = ["desk"]
    let punch: Range<Int>?
    let loop: Range<Int>?
    private let locates: [RulesModel.Event]
    private var modes: [[RulesModel.Event]]
    private var matches: [Bool]
    /// What becomes of devices: never at a hand's own frame.
    private var turns: [Turn] = []
    private var mayUndo = false
    /// Engine frame at which the last pass is undone.
    var undo: Int?
    /// By strip: the stretch from which on it is undone; nothing where none of it was in that pass.
    var undone: [Int?] = []

    /// Engine frame of the stop.
    static let stop = Int(Rehearsal.frame(4.2))

    /// What becomes of a device.
    private struct Turn {
        enum Doing { case bank, unplug, plug }
        var frame: Int
        var device: Int
        var doing: Doing
    }

    init(seed: UInt64) {
        self.seed = seed
        var random = Dice(seed: seed)
        strips = (1...4).map { _ in Part(&random) }
        locates = Self.locates(&random)
        let punch = Self.range(&random, beginning: 1, length: 200...20_000)
        self.punch = punch
        modes = strips.map { _ in Self.modes(&random, isPunched: punch != nil) }
        matches = strips.map { _ in Bool.random(using: &random) && seed % 3 == 0 }
        loop = Self.range(&random, beginning: 5, length: 2_000...14_000)
        // Every second has another device; a fourth of the strips has no lane: there read would move the rest position.
        if !Bool.random(using: &random) { devices.append("wing") }
        for number in strips.indices {
            if devices.count > 1 { strips[number].hands += Part.rides(by: 1, &random) }
            let reads = strips[number].mode == .read || modes[number].contains { $0.doing == .mode(.read) }
            if Int.random(in: 0..<4, using: &random) == 0, !reads { strips[number].points = [] }
        }
        // Seeds that found something before these came play what they played.
        if [2, 3, 5].contains(seed % 9) { addTurns() }
        if [2, 5].contains(seed % 9) { addPause() }
    }

    /// Banks that change, and cables that are pulled.
    private mutating func addTurns() {
        var random = Dice(seed: seed ^ 0x5EED_CAB1E)
        func frames(_ count: Int) -> [Int] {
            (0..<count).map { _ in Int.random(in: 500...32_000, using: &random) * 6 + 4 }.sorted()
        }
        for device in devices.indices {
            if Bool.random(using: &random) {
                turns += frames(Int.random(in: 1...4, using: &random)).map {
                    Turn(frame: $0, device: device, doing: .bank)
                }
            }
            if Bool.random(using: &random) {
                turns += zip(frames(2), [Turn.Doing.unplug, .plug]).map {
                    Turn(frame: $0, device: device, doing: $1)
                }
            }
        }
        guard turns.contains(where: { $0.doing == .bank }) else { return }
        for _ in 5...8 {
            var part = Part(&random)
            part.hands = []
            strips.append(part)
        }
        modes += Array(repeating: [], count: 4)
    }

    /// A second in which all hands are off, and nothing is latched: with a history of passes alone there can be undone.
    private mutating func addPause() {
        let pause = Self.match..<Int(Rehearsal.frame(3.2))
        modes = modes.map { _ in [] }
        matches = strips.map { _ in true }
        for number in strips.indices {
            if strips[number].mode == .write { strips[number].mode = .latch }
            var kept: [RulesModel.Event] = []
            for device in devices.indices {
                var gestures: [[RulesModel.Event]] = []
                for event in strips[number].hands where event.doing.hand == device {
                    if event.doing == .touch(device) { gestures.append([]) }
                    gestures[gestures.count - 1].append(event)
                }
                kept += gestures.filter { gesture in
                    guard let first = gesture.first, let last = gesture.last else { return false }
                    return last.frame < pause.lowerBound || pause.upperBound <= first.frame
                }.joined()
            }
            strips[number].hands = kept
        }
        mayUndo = true
    }

    /// Engine frame at which strips are matched.
    private static let match = Int(Rehearsal.frame(2.2))

    // MARK: What is done

    /// The lines of the performance, and what comes of them on each strip.
    func play() -> (lines: String, events: [[RulesModel.Event]]) {
        var lines: [(frame: Int, text: String)] = []
        // A session never opens in write.
        for (number, strip) in strips.enumerated() where strip.mode == .write {
            lines.append((0, "do: /strip/\(number + 1)/mode = write"))
        }
        lines.append((0, "do: /transport/play"))
        var reach = Reach(devices: devices)
        var events: [[RulesModel.Event]] = strips.map { _ in [] }
        var hands: [(frame: Int, does: (inout Reach) -> [Reach.Effect])] = []
        for (control, strip) in strips.enumerated() {
            for event in strip.hands { hands.append((event.frame, { $0.hand(event.doing, on: control) })) }
        }
        for turn in turns {
            hands.append(
                (
                    turn.frame,
                    {
                        switch turn.doing {
                        case .bank: $0.changeBank(of: turn.device)
                        case .unplug: $0.unplug(turn.device)
                        case .plug: $0.plug(turn.device)
                        }
                    }
                ))
        }
        let inOrder = hands.enumerated().sorted { ($0.element.frame, $0.offset) < ($1.element.frame, $1.offset) }
        for (frame, does) in inOrder.map(\.element) {
            for effect in does(&reach) {
                switch effect {
                case .line(let text): lines.append((frame, text))
                case .event(let strip, let doing): events[strip].append(.init(frame: frame, doing: doing))
                }
            }
        }
        for number in strips.indices {
            events[number] += modes[number] + locates
            lines += modes[number].compactMap { event in
                guard case .mode(let mode) = event.doing else { return nil }
                return (event.frame, "do: /strip/\(number + 1)/mode = \(mode.rawValue)")
            }
            if matches.indices.contains(number), matches[number] {
                lines.append((Self.match, "do: /strip/\(number + 1)/pan/match"))
                events[number].append(.init(frame: Self.match, doing: .match))
            }
            if let undo, let stretch = undone[number] {
                events[number].append(.init(frame: undo, doing: .undo(stretch)))
            }
        }
        for event in locates {
            guard case .locate(let place) = event.doing else { continue }
            lines.append((event.frame, "do: /transport/position = \(Double(place) / Double(Rehearsal.rate)) s"))
        }
        if let undo { lines.append((undo, "do: /session/undo")) }
        lines.append((RulesPerformance.stop, "do: /transport/stop"))
        let ordered = lines.enumerated().sorted { ($0.element.frame, $0.offset) < ($1.element.frame, $1.offset) }
        let text = ordered.map { line in
            let time = String(format: "%.9f", Double(line.element.frame) / Double(Rehearsal.rate))
            return "  - {at: \(time), \(line.element.text)}"
        }
        // At one frame in the order in which the performance has them.
        let sorted = events.map { list in
            list.enumerated().sorted { ($0.element.frame, $0.offset) < ($1.element.frame, $1.offset) }.map(\.element)
        }
        return (text.joined(separator: "\n"), sorted)
    }

    /// What the rules say of each strip.
    ///
    /// - Parameter end: frame of the song at which the transport stops by itself.
    func models(_ events: [[RulesModel.Event]], end: Int) -> [RulesModel] {
        zip(strips, events).map { strip, events in
            var model = RulesModel(
                lane: strip.lane, mode: strip.mode, glide: Int(Rehearsal.frame(0.5)), end: end, punch: punch,
                loop: loop)
            model.play(events, until: RulesPerformance.stop)
            return model
        }
    }

    // MARK: Undo

    /// Has the last pass undone in a moment in which nobody does anything, if there is one and no doubt which pass that is.
    mutating func addUndo() {
        guard mayUndo else { return }
        let models = models(play().events, end: RulesPerformance.seconds * Rehearsal.rate)
        var random = Dice(seed: seed ^ 0x0BAC4)
        let stretches = models.enumerated().flatMap { strip, model in
            model.stretches.indices.map { (strip: strip, number: $0, frames: model.stretches[$0].frames) }
        }
        // Where all of them rest, in frames of its own.
        let moments = (0..<100).map { _ in Int.random(in: 17_600...26_600, using: &random) * 6 + 4 }
        let found = moments.first { frame in
            !turns.contains { $0.frame == frame } && stretches.contains { $0.frames.upperBound < frame }
                && models.allSatisfy { $0.rests.contains { $0.contains(frame) } }
        }
        guard let moment = found else { return }
        let jumps = models.first?.jumps ?? []
        let before = stretches.filter { $0.frames.upperBound <= moment }.sorted {
            $0.frames.upperBound > $1.frames.upperBound
        }
        guard var start = before.first?.frames.lowerBound else { return }
        var pass: [(strip: Int, number: Int, frames: Range<Int>)] = []
        for stretch in before {
            let isApart = stretch.frames.upperBound <= start
            // Ends and begins the same moment, or nearly: one pass or two, as the reports come.
            let isNear = stretch.frames.upperBound > start - 2_000
            let isCut = jumps.contains { stretch.frames.upperBound <= $0 && $0 <= start }
            if !pass.isEmpty, isApart {
                if isNear, !isCut { return }
                continue
            }
            pass.append(stretch)
            start = min(start, stretch.frames.lowerBound)
        }
        // A pass that changes nothing is no step: the one before would be undone.
        let changes = pass.contains { stretch in
            let model = models[stretch.strip]
            let next = model.stretches.dropFirst(stretch.number + 1).first?.before ?? model.lane
            return zip(model.stretches[stretch.number].before, next).contains { abs($0 - $1) > 1e-3 }
        }
        guard changes else { return }
        undo = moment
        undone = strips.indices.map { strip in pass.filter { $0.strip == strip }.map(\.number).min() }
    }

    // MARK: By chance

    /// Never at a hand's own frame: in a tenth of a millisecond of its own.
    private static func locates(_ random: inout Dice) -> [RulesModel.Event] {
        (0..<Int.random(in: 0...3, using: &random)).map { _ in
            .init(
                frame: Int.random(in: 1_000...33_000, using: &random) * 6 + 3,
                doing: .locate(Int.random(in: 0...30_000, using: &random) * 6))
        }.sorted { $0.frame < $1.frame }
    }

    /// In every second performance; at frames of the song that no hand's frame is, as long as nobody locates. Lengths are times six frames.
    private static func range(_ random: inout Dice, beginning: Int, length: ClosedRange<Int>) -> Range<Int>? {
        guard Bool.random(using: &random) else { return nil }
        let begin = Int.random(in: 0...25_000, using: &random) * 6 + beginning
        return begin..<begin + Int.random(in: length, using: &random) * 6
    }

    /// In every third performance, at frames of their own. Write that waits for a punch range is disarmed by what other strips write in
    /// it, which the model of one parameter does not see.
    private static func modes(_ random: inout Dice, isPunched: Bool) -> [RulesModel.Event] {
        guard Int.random(in: 0..<3, using: &random) == 0 else { return [] }
        let modes: [AutomationMode] = [.read, .touch, .latch, .touchLatch] + (isPunched ? [] : [.write])
        return (0..<Int.random(in: 1...3, using: &random)).map { _ in
            .init(
                frame: Int.random(in: 1_000...33_000, using: &random) * 6 + 2,
                doing: .mode(modes.randomElement(using: &random) ?? .touch))
        }
    }

    /// A strip, and what hands do on the control of its number.
    struct Part {
        var mode: AutomationMode
        var points: [(frame: FramePosition, position: Float)]
        var hands: [RulesModel.Event] = []

        init(_ random: inout Dice) {
            mode = [.touch, .touch, .latch, .touchLatch, .write, .read].randomElement(using: &random) ?? .touch
            let end = Rehearsal.frame(Double(RulesPerformance.seconds))
            points = [(0, 0), (end / 3, 0), (end / 2, 0), (end, 0)].map {
                ($0.0, (Float.random(in: -1...1, using: &random) * 100).rounded() / 100)
            }
            hands = Self.rides(by: 0, &random)
        }

        static func rides(by hand: Int, _ random: inout Dice) -> [RulesModel.Event] {
            var events: [RulesModel.Event] = []
            var frame = Int.random(in: 0...20_000, using: &random) * 6
            while frame < 180_000 {
                events.append(.init(frame: frame, doing: .touch(hand)))
                let end =
                    frame + Int.random(in: 2...(Bool.random(using: &random) ? 2_000 : 12_000), using: &random) * 6
                var at = frame + Int.random(in: 0...(Bool.random(using: &random) ? 0 : 4_000), using: &random) * 6
                while at < end {
                    events.append(.init(frame: at, doing: .move(place(&random), by: hand)))
                    at += [10, 20, 100, 500, 5_000].randomElement(using: &random)! * 6
                }
                events.append(.init(frame: end, doing: .release(hand)))
                if Bool.random(using: &random) {
                    let late = end + Int.random(in: 10...700, using: &random) * 6
                    events.append(.init(frame: late, doing: .move(place(&random), by: hand)))
                }
                frame = end + Int.random(in: 800...9_000, using: &random) * 6
            }
            // The song is stopped at 201,600.
            return events.filter { $0.frame <= 200_000 }
        }

        private static func place(_ random: inout Dice) -> Float { Float.random(in: -1...1, using: &random) }

        var lane: [Float] {
            let lane = Lane(points: points)
            return (0..<RulesPerformance.seconds * Rehearsal.rate).map { lane.position(at: Int64($0)) ?? 0 }
        }
    }
}
