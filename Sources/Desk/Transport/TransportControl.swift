import Units

/// Play, stop, locate: where the song is, and where it goes next.
///
/// It knows neither automation nor devices, neither engine nor disk. It is told what is wanted, asks whether sound has been read, and says
/// by an ``Order`` what is to be done. While an order is carried out its state is that of the moment, so it may be asked.
///
/// - Thread: one, the desk's.
// Large: what is wished, what of it was ordered, and what is there.
final class TransportControl {
    /// What is to be done, at engine frames; positions are session frames.
    enum Order: Equatable {
        /// Read into a slot of the rings, from a position on.
        case read(slot: Int32, from: FramePosition, loop: Range<FramePosition>?, speed: PlaySpeed = .normal)
        case play(at: FramePosition)
        case stop(at: FramePosition)
        case locate(at: FramePosition, to: FramePosition, slot: Int32)
        case loop(Range<FramePosition>?)
        case end(FramePosition)
        /// Other rings take over, which were read for another loop or at another speed.
        case reread(Reread)
        /// Values of which half has arrived count before what comes.
        case hearHalves(at: FramePosition)
        /// What was written up to a position has to be heard where the song goes.
        case publishWritten(upTo: FramePosition)
        /// The song has begun to roll.
        case began(at: FramePosition)
        /// The engine has stopped without a command.
        case endedByItself
        /// The song still rolls, and stops here.
        case stopping(at: FramePosition)
        case stopped(at: FramePosition)
        /// The song rolls on elsewhere.
        case moved(at: FramePosition)
        /// The song rolls on at another speed; `turned`: in the other direction.
        case sped(at: FramePosition, turned: Bool)
        /// Stop was pressed, and nothing rolled.
        case stoppedAgain(at: FramePosition)
        case say(String)
    }

    /// A locate that waits for its first samples.
    struct Locate: Equatable {
        var slot: Int32
        var session: FramePosition
        var thenPlay: Bool
        /// Engine frame at which it was asked for first.
        var since: FramePosition
        /// The user knows that it waits.
        var isTold = false
    }

    /// Another loop, or another speed, that waits for its samples.
    struct Reread: Equatable {
        var loop: Range<FramePosition>?
        var speed = PlaySpeed.normal
        var slot: Int32
        /// Engine frame at which the rings take over, and the session frame there, their first.
        var frame: FramePosition
        var session: FramePosition
        var isSent = false
    }

    /// How far ahead new rings are read while playing live, in ms; twice as far where that did not suffice.
    static let lead: Int64 = 100
    /// Seconds after which a locate that waits is said.
    static let patience: Int64 = 5

    var model: TransportModel
    /// Frames a second.
    let sampleRate: Int64
    var slot: Int32 = 0
    var awaited: Locate?
    var reread: Reread?
    /// A speed that waits until other rings have taken over.
    var wishedSpeed: PlaySpeed?
    /// How often the engine was sent elsewhere; it forgets all sound then.
    private(set) var locates = 0
    /// Whether the song was played forward when it stopped last: only then it could be written.
    private(set) var stoppedForward = true
    /// Whether the transport rolls, as far as the engine has reported.
    var hasRolled = false
    /// The loop that was set last, for switching it on again.
    var lastLoop: Range<FramePosition>?
    /// The punch range that was set last, for switching it on again.
    var lastPunch: Range<FramePosition>?
    /// Whether the first samples of a slot have been read.
    let isRead: (Int32) -> Bool
    /// Carries out an order before it returns.
    var order: (Order) -> Void = { _ in }

    /// - Parameters:
    ///   - end: session frame at which the song stops by itself.
    ///   - sampleRate: frames a second.
    ///   - isRead: whether the first samples of a slot have been read; off line they are read there and then.
    init(
        end: FramePosition, loop: Range<FramePosition>?, sampleRate: Int, isRead: @escaping (Int32) -> Bool
    ) {
        model = TransportModel(end: end)
        model.loop = loop
        self.sampleRate = Int64(sampleRate)
        self.isRead = isRead
    }

    /// Starts the song; from the end it starts again from the beginning, and backwards from the beginning again from the end.
    func play(at frame: FramePosition) {
        guard !model.isRolling else { return }
        if awaited != nil {
            awaited?.thenPlay = true
            return
        }
        guard model.end > 0 else { return order(.say("there is nothing to play: no strip has a sound")) }
        if isOver(model.position(at: frame)) {
            locate(to: model.speed.isForward ? 0 : model.end, at: frame, thenPlay: true)
            return
        }
        abandonReread()
        model.play(at: frame)
        order(.play(at: frame))
        order(.began(at: frame))
    }

    func stop(at frame: FramePosition) {
        order(.hearHalves(at: frame))
        guard model.isRolling else { return order(.stoppedAgain(at: frame)) }
        let waits = reread != nil
        abandonReread()
        order(.stop(at: frame))
        stopped(at: frame)
        if waits { locate(to: model.position(at: frame), at: frame) }
    }

    /// The engine has reported a stop: its own, at the song's end, or the answer to one after which play was pressed again.
    func engineStopped(at frame: FramePosition) {
        guard model.isRolling, model.rollingSince < frame else { return }
        order(.endedByItself)
        stopped(at: frame)
    }

    private func stopped(at frame: FramePosition) {
        order(.stopping(at: frame))
        stoppedForward = model.speed.isForward
        model.stop(at: frame)
        order(.stopped(at: frame))
    }

    /// Goes to a session frame. What plays goes on playing there.
    ///
    /// - Parameter session: clamped to the song.
    func locate(to session: FramePosition, at frame: FramePosition, thenPlay: Bool = false) {
        order(.hearHalves(at: frame))
        abandonReread()
        let target = min(max(0, session), model.end)
        let next = 1 - slot
        order(.read(slot: next, from: target, loop: model.loop, speed: model.speed))
        awaited = Locate(
            slot: next, session: target, thenPlay: thenPlay || awaited?.thenPlay == true,
            since: awaited?.since ?? frame, isTold: awaited?.isTold ?? false)
        finishLocate(at: frame)
    }

    /// Carries out a waiting locate as soon as its first samples are there. Off line the locate acts at its own frame.
    func finishLocate(at frame: FramePosition) {
        guard let pending = awaited else { return }
        guard isRead(pending.slot) else { return tellWaiting(pending, at: frame) }
        awaited = nil
        slot = pending.slot
        order(.publishWritten(upTo: model.position(at: frame)))
        // Behind the last frame there is nothing to play.
        if model.isRolling, pending.session >= model.end && model.speed.isForward || isOver(pending.session) {
            stop(at: frame)
        }
        order(.locate(at: frame, to: pending.session, slot: slot))
        locates += 1
        model.locate(at: frame, to: pending.session)
        if model.isRolling {
            order(.moved(at: frame))
        } else if pending.thenPlay {
            play(at: frame)
        }
    }

    private func tellWaiting(_ pending: Locate, at frame: FramePosition) {
        guard !pending.isTold, frame - pending.since >= TransportControl.patience * sampleRate else { return }
        awaited?.isTold = true
        order(
            .say(
                "the disk has not answered for 5 s: the song stays where it is until there is sound at the new place")
        )
    }

    /// Plays the song once from where it is, without the loop and at normal speed.
    ///
    /// - Parameters:
    ///   - start: session frame from which it plays; `nil`: where it is.
    ///   - end: session frame at which it stops.
    func playThrough(at frame: FramePosition, from start: FramePosition?, until end: FramePosition) {
        let here = start ?? model.position(at: frame)
        model.end = end
        order(.end(end))
        abandonReread()
        let isOther = !model.speed.isNormal
        model.speed = .normal
        let hasLoop = model.loop != nil
        if hasLoop {
            model.loop = nil
            order(.loop(nil))
        }
        if hasLoop || isOther || here != model.position(at: frame) || start != nil && frame > 0 {
            locate(to: here, at: frame)
        }
        play(at: frame)
    }
}
