import Automation
import Mapping
import SessionStore
public import Units

/// The punch range: where passes write, if there is one.
extension Desk {
    func switchPunch(_ switching: Switching, at frame: FramePosition) -> String? {
        let isOn = switching == .toggle ? document.settings.punch == nil : switching != .off
        guard isOn != (document.settings.punch != nil) else { return nil }
        guard isOn else {
            change(punch: nil, "Punch off", at: frame)
            return nil
        }
        guard let range = lastPunch ?? document.settings.loop else {
            return "there is no punch range yet: /transport/punch/start and /transport/punch/end put its ends here"
        }
        change(punch: range, "Punch on", at: frame)
        return nil
    }

    func putPunch(start: FramePosition? = nil, end: FramePosition? = nil, at frame: FramePosition) -> String? {
        let old = document.settings.punch ?? lastPunch
        let lower = start ?? old?.lowerBound ?? 0
        let upper = end ?? max(old?.upperBound ?? 0, lower < transport.end ? transport.end : lower + 1)
        guard lower < upper else { return "the punch range would end before it begins" }
        let rate = sampleRate
        change(
            punch: lower..<upper, "Punch \(SongTime.text(lower, rate: rate))…\(SongTime.text(upper, rate: rate))",
            at: frame)
        return nil
    }

    /// Sets or clears the range in which passes write.
    public func setPunch(_ range: Range<FramePosition>?, at frame: FramePosition) {
        let range = range.map { $0.clamped(to: 0..<max(1, transport.end)) }
        guard range != document.settings.punch, range.map({ !$0.isEmpty }) ?? true else { return }
        change(punch: range, range == nil ? "Punch off" : "Punch on", at: frame)
    }

    private func change(punch range: Range<FramePosition>?, _ label: String, at frame: FramePosition) {
        let old = document.settings.punch
        if range == nil { lastPunch = old }
        edit(label) { $0.settings.punch = range }
        punchChanged(from: old, at: frame)
    }

    /// The range is another one while the song rolls. Hands that are in it now write from here on, as if it began here; what is written
    /// and is no longer in it ends with its glide.
    func punchChanged(from old: Range<FramePosition>?, at frame: FramePosition) {
        guard transport.isRolling, old != document.settings.punch else { return }
        if let old, !old.contains(transport.position(at: frame)) { return tellGates(.punchIn, at: frame) }
        for index in activeGates.sorted() where punch(of: index, at: frame) != .inside {
            handle(.punchOut, on: index, at: frame)
        }
    }

    /// Where the play head is in the punch range, as a parameter sees it.
    func punch(of index: Int32, at frame: FramePosition) -> WriteGate.Punch {
        if isOnlyListening || !transport.speed.isForward { return .over }
        guard let range = document.settings.punch else { return .inside }
        let here = transport.position(at: frame)
        if here < range.lowerBound { return .before }
        if here >= range.upperBound { return .over }
        return here < punchOutStart(of: index, in: range) ? .inside : .gliding
    }

    /// Session frame at which the glide begins that ends with the punch range: it lies inside, so it is not longer than half of it.
    private func punchOutStart(of index: Int32, in range: Range<FramePosition>) -> FramePosition {
        guard !parameters[Int(index)].spec.isStepped else { return range.upperBound }
        let glide = transport.speed.sessionFrames(glideFrames(of: index))
        return range.upperBound - min(glide, Int64(range.count) / 2)
    }

    /// Frames from an engine frame inside the punch range to its end; `nil` if there is none.
    func framesToPunchOut(from frame: FramePosition) -> Int64? {
        guard let range = document.settings.punch else { return nil }
        let here = transport.position(at: frame)
        return range.contains(here) ? transport.frames(upTo: range.upperBound, from: frame) : nil
    }

    /// Engine frame at which a parameter that is being written has to begin its glide to the punch range's end.
    func punchOut(of index: Int32) -> FramePosition? {
        let gate = gates[parameters[Int(index)].id]
        guard gate.isWriting, !gate.isGliding, let range = document.settings.punch else { return nil }
        return transport.engineFrame(ofSession: punchOutStart(of: index, in: range), after: now)
    }
}
