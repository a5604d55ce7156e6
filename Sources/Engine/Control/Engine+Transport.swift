import Memory
import Units

/// Starts, stops and jumps, all between two frames.
///
/// - Thread: audio.
extension Engine {
    @_noLocks @_noAllocation
    func play() {
        guard !transport.isRolling else { return }
        transport.isRolling = true
        transport.moves &+= 1
        parameters.wake()
        report(.played, from: transport.session)
    }

    @_noLocks @_noAllocation
    func stop() {
        guard transport.isRolling else { return }
        transport.isRolling = false
        transport.moves &+= 1
        endAllWriting(at: transport.frame)
        for place in 0..<parameters.touchedCount {
            let index = Int(parameters.touched[place])
            parameters.players[index].stop(at: transport.frame, transport.map)
            parameters.publish(index, at: transport.frame)
        }
        report(.stopped, from: transport.session)
    }

    /// Stops at the song's end; backwards at its start.
    @_noLocks @_noAllocation
    func end() {
        if !transport.map.isNormal {
            // At any other speed the last step may lead beyond.
            let session = transport.map.speed.isForward ? transport.end : 0
            let map = PlayMap(from: session &* PlaySpeed.unit, speed: transport.map.speed, at: transport.frame)
            transport.take(map)
            parameters.map = map
        }
        stop()
    }

    @_noLocks @_noAllocation
    func locate(to session: Int64, slot: Int, speed: PlaySpeed) {
        let old = (session: transport.session, frame: transport.frame)
        if transport.isRolling { endAllWriting(at: old.frame) }
        transport.slot = slot
        transport.moves &+= 1
        mixer.reset()
        jump(to: session &* PlaySpeed.unit, speed: speed)
        report(.located, from: old.session)
    }

    /// Goes on at another place of the song, and perhaps at another speed: players take their lanes' lines anew.
    @_noLocks @_noAllocation
    private func jump(to parts: Int64, speed: PlaySpeed) {
        let old = transport.frame
        transport.go(to: parts, speed: speed)
        parameters.map = transport.map
        for place in 0..<parameters.touchedCount {
            let index = Int(parameters.touched[place])
            parameters.players[index].jump(from: old, to: transport.frame, transport.map)
            if !transport.isRolling {
                parameters.publish(index, at: transport.frame)
            } else if parameters.players[index].isWriting {
                parameters.reportLine(index, at: transport.frame, reports: &sink)
            }
        }
        parameters.begin(at: transport.frame)
        parameters.wake()
    }

    /// Goes on with another loop, and with rings that were filled in its order: at this frame the sound goes on unchanged.
    @_noLocks @_noAllocation
    func reread(from first: Int64, slot: Int) {
        transport.slot = slot
        let late = transport.session &- first
        mixer.reread(slot: slot, skipping: late > 0 ? late : 0)
    }

    /// Goes on at another speed, or in another loop at a speed other than 1, with rings that were filled for it: no state of the sound
    /// is reset. Turning backwards ends writing.
    ///
    /// - Parameters:
    ///   - first: session frame that the rings begin with.
    ///   - late: frames by which the command was late.
    @_noLocks @_noAllocation
    func change(speed: PlaySpeed, from first: Int64, late: Int64, slot: Int) {
        let old = (session: transport.session, wasForward: transport.map.speed.isForward)
        let path = PlayPath(
            origin: first &* PlaySpeed.unit, speed: speed, loopStart: transport.loopStart, loopEnd: transport.loopEnd)
        transport.slot = slot
        mixer.reread(slot: slot, skipping: late > 0 ? late : 0)
        takeBreaks()
        if !speed.isForward { endAllWriting(at: transport.frame) }
        jump(to: path.parts(after: late > 0 ? late : 0), speed: speed)
        if old.wasForward && !speed.isForward { report(.located, from: old.session) }
    }

    /// Lines that end at this very frame do so before anything else changes.
    @_noLocks @_noAllocation
    private func takeBreaks() {
        for place in 0..<parameters.touchedCount {
            let index = Int(parameters.touched[place])
            while parameters.players[index].nextBreak <= transport.frame {
                parameters.takeBreak(index, reports: &sink)
            }
        }
    }

    /// Goes from the loop's end to its start; backwards the other way.
    @_noLocks @_noAllocation
    func wrap() {
        let end = transport.frame
        let here = transport.map.parts(at: end)
        // The frames before were inside the loop: so the path that wraps this place begins at the loop's start.
        let inside = transport.path(from: transport.loopStart &* PlaySpeed.unit)
        let from = transport.map.speed.isForward ? transport.loopEnd : transport.loopStart
        let speed = transport.map.speed
        // Writing ends and begins at the seam itself, even where a speed above 1 steps over it.
        if !speed.isNormal { parameters.map = PlayMap(from: from &* PlaySpeed.unit, speed: speed, at: end) }
        for place in 0..<parameters.touchedCount {
            let index = Int(parameters.touched[place])
            // A glide that is over here leaves its lane to begin at the start.
            let player = parameters.players[index]
            let isOver = player.isGliding && player.nextBreak <= end
            guard player.isWriting, isOver || player.endsAtSeam else { continue }
            parameters.endWriting(index, at: end, reports: &sink)
            parameters.players[index].source = .lane
        }
        transport.go(to: inside.wrapped(here), speed: speed)
        let start = transport.frame
        report(.wrapped, from: from)
        parameters.map =
            speed.isNormal
            ? transport.map : PlayMap(from: transport.loopStart &* PlaySpeed.unit, speed: speed, at: start)
        for place in 0..<parameters.touchedCount {
            let index = Int(parameters.touched[place])
            parameters.players[index].jump(from: end, to: start, transport.map)
            if parameters.players[index].isWriting { parameters.reportLine(index, at: start, reports: &sink) }
        }
        parameters.map = transport.map
        parameters.wake()
    }

    @_noLocks @_noAllocation
    private func endAllWriting(at frame: Int64) {
        for place in 0..<parameters.touchedCount {
            parameters.endWriting(Int(parameters.touched[place]), at: frame, reports: &sink)
        }
    }

    @_noLocks @_noAllocation
    private func report(_ event: EngineReport.Transport, from frame: Int64) {
        sink.push(.transport(event, engine: transport.engine, from: frame, to: transport.session))
    }
}
