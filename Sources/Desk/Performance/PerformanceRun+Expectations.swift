import Automation
import Mapping
import MixModel
import SessionStore
import Units

/// What a performance expects, held against what is.
extension PerformanceRun {
    /// Judges what can be judged now, and takes it off the list.
    func check(_ open: inout [Performance.Expectation]) {
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

    private func complaint(on expectation: Performance.Expectation, from: FramePosition, to: FramePosition) -> String?
    {
        switch expectation.fact {
        case .value(let target, let value, let within):
            guard let id = desk.parameter(target) else { return "this session has no \(target.address)" }
            let spec = id.role.spec
            let present = spec.scale.value(at: desk.automation.soundingPosition(of: id))
            guard present != value, !(abs(present - value) <= within + 1e-9) else { return nil }
            let expected = spec.text(at: spec.scale.position(of: value))
            let waiting = desk.surfaceSession.pickUp(of: id).map { "; \($0)" } ?? ""
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
        let bytes = SentMessages.normal(expected)
        let messages = SentMessages(to: surfaces[name])
        if from == to {
            let last = messages.last(like: bytes, upTo: from)
            if last == bytes { return nil }
            return "\(name) was last sent \(last.map(hex) ?? "nothing of the kind"), expected \(hex(bytes))"
        }
        guard desk.now >= to else { return nil }
        return messages.contains(bytes, from: from, to: to)
            ? nil : "\(name) was not sent \(hex(bytes)) in that time"
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined(separator: " ")
    }
}
