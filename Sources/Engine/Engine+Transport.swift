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
        endAllWriting(at: transport.session)
        for place in 0..<parameters.touchedCount {
            let index = Int(parameters.touched[place])
            parameters.players[index].stop(at: transport.session)
            parameters.publish(index, at: transport.session)
        }
        report(.stopped, from: transport.session)
    }

    @_noLocks @_noAllocation
    func locate(to frame: Int64, slot: Int) {
        let old = transport.session
        if transport.isRolling { endAllWriting(at: old) }
        transport.session = frame
        transport.slot = slot
        transport.moves &+= 1
        mixer.reset()
        for place in 0..<parameters.touchedCount {
            let index = Int(parameters.touched[place])
            parameters.players[index].jump(from: old, to: frame)
            if !transport.isRolling { parameters.publish(index, at: frame) }
        }
        parameters.begin(at: frame)
        parameters.wake()
        report(.located, from: old)
    }

    /// Goes on with another loop, and with rings that were filled in its order: nothing of the sound changes here.
    @_noLocks @_noAllocation
    func reread(from first: Int64, slot: Int, moves: Int32, loopStart: Int64, loopEnd: Int64) {
        guard moves == transport.moves else { return }
        transport.loopStart = loopStart
        transport.loopEnd = loopEnd
        transport.slot = slot
        let late = transport.session &- first
        mixer.reread(slot: slot, skipping: late > 0 ? late : 0)
    }

    /// Goes from the loop's end to its start.
    @_noLocks @_noAllocation
    func wrap() {
        let end = transport.session
        let start = transport.loopStart
        for place in 0..<parameters.touchedCount {
            let index = Int(parameters.touched[place])
            // A glide that is over here leaves its lane to begin at the start.
            let player = parameters.players[index]
            let isOver = player.isGliding && player.nextBreak <= end
            guard player.isWriting, isOver || player.endsAtSeam else { continue }
            parameters.endWriting(index, at: end, reports: &sink)
            parameters.players[index].source = .lane
        }
        transport.session = start
        report(.wrapped, from: end)
        for place in 0..<parameters.touchedCount {
            let index = Int(parameters.touched[place])
            parameters.players[index].jump(from: end, to: start)
            if parameters.players[index].isWriting { parameters.reportLine(index, at: start, reports: &sink) }
        }
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
