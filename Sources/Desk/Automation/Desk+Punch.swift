import Automation
import Mapping
import SessionStore
public import Units

/// The punch range: where passes write, if there is one.
extension Desk {
    func switchPunch(_ switching: Switching, at frame: FramePosition) -> String? {
        let isOn = switching.outcome(document.settings.punch != nil)
        guard isOn != (document.settings.punch != nil) else { return nil }
        guard isOn else {
            change(punch: nil, "Punch off", at: frame)
            return nil
        }
        guard let range = control.lastPunch ?? document.settings.loop else {
            return "there is no punch range yet: /transport/punch/start and /transport/punch/end put its ends here"
        }
        change(punch: range, "Punch on", at: frame)
        return nil
    }

    func putPunch(start: FramePosition? = nil, end: FramePosition? = nil, at frame: FramePosition) -> String? {
        let old = document.settings.punch ?? control.lastPunch
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
        if range == nil { control.lastPunch = old }
        edit(label) { $0.settings.punch = range }
        automation.punchChanged(from: old, at: frame)
    }
}
