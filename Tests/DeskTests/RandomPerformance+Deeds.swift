import Automation
import MixModel
import SessionStore
import Units

/// What moves values beside hands: groups, VCAs, commands that step them, matches, trims, snapshots.
extension RandomPerformance {
    /// Adds them, at any moment, to a performance whose session ``prepareDeeds(_:)`` has made.
    mutating func addDeeds() {
        if kind == .jumps {
            let points = [(FramePosition(0), within(-6...0)), (Rehearsal.frame(2), within(-6...0))]
            lanes[ParameterID(.vca(1), .fader)] = Lane(points: points.map { ($0.0, Float($0.1)) })
            lanes[ParameterID(.vca(1), .mute)] = Lane(points: [(0, 0)], stepped: true)
        }
        // What is in trim and has no lane is moved for good by a recall.
        for number in 1...8 where lanes[ParameterID(.strip(number), .fader)] == nil { makeLanes(number) }
        modes[.vca(1)] = Self.armed.randomElement(using: &random)
        let all = [
            "/session/match", "toggle /session/continue-in-loop", "toggle /session/auto-join", "/vca/1/fader = -4 dB",
            "/snapshot/A/take", "/snapshot/B/take",
        ]
        let strips = (1...8).flatMap {
            [
                "/strip/\($0)/pan/match", "/strip/\($0)/fader += 1.3 dB", "/strip/\($0)/fader = -9 dB",
                "toggle /strip/\($0)/trim", "/vca/1/fader -= 0.7 dB",
            ]
        }
        for _ in 0..<Int.random(in: 3...16, using: &random) {
            let order = (chance(0.5) ? all : strips).randomElement(using: &random) ?? ""
            // After the song's end a change of what has no lane would change all that was heard.
            let end = kind == .straight ? 1.9 : 2.2
            let time = within(0...end)
            add(time, "do: \(order)")
            if order.hasSuffix("/take") {
                add(min(end, time + within(0.05...1)), "do: \(order.dropLast("/take".count))")
            }
        }
        sort()
    }

    /// Strips 1, 2 and 5 under a VCA; 3, 4 and 6 in a group.
    static func prepareDeeds(_ document: inout SessionDocument) {
        document.mix.vcas = [VCA(name: "All")]
        for number in [1, 2, 5] { document.mix.strips[number - 1].vcas = [1] }
        document.mix.groups = [Group(name: "Three", members: [3, 4, 6].map { .strip($0) }, roles: [.fader, .mute])]
    }
}
