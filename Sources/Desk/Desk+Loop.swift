import AudioFiles
import Engine
import MixModel
import SessionStore
public import Units

/// Another loop while the song plays: the samples that are on their way were read in the old loop's order, so new ones are read
/// first, and take over at a frame that is known beforehand. Nothing else changes: no pass ends, no filter begins anew.
extension Desk {
    struct PendingReread {
        var loop: Range<FramePosition>?
        var slot: Int32
        /// Engine frame at which the rings take over, and the session frame there, their first.
        var frame: FramePosition
        var session: FramePosition
        var isSent = false
    }

    /// How far ahead new rings are read while playing live, in ms; twice as far where that did not suffice.
    private static let lead = 100

    /// Sets or clears the loop. While playing, the song goes on from where it is.
    public func setLoop(_ loop: Range<FramePosition>?, at frame: FramePosition) {
        let range = loop.map { $0.clamped(to: 0..<max(1, transport.end)) }
        guard range != wantedLoop else { return }
        guard range.map({ $0.count >= tickFrames }) ?? true else {
            say("a loop is 10 ms or longer")
            return
        }
        edit(range == nil ? "Loop off" : "Loop on") { $0.settings.loop = range }
        adoptLoop(range, at: frame)
    }

    /// The loop that rules, or is about to.
    var wantedLoop: Range<FramePosition>? { pendingReread.map(\.loop) ?? transport.loop }

    /// Makes the engine and the disk follow another loop than before.
    func adoptLoop(_ range: Range<FramePosition>?, at frame: FramePosition) {
        lastLoop = range ?? wantedLoop
        if let pending = pendingReread, pending.isSent, pending.frame <= frame { finishReread(at: pending.frame) }
        guard transport.isRolling, pendingLocate == nil, pendingReread?.isSent != true else {
            return rereadByLocating(range, at: frame)
        }
        prepareReread(range, from: frame)
        guard let pending = pendingReread, disk.waitUntilReady(slot: Int(pending.slot), timeout: 0) else {
            // Live: far enough ahead that the disk is there first.
            return prepareReread(range, from: frame + frames(milliseconds: Desk.lead))
        }
        sendReread()
        finishReread(at: frame)
    }

    /// Looks whether the disk has been quick enough.
    func advanceReread(to frame: FramePosition) {
        guard let pending = pendingReread, !pending.isSent else { return }
        if frame + frames(milliseconds: 10) >= pending.frame {
            prepareReread(pending.loop, from: frame + frames(milliseconds: 2 * Desk.lead))
        } else if disk.waitUntilReady(slot: Int(pending.slot), timeout: 0) {
            sendReread()
        }
    }

    private func prepareReread(_ range: Range<FramePosition>?, from frame: FramePosition) {
        let session = transport.position(at: frame)
        let next = 1 - slot
        disk.prepare(slot: Int(next), position: session, loop: range)
        pendingReread = PendingReread(loop: range, slot: next, frame: frame, session: session)
    }

    private func sendReread() {
        guard let pending = pendingReread else { return }
        send(
            .reread(
                at: pending.frame, from: pending.session, slot: pending.slot, moves: outbox.transportMoves,
                loopStart: pending.loop?.lowerBound ?? 0, loopEnd: pending.loop?.upperBound ?? 0))
        pendingReread?.isSent = true
    }

    /// From this engine frame on the new loop rules.
    func finishReread(at frame: FramePosition) {
        guard let pending = pendingReread else { return }
        pendingReread = nil
        slot = pending.slot
        transport.stopLooping(at: frame)
        transport.loop = pending.loop
    }

    /// The transport is moved before the new rings took over: what moves it takes the new loop along.
    func abandonReread() {
        guard let pending = pendingReread else { return }
        pendingReread = nil
        transport.loop = pending.loop
        send(.loop(start: pending.loop?.lowerBound ?? 0, end: pending.loop?.upperBound ?? 0))
    }

    /// Where the song stands, or goes elsewhere in a moment anyway.
    private func rereadByLocating(_ range: Range<FramePosition>?, at frame: FramePosition) {
        let target = pendingLocate?.session ?? transport.position(at: frame)
        transport.stopLooping(at: frame)
        pendingReread = nil
        transport.loop = range
        send(.loop(start: range?.lowerBound ?? 0, end: range?.upperBound ?? 0))
        locate(to: target, at: frame)
    }
}
