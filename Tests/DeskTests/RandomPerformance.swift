import Automation
import MixModel
import SessionStore
import TestSupport
import Units

/// A performance by chance: two devices, hands from the first frame on, one seed, the same each time.
struct RandomPerformance {
    /// What may happen in it beside hands.
    enum Kind: CaseIterable {
        /// The song plays once from its start; every stage, effects and the limiter are there, and are switched.
        case straight
        /// Locates, loops, stops; no stage that rings, which a bounce without jumps would not have.
        case jumps
    }

    /// A value that a sensed hand sent while the song played, and the seconds of song at which it did.
    struct Sent {
        var strip: Int
        var time: Double
        var travel: Double
    }

    let seed: UInt64
    let kind: Kind
    var modes: [Node: AutomationMode] = [:]
    var lanes: [ParameterID: Lane] = [:]
    /// In order of time, as a performance has them.
    var events: [String] = []
    /// Values after which nothing moved the same parameter for 25 ms: they have to be in the lane.
    private(set) var lasting: [Sent] = []

    /// Seconds at which the song is at its end, if it plays once.
    private var end: Double?
    var random: Dice
    private var moves: [(parameter: String, time: Double, strip: Int?, travel: Double)] = []
    static let armed: [AutomationMode] = [.touch, .latch, .touchLatch, .write]

    init(seed: UInt64, kind: Kind) {
        (self.seed, self.kind) = (seed, kind)
        random = Dice(seed: seed)
        for number in 1...4 { modes[.strip(number)] = Self.armed.randomElement(using: &random) }
        for node in [Node.master, .bus(1)] where kind == .straight { modes[node] = .latch }
        // In stop a hand changes the rest position of what has no lane, and so what was heard before: there every parameter has
        // a lane.
        for number in 1...4 where kind == .jumps || chance(0.5) { makeLanes(number) }
        let jumps = kind == .jumps ? makeJumps() : []
        let starts: [Double] = [0, 0, 0.013, 0.2]
        let start = starts.randomElement(using: &random) ?? 0
        if kind == .straight { end = start + 2 }
        add(start, "do: /transport/play")
        for device in ["desk", "wing"] {
            for number in 1...4 { ride("\(device)/sense/\(number)", "pan \(number)", number, start: start, jumps) }
            for number in 1...4 where chance(0.5) { turn("\(device)/knob/\(number)", "fader \(number)", jumps) }
            for number in 1...4 where chance(0.4) { press("\(device)/mute/\(number)") }
        }
        for control in ["motion", "pickup", "coarse"] where chance(0.4) { turn("desk/\(control)", "pan 1", jumps) }
        if modes[.strip(1)] != .touch, chance(0.3) { turn("wing/plain", "pan 1", jumps) }
        if kind == .straight { switchStages() }
        if kind == .straight { lasting = makeLasting(start: start) }
        // The end is a jump like others: what a hand sends just before it is written to its end, heard or not.
        add((events.map(Self.time).max() ?? 0) + 0.03, "do: /bank/previous")
        sort()
    }

    mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }

    mutating func within(_ range: ClosedRange<Double>) -> Double {
        (Double.random(in: range, using: &random) * 10_000).rounded() / 10_000
    }

    mutating func add(_ time: Double, _ what: String) {
        events.append("  - {at: \((time * 10_000).rounded() / 10_000), \(what)}")
    }

    static func time(_ event: String) -> Double {
        Double(event.dropFirst("  - {at: ".count).prefix { $0 != "," }) ?? 0
    }

    mutating func sort() { events.sort { Self.time($0) < Self.time($1) } }

    mutating func makeLanes(_ number: Int) {
        let end = Rehearsal.frame(2)
        let pan = [(0, within(-1...1)), (end / 3, within(-1...1)), (end, within(-1...1))]
        lanes[ParameterID(.strip(number), .pan)] = Lane(points: pan.map { ($0.0, Float($0.1)) })
        let fader = [(FramePosition(0), within(-20...0)), (end, within(-20...0))]
        lanes[ParameterID(.strip(number), .fader)] = Lane(points: fader.map { ($0.0, Float($0.1)) })
        lanes[ParameterID(.strip(number), .mute)] = Lane(points: [(0, 0)], stepped: true)
    }

    /// Touched, ridden, held, let go; or a tap; from before play on, too.
    private mutating func ride(
        _ control: String, _ parameter: String, _ strip: Int, start: Double, _ jumps: [Double]
    ) {
        var time = within(0...0.6)
        while time < 1.8 {
            add(time, "\(control): touch")
            let end = chance(0.2) ? time + within(0...0.15) : time + within(0.05...0.7)
            if end - time > 0.02 || chance(0.5) {
                var place = within(0...1)
                var at = time + (chance(0.5) ? 0 : within(0...0.05))
                while at < end {
                    move(control, parameter, strip, at, place, jumps)
                    place = min(max(place + within(-0.2...0.2), 0), 1)
                    let pauses = [0.001, 0.003, 0.01, 0.02, 0.1]
                    at += pauses.randomElement(using: &random) ?? 0.01
                }
            }
            add(end, "\(control): let go")
            // What a fader sends while the finger leaves it.
            if chance(0.4) { add(end + within(0.001...0.08), "\(control): \(within(0...1))") }
            time = end + within(0.12...0.9)
        }
    }

    private mutating func move(
        _ control: String, _ parameter: String, _ strip: Int?, _ time: Double, _ travel: Double, _ jumps: [Double]
    ) {
        // The last 25 ms before a stop or a jump are written to their end, heard or not: a comparison of sound leaves them out.
        guard !jumps.contains(where: { $0 >= time && $0 - time < 0.025 }) else { return }
        // After the song's end a hand would change the rest position of what has no lane, and so all that was heard.
        if let end, time >= end { return }
        let place = (time * 10_000).rounded() / 10_000
        let value = (travel * 10_000).rounded() / 10_000
        add(place, "\(control): \(value)")
        moves.append((parameter, place, strip, value))
    }

    private mutating func turn(_ control: String, _ parameter: String, _ jumps: [Double]) {
        var time = within(0...1.2)
        for _ in 0..<Int.random(in: 1...40, using: &random) {
            move(control, parameter, nil, time, within(0...1), jumps)
            time += within(0.002...0.06)
        }
    }

    private mutating func press(_ control: String) {
        let time = within(0...1.7)
        add(time, "\(control): press")
        add(time + within(0.001...0.3), "\(control): release")
    }

    private mutating func switchStages() {
        let stages = [
            "toggle /master/limiter/on", "toggle /bus/1/reverb/on", "toggle /strip/2/comp/on",
            "toggle /strip/3/gate/on",
            "toggle /strip/1/eq/on", "toggle /strip/4/deesser/on",
        ]
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            let time = within(0...1.9)
            if let stage = stages.randomElement(using: &random) { add(time, "do: \(stage)") }
        }
    }

    private mutating func makeJumps() -> [Double] {
        var times: [Double] = []
        for _ in 0..<Int.random(in: 1...7, using: &random) {
            let time = within(0.02...2.6)
            guard times.allSatisfy({ abs($0 - time) > 0.06 }) else { continue }
            times.append(time)
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1: add(time, "do: /transport/position = \(within(0...1.9)) s")
            case 2: add(time, "do: /transport/loop/start")
            case 3 where events.contains { $0.contains("loop/") && Self.time($0) < time }:
                add(time, "do: toggle /transport/loop")
            case 4: add(time, "do: /transport/loop/end")
            default:
                let isLooped = events.contains { $0.contains("loop/") && Self.time($0) < time }
                add(time, "do: /transport/stop")
                if isLooped, chance(0.5) { add(time + 0.02, "do: toggle /transport/loop") }
                add(time + 0.05, "do: /transport/play")
                times.append(time + 0.05)
            }
        }
        return times.sorted()
    }

    /// Commands of automation at any moment, on any strip.
    mutating func addCommands() {
        let words = [
            "toggle /preview", "toggle /preview/suspend", "/preview/punch", "/capture", "/capture/punch",
            "toggle /session/continue-in-loop", "toggle /session/auto-join", "/lap -= 1", "/session/undo",
            "/session/match", "/session/glide-over/punch", "/session/write-to/end", "/session/write-to/start",
            "/transport/speed = 0.5", "/transport/speed = -1", "/transport/speed = 1", "/transport/speed = -0.3",
            "/transport/speed = 1.7", "/transport/speed = 1", "/transport/play",
            "/strip/1/write-to/next", "toggle /session/trim", "/session/trim/coalesce", "toggle /transport/punch",
        ]
        let strips = (1...4).flatMap {
            [
                "toggle /strip/\($0)/trim", "/strip/\($0)/trim/coalesce", "/strip/\($0)/select",
                "/strip/\($0)/fader/glide-over/punch", "/strip/\($0)/mode = latch", "toggle /strip/\($0)/safe",
            ]
        }
        for _ in 0..<Int.random(in: 5...30, using: &random) {
            if let command = (words + strips).randomElement(using: &random) { add(within(0...2.6), "do: \(command)") }
        }
        sort()
    }

    private func makeLasting(start: Double) -> [Sent] {
        let ordered = moves.sorted { $0.time < $1.time }
        return ordered.indices.compactMap { place in
            let move = ordered[place]
            guard let strip = move.strip, move.time > start, move.time - start < 1.95 else { return nil }
            let next = ordered[(place + 1)...].first { $0.parameter == move.parameter }
            guard next.map({ $0.time - move.time > 0.025 }) ?? true else { return nil }
            return Sent(strip: strip, time: move.time - start, travel: move.travel)
        }
    }
}
