import Automation
import Demonstration
import Desk
import MixModel
import SessionStore

extension RidePicture {
    /// What a performance has done on a desk; a parameter that no hand was on, and that was not written, is left out.
    init(of record: RideRecord, desk: Desk, title: String) {
        let (before, after) = (record.before, desk.document)
        let written = desk.passes.flatMap(\.ranges.keys)
        let panels = Set(record.ridden + written).sorted().compactMap { id -> Panel? in
            guard let track = record.tracks[id] else { return nil }
            return Panel(
                name: desk.title(of: id), spec: id.role.spec,
                before: (before.lanes[id] ?? .init(), before.mix[id]),
                after: (after.lanes[id] ?? .init(), after.mix[id]),
                heard: track.heard,
                held: track.held, written: desk.passes.flatMap { $0.ranges[id] ?? [] })
        }
        self.init(
            title: title, length: desk.document.mix.length, sampleRate: desk.sampleRate, played: record.rolled,
            panels: panels)
    }
}
