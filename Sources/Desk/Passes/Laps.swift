import Automation
import MixModel

/// What each lap of a looped pass has made of the lanes.
struct Laps {
    /// A lap of the pass that runs has come to its end.
    var isLooping = false
    /// Lanes as they were before the first lap, of all that any lap has written; no lane is an empty one.
    private(set) var before: [ParameterID: Lane] = [:]
    /// By lap: what it changed.
    private var written: [[ParameterID: Lane]] = []
    /// The lap whose lanes are the session's, from 1; 0 before there is any.
    private(set) var chosen = 0

    var count: Int { written.count }

    /// A lap has come to its end.
    mutating func add(_ changed: [ParameterID: Lane], before lanes: [ParameterID: Lane]) {
        for id in changed.keys where before[id] == nil { before[id] = lanes[id] ?? Lane() }
        written.append(changed)
        chosen = count
    }

    /// The lanes as a lap left them.
    func lanes(after lap: Int) -> [ParameterID: Lane] {
        written.prefix(lap).reduce(before) { $0.merging($1) { $1 } }
    }

    mutating func choose(_ lap: Int) { chosen = lap }
}
