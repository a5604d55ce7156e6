import Automation
import Engine
import Mapping
import MixModel
import SessionStore
import Units

extension Desk {
    /// Keeps what an ended pass has changed, as a lap if the song is looped.
    func keepLap(_ changed: [ParameterID: Lane], before lanes: [ParameterID: Lane]) {
        if !changed.isEmpty { recorder.laps.add(changed, before: lanes) }
    }

    /// Makes a lap of the last looped pass the one that is in the lanes.
    ///
    /// - Returns: what is wrong, if it cannot be done.
    func chooseLap(_ choice: LapChoice, at frame: FramePosition) -> String? {
        guard !recorder.isOpen else { return "another lap waits until nothing is written: stop first" }
        guard recorder.laps.count > 0 else { return "there are no laps: a looped pass keeps one for each time round" }
        let wanted =
            switch choice {
            case .number(let number): number
            case .step(let step): min(max(recorder.laps.chosen + step, 1), recorder.laps.count)
            }
        guard (1...recorder.laps.count).contains(wanted) else {
            return "there is no lap \(wanted): the last looped pass has \(recorder.laps.count)"
        }
        let present = recorder.laps.lanes(after: recorder.laps.chosen)
        let isOther = present.contains { (document.lanes[$0.key] ?? Lane()) != $0.value }
        guard !isOther else { return "the lanes were changed since the looped pass: its laps are in the history" }
        guard wanted != recorder.laps.chosen else { return nil }
        let lanes = recorder.laps.lanes(after: wanted)
        edit("Lap \(wanted) of \(recorder.laps.count)") {
            for (id, lane) in lanes { $0.lanes[id] = lane.isEmpty ? nil : lane }
        }
        recorder.laps.choose(wanted)
        publishLanes(of: lanes.keys)
        say("lap \(wanted) of \(recorder.laps.count)")
        return nil
    }

    /// Whether what is latched at a loop's end is written on.
    func continueInLoop(_ switching: Switching, at frame: FramePosition) {
        let isOn = switching.outcome(document.settings.continuesInLoop)
        guard isOn != document.settings.continuesInLoop else { return }
        edit("Continue in loop \(isOn ? "on" : "off")") { $0.settings.continuesInLoop = isOn }
        for index in automation.activeGates.sorted() {
            let gate = automation.gates[automation.id(of: index)]
            guard gate.isWriting, !gate.isGliding, gate.hands.isEmpty else { continue }
            send(.write(parameter: index, at: frame, endsAtSeam: !isOn))
        }
    }

    func switchAutoJoin(_ switching: Switching) {
        let isOn = switching.outcome(document.settings.joins)
        guard isOn != document.settings.joins else { return }
        if !isOn { automation.join = nil }
        edit("Auto-join \(isOn ? "on" : "off")") { $0.settings.joins = isOn }
    }
}
