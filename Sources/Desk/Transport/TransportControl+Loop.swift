import Units

/// Another loop while the song plays: the samples that are on their way were read in the old loop's order, so new ones are read
/// first, and take over at a frame that is known beforehand. Nothing else changes: no pass ends, no filter begins anew.
extension TransportControl {
    /// The loop that rules, or is about to.
    var wantedLoop: Range<FramePosition>? { reread.map(\.loop) ?? model.loop }

    /// Follows another loop than before.
    func adoptLoop(_ range: Range<FramePosition>?, at frame: FramePosition) {
        lastLoop = range ?? wantedLoop
        adopt(range, wantedSpeed, at: frame)
    }

    /// Goes on in a loop, and at a speed.
    func adopt(_ range: Range<FramePosition>?, _ speed: PlaySpeed, at frame: FramePosition) {
        if let pending = reread, pending.isSent, pending.frame <= frame { finishReread(at: pending.frame) }
        guard model.isRolling, awaited == nil, reread?.isSent != true else {
            return rereadByLocating(range, speed, at: frame)
        }
        prepareReread(range, speed, from: frame)
        guard let pending = reread, isRead(pending.slot) else {
            // Live: far enough ahead that the disk is there first.
            return prepareReread(range, speed, from: frame + frames(milliseconds: TransportControl.lead))
        }
        sendReread()
        finishReread(at: frame)
    }

    /// Whether no samples are on their way to take over from others.
    var isSettled: Bool { reread == nil && awaited == nil && wishedSpeed == nil }

    /// Goes on as it was with samples that are read anew, since a file is another one. Only while ``isSettled``.
    func refresh(at frame: FramePosition) { adopt(model.loop, model.speed, at: frame) }

    /// Looks whether the disk has been quick enough.
    func advanceReread(to frame: FramePosition) {
        takeWishedSpeed(at: frame)
        guard let pending = reread, !pending.isSent else { return }
        if frame + frames(milliseconds: 10) >= pending.frame {
            prepareReread(
                pending.loop, pending.speed, from: frame + frames(milliseconds: 2 * TransportControl.lead))
        } else if isRead(pending.slot) {
            sendReread()
        }
    }

    private func prepareReread(_ range: Range<FramePosition>?, _ speed: PlaySpeed, from frame: FramePosition) {
        let session = model.position(at: frame)
        let next = 1 - slot
        order(.read(slot: next, from: session, loop: range, speed: speed))
        reread = Reread(loop: range, speed: speed, slot: next, frame: frame, session: session)
    }

    private func sendReread() {
        guard let pending = reread else { return }
        order(.reread(pending))
        reread?.isSent = true
    }

    /// From this engine frame on the new loop and the new speed rule.
    func finishReread(at frame: FramePosition) {
        guard let pending = reread else { return }
        reread = nil
        slot = pending.slot
        let before = model.speed
        let turns = before.isForward != pending.speed.isForward
        if turns, before.isForward { order(.publishWritten(upTo: model.position(at: frame))) }
        model.locate(at: frame, to: pending.session)
        model.loop = pending.loop
        model.speed = pending.speed
        if before != pending.speed { order(.sped(at: frame, turned: turns)) }
    }

    /// The transport is moved before the new rings took over: what moves it takes the new loop along.
    func abandonReread() {
        guard let pending = reread else { return }
        reread = nil
        model.loop = pending.loop
        model.speed = wishedSpeed ?? pending.speed
        wishedSpeed = nil
        order(.loop(pending.loop))
    }

    /// Where the song stands, or goes elsewhere in a moment anyway.
    private func rereadByLocating(_ range: Range<FramePosition>?, _ speed: PlaySpeed, at frame: FramePosition) {
        let target = awaited?.session ?? model.position(at: frame)
        model.stopLooping(at: frame)
        (reread, wishedSpeed) = (nil, nil)
        model.loop = range
        model.speed = speed
        order(.loop(range))
        locate(to: target, at: frame)
    }

    private func frames(milliseconds: Int64) -> FramePosition { milliseconds * sampleRate / 1000 }
}
