import ControlSurfaces
import SessionStore
import Units

/// What happens to devices by itself, and when.
extension SurfaceSession {
    /// The engine frame of the next time-out after `now`; `nil`: there is none.
    func nextDeadline(after now: FramePosition) -> FramePosition? {
        surfaces.lazy.compactMap(\.nextDeadline).filter { $0 > now }.min()
    }

    /// Time-outs that have come by `frame`.
    func expire(upTo frame: FramePosition) { for surface in surfaces { expire(surface, upTo: frame) } }

    /// The end of a turn: hooks, and what devices are shown.
    ///
    /// - Parameter tick: frames between two times at which feedback is worked out.
    func finishTurn(at frame: FramePosition, tick: FramePosition) {
        checkRows(at: frame)
        followEvents(at: frame)
        for surface in surfaces {
            if frame / tick != surface.output.shownAt / tick {
                show(on: surface, at: frame)
            } else {
                sendWaiting(to: surface, at: frame)
            }
            updateDeadline(of: surface)
        }
    }

    /// A movement that was a touch is over with the song; a hand that is sensed stays, also for the next start.
    func endMotions(at frame: FramePosition) {
        for surface in surfaces {
            for control in surface.controls.indices {
                let edges = surface.controls[control].touch.endMotion(at: clock.nanoseconds(frame))
                follow(edges, of: control, on: surface, at: frame)
            }
        }
    }

    /// Values of which half has arrived count before what ends their pass.
    func hearHalves(at frame: FramePosition) {
        for surface in surfaces {
            for event in surface.input.decoder.flush(at: clock.nanoseconds(frame)) {
                handle(event, on: surface, at: frame)
            }
        }
    }

    /// The session may have another time-out now.
    func adoptTimeOuts() { surfaces.forEach(adoptTimeOut) }

    /// Controls whose mapping names no time-out of a movement have the session's.
    func adoptTimeOut(on surface: Surface) {
        let timeOut = Int64(session.document.settings.motionTimeoutMilliseconds) * 1_000_000
        for control in surface.controls.indices { surface.controls[control].touch.timeOut = timeOut }
    }

    /// Time-outs of one device: touches by motion, holds, repetitions, halves of 14-bit pairs.
    private func expire(_ surface: Surface, upTo frame: FramePosition) {
        let time = clock.nanoseconds(frame)
        ask(surface, at: frame)
        missPulse(of: surface, at: frame)
        for event in surface.input.decoder.expire(at: time) {
            handle(event, on: surface, at: clock.firstFrame(nanoseconds: event.time))
        }
        if surface.input.flood.deadline.map({ $0 <= time }) == true {
            let (events, change) = surface.input.flood.expire(at: time)
            for event in events { handle(event, on: surface, at: clock.firstFrame(nanoseconds: event.time)) }
            tell(change, of: surface, at: time)
        }
        for control in surface.controls.indices {
            let edges = surface.controls[control].touch.expire(at: time)
            if !edges.isEmpty { follow(edges, of: control, on: surface, at: frame) }
            // A key that was left held does nothing any more where the song is only listened to.
            if !around.isOnlyListening(), surface.controls[control].gestures.deadline.map({ $0 <= time }) == true {
                act(on: surface.controls[control].gestures.expire(at: time), of: control, on: surface)
            }
        }
    }

    /// After events of a few controls the others' time-outs are as they were. It may be too early, never too late.
    func updateDeadline(of surface: Surface, after events: [ControlEvent]) {
        guard let due = timeOut(of: surface, events.lazy.map(\.control)) else { return }
        surface.nextDeadline = min(surface.nextDeadline ?? .max, due)
    }

    /// When the surface has to be looked at again, whatever else happens.
    func updateDeadline(of surface: Surface) {
        let due = timeOut(of: surface, surface.controls.indices) ?? .max
        let earliest = min(due, surface.output.asking?.next ?? .max)
        surface.nextDeadline = earliest == .max ? nil : earliest
    }

    /// The next time-out of a device with only some of its controls; `nil`: there is none.
    private func timeOut(of surface: Surface, _ controls: some Sequence<Int>) -> FramePosition? {
        var earliest = min(
            surface.input.decoder.deadline ?? .max, surface.output.scheduler.deadline ?? .max,
            surface.input.flood.deadline ?? .max)
        for control in controls {
            earliest = min(
                earliest, surface.controls[control].touch.deadline ?? .max,
                surface.controls[control].gestures.deadline ?? .max)
        }
        return earliest == .max ? nil : clock.firstFrame(nanoseconds: earliest)
    }
}
