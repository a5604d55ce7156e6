import Automation
import MixModel

/// What each lap of a looped pass has made of the lanes.
struct Laps {
    /// The song has gone round at least once since it was played.
    private var isLooping = false
    /// What is written next is a lap of its own, however many passes it has.
    private var isNew = true
    /// Lanes as they were before the first lap, of all that any lap has written; no lane is an empty one.
    private(set) var before: [ParameterID: Lane] = [:]
    /// By lap: what it changed.
    private var written: [[ParameterID: Lane]] = []
    /// The lap whose lanes are the session's, from 1; 0 before there is any.
    private(set) var chosen = 0

    /// Laps in which something was written; 0 as long as nothing has gone round.
    var count: Int { isLooping ? written.count : 0 }

    /// The song goes back to the loop's start.
    mutating func goRound() { (isLooping, isNew) = (true, true) }

    /// A pass has come to its end: in a lap, or in what may become the first.
    mutating func add(_ changed: [ParameterID: Lane], before lanes: [ParameterID: Lane]) {
        for id in changed.keys where before[id] == nil { before[id] = lanes[id] ?? Lane() }
        if isNew { written.append([:]) }
        isNew = false
        written[written.count - 1].merge(changed) { $1 }
        chosen = written.count
    }

    /// The lanes as a lap left them.
    func lanes(after lap: Int) -> [ParameterID: Lane] {
        written.prefix(lap).reduce(before) { $0.merging($1) { $1 } }
    }

    mutating func choose(_ lap: Int) { chosen = lap }
}
