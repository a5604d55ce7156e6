import Automation
import MixModel
import Units

/// What else a person does at the desk while the hands of a performance ride: banks, layers, modes, punch, undo.
extension RandomPerformance {
    /// The punch range, in frames of the song.
    static let punch = Rehearsal.frame(0.3)..<Rehearsal.frame(1.4)
    /// In the last of the range, as long as a glide, hands are heard and write nothing, as the notices say; in its first, a glide back
    /// from what was moved before it is heard.
    static let writing = punch.lowerBound + Rehearsal.frame(0.3)..<punch.upperBound - Rehearsal.frame(0.3)

    /// What was heard and need not be in the bounce, by its reason.
    struct Exempt {
        /// Punch is on, or was: outside its range hands are heard and write nothing.
        var outsidePunch = false
        /// Seconds at which lanes were taken back or given again: what was heard before them was of others.
        var turns: [Double] = []
        /// Seconds from which a hand is on a strip that reads: it is heard and writes nothing.
        var reads: Double?
        /// Seconds at which a strip begins to read.
        var read: Double?
    }

    /// Adds them, at any moment, to a performance whose strips are eight, four in a bank.
    ///
    /// - Returns: for what of it heard and bounced may part.
    mutating func addOrders() -> Exempt {
        for number in 5...8 { modes[.strip(number)] = Self.armed.randomElement(using: &random) }
        if kind == .jumps {
            for number in 5...8 { makeLanes(number) }
            for number in 1...8 {
                let gain = Role.inputGain.spec.scale
                let points = [(FramePosition(0), within(-3...3)), (Rehearsal.frame(2), within(-3...3))]
                lanes[ParameterID(.strip(number), .inputGain)] = Lane(
                    points: points.map { ($0.0, gain.position(of: $0.1)) })
            }
        }
        var exempt = Exempt()
        turnPages()
        changeModes()
        guard kind == .jumps else {
            sort()
            return exempt
        }
        exempt.outsidePunch = addPunch()
        exempt.turns = addUndo()
        (exempt.read, exempt.reads) = addRead()
        sort()
        return exempt
    }

    /// Banks and layers, under hands that are on, too.
    private mutating func turnPages() {
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let key =
                ["desk/bank/right", "desk/bank/left", "wing/bank/right", "desk/other", "desk/first", "wing/other"]
                .randomElement(using: &random) ?? ""
            let time = within(0...2.2)
            add(time, "\(key): press")
            add(time + 0.01, "\(key): release")
        }
    }

    /// From one writing mode to another.
    private mutating func changeModes() {
        for _ in 0..<Int.random(in: 0...5, using: &random) {
            let mode = Self.armed.randomElement(using: &random) ?? .touch
            add(within(0...2.2), "do: /strip/\(Int.random(in: 1...8, using: &random))/mode = \(mode.rawValue)")
        }
    }

    private mutating func addPunch() -> Bool {
        guard chance(0.3) else { return false }
        for _ in 0..<Int.random(in: 1...3, using: &random) { add(within(0...2), "do: toggle /transport/punch") }
        return true
    }

    private mutating func addUndo() -> [Double] {
        guard chance(0.4) else { return [] }
        return (0..<Int.random(in: 1...3, using: &random)).map { _ in
            let time = within(0.2...2)
            add(time, "do: /session/\(chance(0.7) ? "undo" : "redo")")
            return time
        }
    }

    /// One strip no longer writes from some moment on.
    private mutating func addRead() -> (Double?, Double?) {
        guard chance(0.3) else { return (nil, nil) }
        let (slot, time) = (Int.random(in: 1...4, using: &random), within(0.1...2))
        for strip in [slot, slot + 4] { add(time, "do: /strip/\(strip)/mode = read") }
        return (time, firstHand(on: slot, from: time))
    }

    /// The first moment, from `time` on, at which a hand is on a control of a slot.
    private func firstHand(on slot: Int, from time: Double) -> Double? {
        let ordered = events.sorted { Self.time($0) < Self.time($1) }
        let single = slot == 1 ? ["/motion:", "/pickup:", "/coarse:", "/plain:"] : []
        let names = ["/sense/\(slot):", "/knob/\(slot):", "/mute/\(slot):"] + single
        let own = ordered.filter { event in names.contains { event.contains($0) } }
        /// What is touched by motion is let go of half a second, or one, after its last move.
        let late = own.first { Self.time($0) > time - 1.05 && !$0.contains("/sense/") }
        let isOn = ["desk", "wing"].contains { device in
            let last = own.last {
                $0.contains("\(device)/sense") && Self.time($0) <= time
                    && ($0.contains(": touch") || $0.contains(": let go"))
            }
            return last?.contains(": touch") ?? false
        }
        if isOn || late.map({ Self.time($0) <= time }) ?? false { return time }
        return own.first { Self.time($0) > time }.map { Self.time($0) }
    }
}
