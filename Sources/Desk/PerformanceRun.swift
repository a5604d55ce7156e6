import Automation
import Engine
import MIDI
public import Mapping
import MixModel
import SessionStore
import Units

/// Plays a performance through the whole path, off line: bytes through mappings, takeover and automation to the engine.
///
/// A message stamped *t* acts at exactly *t*. The result does not depend on the block size or on the machine.
public final class PerformanceRun {
    public let desk: Desk
    private let player: OfflinePlayer
    public let performance: Performance
    private let hands: PerformanceHands
    private var surfaces: [String: Surface] { hands.surfaces }
    /// What was heard, on the song's time line; `nil` if it is not kept.
    public private(set) var take: Take?
    /// Expectations that did not hold, and actions that could not be done.
    public private(set) var failures: [Diagnostic] = []
    /// Session frames that were heard during the performance itself, in seconds of performance time.
    public private(set) var seconds: Double = 0
    /// Stop with the last event, instead of letting the song play to its end.
    public var endsWithEvents = false
    /// Called now and then with the progress, 0…1.
    public var onProgress: ((Double) -> Void)?

    /// Asked now and then: `true` stops the song and ends the run; what was written until then is stored.
    public var isInterrupted: (() -> Bool)?

    /// - Parameters:
    ///   - mappings: by name of the performance's surfaces.
    ///   - keepsTake: keep what is heard; after the performance the rest of the song is played once, so that the take
    ///     covers all of it.
    ///   - desk: of a session at rest, at engine frame 0.
    public init(
        _ performance: Performance, mappings: [String: DeviceMapping], desk: Desk, player: OfflinePlayer,
        keepsTake: Bool
    ) {
        self.performance = performance
        self.desk = desk
        self.player = player
        take = keepsTake ? Take(length: desk.document.mix.length) : nil
        hands = PerformanceHands(performance, mappings: mappings, desk: desk, keepsSent: true, at: 0)
    }

    /// Plays the performance to its end and lets the song roll out if it is still playing.
    public func run() {
        var events = performance.events[...]
        var open = performance.expectations.enumerated().filter { $0.element.from <= $0.element.to }.map(\.element)
        let last = frame(performance.lastNanoseconds)
        while isInterrupted?() != true {
            while let event = events.first, frame(event.nanoseconds) <= desk.now {
                events.removeFirst()
                act(on: event)
            }
            check(&open)
            if events.isEmpty, desk.now >= last, !desk.transport.isRolling { break }
            if events.isEmpty, desk.now >= last, endsWithEvents || desk.transport.loop != nil {
                desk.stop(at: desk.now)
                continue
            }
            var next = desk.nextDeadline
            if let event = events.first { next = min(next, frame(event.nanoseconds)) }
            for expectation in open {
                for edge in [frame(expectation.from), frame(expectation.to)] where edge > desk.now {
                    next = min(next, edge)
                }
            }
            render(to: max(next, desk.now + 1))
            onProgress?(Double(desk.now) / Double(max(last, desk.transport.end, 1)))
        }
        seconds = Double(desk.now) / Double(desk.sampleRate)
        if desk.transport.isRolling { desk.stop(at: desk.now) }
        settle()
        hearTheRest()
        desk.close(at: desk.now)
    }

    /// Lets the engine carry out what was sent last, so that its reports are there.
    private func settle() { render(to: desk.now + desk.tickFrames) }

    /// Plays each stretch that was not heard, once, with nobody at the desk.
    private func hearTheRest() {
        desk.isOnlyListening = true
        while isInterrupted?() != true, let rest = take?.unheard {
            if desk.transport.position(at: desk.now) != rest.lowerBound {
                desk.locate(to: rest.lowerBound, at: desk.now)
            }
            desk.play(at: desk.now)
            let end = desk.now + Int64(rest.count)
            while desk.now < end, desk.transport.isRolling { render(to: min(desk.nextDeadline, end)) }
            desk.stop(at: desk.now)
            settle()
        }
    }

    private func render(to frame: FramePosition) {
        let isRolling = desk.transport.isRolling
        // What comes out has gone through the limiter's look-ahead.
        var position = desk.transport.position(at: desk.now) - Int64(desk.engine.latency)
        player.render(frame - desk.now) { left, right, frames in
            if isRolling { take?.add(left, right, frames: frames, at: position) }
            position += Int64(frames)
        }
        desk.advance(to: frame)
    }

    private func act(on event: Performance.Event) {
        if let complaint = hands.act(event.input, at: desk.now) { fail(event.location, "not-in-session", complaint) }
    }

    private func frame(_ nanoseconds: Int64) -> FramePosition { desk.frame(nanoseconds: nanoseconds) }

    func fail(_ location: SourceLocation, _ code: String, _ message: String) {
        failures.append(Diagnostic(.error, code, at: location, message))
    }

    // MARK: Expectations

    private func check(_ open: inout [Performance.Expectation]) {
        open.removeAll { expectation in
            let (from, to) = (frame(expectation.from), frame(expectation.to))
            guard desk.now >= from else { return false }
            if let complaint = complaint(on: expectation, from: from, to: to) {
                fail(expectation.location, "expectation", "at \(seconds(desk.now)) s: \(complaint)")
                return true
            }
            return desk.now >= to
        }
    }

    private func seconds(_ frame: FramePosition) -> String {
        "\((Double(frame) / Double(desk.sampleRate) * 1000).rounded() / 1000)"
    }

    private func complaint(on expectation: Performance.Expectation, from: FramePosition, to: FramePosition) -> String?
    {
        switch expectation.fact {
        case .value(let target, let value, let within):
            guard let id = desk.parameter(target) else { return "this session has no \(target.address)" }
            let spec = id.role.spec
            let present = spec.scale.value(at: desk.shownPosition(of: id))
            guard present != value, !(abs(present - value) <= within + 1e-9) else { return nil }
            let expected = spec.text(at: spec.scale.position(of: value))
            let waiting = desk.pickUp(of: id).map { "; \($0)" } ?? ""
            return "\(target.address) is \(spec.text(at: spec.scale.position(of: present))), expected \(expected)"
                + waiting
        case .mode(let scope, let mode):
            let present = desk.mode(of: scope)
            return present == mode ? nil : "the mode is \(present?.rawValue ?? "not set"), expected \(mode.rawValue)"
        case .state(let action, let expected):
            return desk.holds(action) == expected
                ? nil : "this is \(expected ? "off" : "on"), expected \(expected ? "on" : "off")"
        case .bank(let strip):
            let present = (desk.surfaces.first?.bank ?? 0) + 1
            return present == strip ? nil : "slot 1 shows strip \(present), expected \(strip)"
        case .selected(let reference):
            return desk.node(reference) == desk.selected
                ? nil : "\(desk.document.mix.name(of: desk.selected)) is selected, expected \(reference.address)"
        case .layer(let name, let layer):
            let present = surfaces[name]?.layer ?? "none"
            return present == layer ? nil : "\(name) shows layer `\(present)`, expected `\(layer)`"
        case .sent(let name, let bytes): return sent(bytes, to: name, from: from, to: to)
        case .nothingSent(let name):
            let start = from == to ? from - desk.frames(milliseconds: 20) : from
            let found = surfaces[name]?.sent?.first { $0.frame >= start && $0.frame <= desk.now }
            return found.map { "\(name) was sent \(hex($0.bytes)), expected nothing" }
        }
    }

    private func sent(_ expected: [UInt8], to name: String, from: FramePosition, to: FramePosition) -> String? {
        let bytes = normal(expected)
        let all = (surfaces[name]?.sent ?? []).map { (frame: $0.frame, bytes: normal($0.bytes)) }
        if from == to {
            let key = bytes.prefix(bytes[0] >= 0xF0 ? max(1, bytes.count / 2) : (bytes[0] & 0xF0 == 0xE0 ? 1 : 2))
            let last = all.last { $0.bytes.starts(with: key) && $0.frame <= from }
            if last?.bytes == bytes { return nil }
            return
                "\(name) was last sent \(last.map { hex($0.bytes) } ?? "nothing of the kind"), expected \(hex(bytes))"
        }
        guard desk.now >= to else { return nil }
        let found = all.contains { $0.bytes == bytes && $0.frame >= from && $0.frame <= to }
        return found ? nil : "\(name) was not sent \(hex(bytes)) in that time"
    }

    /// One spelling of a message that has two: a note that is off.
    private func normal(_ bytes: [UInt8]) -> [UInt8] {
        var parser = ByteParser()
        return parser.parse(bytes).first?.bytes ?? bytes
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined(separator: " ")
    }
}
