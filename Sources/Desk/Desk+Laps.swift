import Automation
import Engine
import Mapping
import MixModel
import SessionStore
import Units

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

extension Desk {
    /// A pass has ended at a seam, or as the last of a looped one.
    func keepLap(_ changed: [ParameterID: Lane], before lanes: [ParameterID: Lane]) {
        guard laps.isLooping, !changed.isEmpty else { return }
        laps.add(changed, before: lanes)
    }

    /// Makes a lap of the last looped pass the one that is in the lanes.
    ///
    /// - Returns: what is wrong, if it cannot be done.
    func chooseLap(_ choice: LapChoice, at frame: FramePosition) -> String? {
        guard !recorder.isOpen else { return "another lap waits until nothing is written: stop first" }
        guard laps.count > 0 else { return "there are no laps: a looped pass keeps one for each time round" }
        let wanted =
            switch choice {
            case .number(let number): number
            case .step(let step): min(max(laps.chosen + step, 1), laps.count)
            }
        guard (1...laps.count).contains(wanted) else {
            return "there is no lap \(wanted): the last looped pass has \(laps.count)"
        }
        let present = laps.lanes(after: laps.chosen)
        let isOther = present.contains { (document.lanes[$0.key] ?? Lane()) != $0.value }
        guard !isOther else { return "the lanes were changed since the looped pass: its laps are in the history" }
        guard wanted != laps.chosen else { return nil }
        let lanes = laps.lanes(after: wanted)
        edit("Lap \(wanted) of \(laps.count)") {
            for (id, lane) in lanes { $0.lanes[id] = lane.isEmpty ? nil : lane }
        }
        laps.choose(wanted)
        publishLanes(of: lanes.keys)
        say("lap \(wanted) of \(laps.count)")
        return nil
    }

    /// Whether what is latched at a loop's end is written on.
    func continueInLoop(_ switching: Switching, at frame: FramePosition) {
        let isOn = switching.outcome(document.settings.continuesInLoop)
        guard isOn != document.settings.continuesInLoop else { return }
        edit("Continue in loop \(isOn ? "on" : "off")") { $0.settings.continuesInLoop = isOn }
        for index in activeGates.sorted() {
            let gate = gates[id(of: index)]
            guard gate.isWriting, !gate.isGliding, gate.hands.isEmpty else { continue }
            send(.write(parameter: index, at: frame, endsAtSeam: !isOn))
        }
    }

    func switchAutoJoin(_ switching: Switching) {
        let isOn = switching.outcome(document.settings.joins)
        guard isOn != document.settings.joins else { return }
        if !isOn { join = nil }
        edit("Auto-join \(isOn ? "on" : "off")") { $0.settings.joins = isOn }
    }
}
