import AudioFiles
import Automation
import ControlSurfaces
import Engine
import Mapping
import MixModel
import SessionStore
public import Units

/// What the transport's orders mean for the engine, the disk, the gates and the devices.
extension Desk {
    /// The transport as it is now.
    public var transport: TransportModel { control.model }
    /// How often the engine was sent elsewhere; it forgets all sound then.
    public var locates: Int { control.locates }

    /// Starts the song at an engine frame; from the end it starts again from the beginning.
    public func play(at frame: FramePosition) { control.play(at: frame) }

    public func stop(at frame: FramePosition) { control.stop(at: frame) }

    /// Goes to a session frame. What plays goes on playing there.
    ///
    /// - Parameter session: clamped to the song.
    public func locate(to session: FramePosition, at frame: FramePosition) { control.locate(to: session, at: frame) }

    /// Plays the song once from where it is, without the loop: for a bounce.
    ///
    /// - Parameters:
    ///   - start: session frame from which it plays; `nil`: where it is.
    ///   - end: session frame until which it plays on, beyond the song's end for what still sounds; `nil` or less: to the song's
    ///     end. What is in the look-ahead then is played out.
    public func playThrough(
        at frame: FramePosition, from start: FramePosition? = nil, until end: FramePosition? = nil
    ) {
        control.playThrough(
            at: frame, from: start, until: max(end ?? 0, document.mix.length) + Int64(engine.latency))
    }

    func carryOut(_ order: TransportControl.Order) {
        switch order {
        case .read(let slot, let position, let loop, let speed):
            disk.prepare(slot: Int(slot), position: position, loop: loop, speed: speed)
        case .play(let frame): send(.play(at: frame))
        case .stop(let frame): send(.stop(at: frame))
        case .locate(let frame, let position, let slot):
            send(.locate(at: frame, to: position, slot: slot, speed: transport.speed))
        case .loop(let loop): send(.loop(start: loop?.lowerBound ?? 0, end: loop?.upperBound ?? 0))
        case .end(let frame): send(.end(frame: frame))
        case .reread(let other):
            send(
                .reread(
                    at: other.frame, from: other.session, slot: other.slot, moves: outbox.transportMoves,
                    loopStart: other.loop?.lowerBound ?? 0, loopEnd: other.loop?.upperBound ?? 0, speed: other.speed))
        case .hearHalves(let frame): surfaceSession.hearHalves(at: frame)
        case .publishWritten(let position): publishWritten(upTo: position)
        case .began(let frame): began(at: frame)
        case .endedByItself: outbox.noteOwnStop()
        case .stopping(let frame):
            carryOutWritesAtStop(at: frame)
            automation.rememberJoin(at: frame)
        case .stopped(let frame):
            automation.tellGates(.stop, at: frame)
            surfaceSession.endMotions(at: frame)
        case .moved(let frame):
            // Write that has written is left here; write that still waits for its punch range may find itself in it.
            let hasWritten = recorder.hasWritten(before: frame)
            automation.goElsewhere(.locate, leavesWrite: hasWritten, at: frame)
            if !hasWritten { automation.writeWhereArmed(at: frame) }
            automation.joinHere(at: frame)
        case .sped(let frame, let turned): automation.goOn(turned: turned, at: frame)
        case .stoppedAgain(let frame): automation.tellGates(.unprime, at: frame)
        case .say(let words): say(words)
        }
    }

    private func began(at frame: FramePosition) {
        automation.told.newRoll()
        recorder.laps = Laps()
        automation.tellGates(.roll, at: frame)
        automation.joinHere(at: frame)
    }

    // MARK: Loop

    /// Sets or clears the loop. While playing, the song goes on from where it is.
    public func setLoop(_ loop: Range<FramePosition>?, at frame: FramePosition) {
        let range = loop.map { $0.clamped(to: 0..<max(1, transport.end)) }
        guard range != control.wantedLoop else { return }
        guard range.map({ $0.count >= tickFrames }) ?? true else {
            say("a loop is 10 ms or longer")
            return
        }
        edit(range == nil ? "Loop off" : "Loop on") { $0.settings.loop = range }
        control.adoptLoop(range, at: frame)
    }

    func switchLoop(_ switching: Switching, at frame: FramePosition) -> String? {
        let turnsOn = switching == .on || (switching == .toggle && control.wantedLoop == nil)
        guard turnsOn else {
            setLoop(nil, at: frame)
            return nil
        }
        guard let range = control.wantedLoop ?? control.lastLoop else {
            return "there is no loop yet: set its start and its end first"
        }
        setLoop(range, at: frame)
        return nil
    }

    func loopEdge(start: FramePosition? = nil, end: FramePosition? = nil, at frame: FramePosition) {
        let present = control.wantedLoop ?? control.lastLoop ?? 0..<max(1, transport.end)
        let low = start ?? present.lowerBound
        let high = end ?? present.upperBound
        let range = low < high ? low..<high : (start != nil ? low..<max(low + 1, transport.end) : 0..<max(1, high))
        if control.wantedLoop == nil { control.lastLoop = range } else { setLoop(range, at: frame) }
    }
}

/// Places in the song.
extension Desk {
    /// The next marker after, or the last before, a session frame; the song's ends count as markers.
    func marker(after here: FramePosition) -> FramePosition {
        document.mix.markers.map(\.position).filter { $0 > here }.min() ?? transport.end
    }

    func marker(before here: FramePosition) -> FramePosition {
        // Half a second of grace, so that two presses go back by two markers.
        let before = here - Int64(sampleRate) / 2
        return document.mix.markers.map(\.position).filter { $0 < before }.max() ?? 0
    }

    func addMarker(at frame: FramePosition) {
        let position = transport.position(at: frame)
        let name = "Marker \(document.mix.markers.count + 1)"
        edit("Add \(name)") {
            $0.mix.markers.append(Marker(name: name, position: position))
            $0.mix.markers.sort { $0.position < $1.position }
        }
    }
}
