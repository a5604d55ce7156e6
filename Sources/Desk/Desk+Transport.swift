import AudioFiles
import Automation
import ControlSurfaces
import Engine
import MixModel
import SessionStore
public import Units

extension Desk {
    /// Starts the song at an engine frame; from the end it starts again from the beginning.
    public func play(at frame: FramePosition) {
        guard !transport.isRolling else { return }
        if pendingLocate != nil {
            pendingLocate?.thenPlay = true
            return
        }
        guard transport.end > 0 else {
            say("there is nothing to play: no strip has a sound")
            return
        }
        let here = transport.position(at: frame)
        if here >= transport.end, transport.loop.map({ here >= $0.upperBound }) ?? true {
            locate(to: 0, at: frame, thenPlay: true)
            return
        }
        abandonReread()
        toldDrops = []
        toldClamps = []
        transport.play(at: frame)
        send(.play(at: frame))
        (laps, isLooping) = (Laps(), false)
        tellGates(.roll, at: frame)
        joinHere(at: frame)
    }

    public func stop(at frame: FramePosition) {
        hearHalves(at: frame)
        guard transport.isRolling else { return tellGates(.unprime, at: frame) }
        let waits = pendingReread != nil
        abandonReread()
        send(.stop(at: frame))
        stopped(at: frame)
        if waits { locate(to: transport.position(at: frame), at: frame) }
    }

    /// The desk's own part of a stop, also when the engine stopped by itself.
    func stopped(at frame: FramePosition) {
        carryOutWritesAtStop(at: frame)
        rememberJoin(at: frame)
        transport.stop(at: frame)
        tellGates(.stop, at: frame)
        endMotions(at: frame)
    }

    /// A movement that was a touch is over with the song; a hand that is sensed stays, also for the next start.
    private func endMotions(at frame: FramePosition) {
        for surface in surfaces {
            for control in surface.controls.indices {
                let edges = surface.controls[control].touch.endMotion(at: nanoseconds(frame))
                follow(edges, of: control, on: surface, at: frame)
            }
        }
    }

    /// Values of which half has arrived count before what ends their pass.
    private func hearHalves(at frame: FramePosition) {
        for surface in surfaces {
            for event in surface.decoder.flush(at: nanoseconds(frame)) { handle(event, on: surface, at: frame) }
        }
    }

    /// Goes to a session frame. What plays goes on playing there.
    ///
    /// - Parameter session: clamped to the song.
    public func locate(to session: FramePosition, at frame: FramePosition, thenPlay: Bool = false) {
        hearHalves(at: frame)
        abandonReread()
        let target = min(max(0, session), transport.end)
        let next = 1 - slot
        disk.prepare(slot: Int(next), position: target, loop: transport.loop)
        pendingLocate = PendingLocate(
            slot: next, session: target, thenPlay: thenPlay || pendingLocate?.thenPlay == true,
            since: pendingLocate?.since ?? frame, isTold: pendingLocate?.isTold ?? false)
        finishLocate(at: frame)
    }

    /// Carries out a waiting locate as soon as its first samples are there. Off line they are read here: the locate then
    /// acts at its own frame.
    func finishLocate(at frame: FramePosition) {
        guard let pending = pendingLocate else { return }
        guard disk.waitUntilReady(slot: Int(pending.slot), timeout: 0) else {
            if !pending.isTold, frame - pending.since >= 5 * Int64(sampleRate) {
                pendingLocate?.isTold = true
                say(
                    "the disk has not answered for 5 s: the song stays where it is until there is sound at the new place"
                )
            }
            return
        }
        pendingLocate = nil
        slot = pending.slot
        publishWritten(upTo: transport.position(at: frame))
        // Behind the last frame there is nothing to play.
        if transport.isRolling, pending.session >= transport.end { stop(at: frame) }
        send(.locate(at: frame, to: pending.session, slot: slot))
        locates += 1
        transport.locate(at: frame, to: pending.session)
        if transport.isRolling {
            tellGates(.locate, at: frame)
            joinHere(at: frame)
        } else if pending.thenPlay {
            play(at: frame)
        }
    }

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

extension Desk {
    /// Plays the song once from where it is, without the loop: for a bounce.
    ///
    /// - Parameters:
    ///   - start: session frame from which it plays; `nil`: where it is.
    ///   - end: session frame until which it plays on, beyond the song's end for what still sounds; `nil` or less: to the song's
    ///     end. What is in the look-ahead then is played out.
    public func playThrough(
        at frame: FramePosition, from start: FramePosition? = nil, until end: FramePosition? = nil
    ) {
        let here = start ?? transport.position(at: frame)
        transport.end = max(end ?? 0, document.mix.length) + Int64(engine.latency)
        send(.end(frame: transport.end))
        let hasLoop = transport.loop != nil
        if hasLoop {
            transport.loop = nil
            send(.loop(start: 0, end: 0))
        }
        if hasLoop || here != transport.position(at: frame) || start != nil && frame > 0 {
            locate(to: here, at: frame)
        }
        play(at: frame)
    }
}
