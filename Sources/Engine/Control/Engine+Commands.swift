import Automation
import Memory
import Realtime
import Units

/// Commands at their frames.
///
/// - Thread: audio, except where noted.
extension Engine {
    /// Gives a parameter its lane before anything is rendered, past the queue, which has room for a limited number only.
    ///
    /// - Parameters:
    ///   - parameter: a number that ``index(of:)`` gave.
    ///   - table: the engine's from now on.
    /// - Thread: setup, before the first ``render(left:right:frames:)``.
    public func setUp(_ parameter: Int32, lane table: UnsafeMutablePointer<LaneTable>) {
        precondition(transport.engine == 0, "lanes are set up before the first block")
        precondition((0..<parameters.count).contains(Int(parameter)), "the mix has no parameter \(parameter)")
        parameters.begin(at: transport.frame)
        apply(.lane(parameter: parameter, table: table), offset: 0)
    }

    /// Takes what the control thread sent: timed commands wait, the others act now.
    @_noLocks @_noAllocation
    func receive() {
        while !pending.isFull, let command = arriving.pop() {
            if let frame = command.engineFrame {
                pending.insert(command, at: frame)
            } else {
                parameters.begin(at: transport.frame)
                apply(command, offset: 0)
            }
        }
    }

    /// Applies what is due at the next frame, or was before.
    @_noLocks @_noAllocation
    func applyDue() {
        while pending.nextFrame <= transport.engine {
            parameters.begin(at: transport.frame)
            apply(pending.takeNext(), offset: 0)
        }
    }

    /// Applies what falls inside the block, up to the first that moves the transport.
    ///
    /// - Returns: frames of the block: fewer than asked for when such a command cuts it.
    @_noLocks @_noAllocation
    func applyWithin(_ frames: Int) -> Int {
        while pending.nextFrame < transport.engine &+ Int64(frames) {
            let offset = Int(pending.nextFrame &- transport.engine)
            if pending.nextIsTransport { return offset }
            apply(pending.takeNext(), offset: offset)
        }
        return frames
    }

    @_noLocks @_noAllocation
    private func apply(_ command: EngineCommand, offset: Int) {
        switch command {
        case .ramp(let index, _, let to, let length): move(Int(index), to: to, over: Int64(length), offset)
        case .hold(let index, _), .keep(let index): hold(Int(index), offset)
        case .glide(let index, _, let delay, let length):
            glide(Int(index), after: Int64(delay), over: Int64(length), offset)
        case .follow(let index, _): follow(Int(index), offset)
        case .write(let index, _, let endsAtSeam): write(Int(index), endsAtSeam, offset)
        case .endWriting(let index, _): endWriting(Int(index), offset)
        case .rest(let index, let to), .restUnderHand(let index, _, let to): rest(Int(index), to)
        case .lane(let index, let table): lane(Int(index), table)
        case .play: play()
        case .stop: stop()
        case .locate(_, let to, let slot, let speed): locate(to: to, slot: Int(slot), speed: speed)
        case .reread(let at, let from, let slot, let moves, let start, let end, let speed):
            guard moves == transport.moves else { return }
            transport.loopStart = start
            transport.loopEnd = end
            let wasNormal = transport.map.isNormal
            if speed.isNormal && wasNormal {
                reread(from: from, slot: Int(slot))
            } else {
                change(speed: speed, from: from, late: transport.engine &- at, slot: Int(slot))
            }
        case .loop(let start, let end):
            transport.loopStart = start
            transport.loopEnd = end
        case .end(let frame): transport.end = frame
        }
    }

    @_noLocks @_noAllocation
    private func move(_ index: Int, to position: Float, over length: Int64, _ offset: Int) {
        let frame = begin(index, offset)
        parameters.players[index].move(to: position, over: transport.isRolling ? length : 0, at: frame)
        settle(index, frame)
    }

    @_noLocks @_noAllocation
    private func hold(_ index: Int, _ offset: Int) {
        let frame = begin(index, offset)
        let position = parameters.players[index].ramp.position(at: frame)
        parameters.players[index].move(to: position, over: 0, at: frame)
        settle(index, frame)
    }

    @_noLocks @_noAllocation
    private func glide(_ index: Int, after delay: Int64, over length: Int64, _ offset: Int) {
        guard transport.isRolling, length > 0, !parameters.players[index].isStepped else {
            follow(index, offset)
            return
        }
        let frame = begin(index, offset)
        if delay > 0, parameters.players[index].glide(after: delay, over: length, at: frame) {
            // The hand's line was reported and stays in force until the glide begins by itself.
            return
        }
        let position = parameters.players[index].ramp.position(at: frame)
        parameters.players[index].glide(from: position, over: length, at: frame, transport.map)
        settle(index, frame)
    }

    @_noLocks @_noAllocation
    private func follow(_ index: Int, _ offset: Int) {
        let frame = begin(index, offset)
        parameters.endWriting(index, at: frame, reports: &sink)
        parameters.players[index].followLane(at: frame, transport.map)
        settle(index, frame)
    }

    @_noLocks @_noAllocation
    private func write(_ index: Int, _ endsAtSeam: Bool, _ offset: Int) {
        let frame = begin(index, offset)
        let isForward = transport.map.speed.isForward
        guard transport.isRolling, isForward else {
            sink.push(.writeEnded(parameter: Int32(index), frame: transport.map.session(at: frame)))
            return
        }
        parameters.players[index].isWriting = true
        parameters.players[index].endsAtSeam = endsAtSeam
        parameters.reportLine(index, at: frame, reports: &sink)
    }

    @_noLocks @_noAllocation
    private func endWriting(_ index: Int, _ offset: Int) {
        let frame = begin(index, offset)
        parameters.endWriting(index, at: frame, reports: &sink)
    }

    @_noLocks @_noAllocation
    private func rest(_ index: Int, _ position: Float) {
        parameters.players[index].rest = position
        relane(index)
    }

    @_noLocks @_noAllocation
    private func lane(_ index: Int, _ table: UnsafeMutablePointer<LaneTable>?) {
        parameters.touch(index)
        if let old = parameters.players[index].table { sink.giveBack(old) }
        parameters.players[index].table = table
        relane(index)
    }

    /// Follows a new lane or rest position, unless a hand holds the parameter.
    @_noLocks @_noAllocation
    private func relane(_ index: Int) {
        if case .hand = parameters.players[index].source { return }
        let frame = begin(index, 0)
        let left = parameters.players[index].nextBreak &- frame
        if case .glide = parameters.players[index].source, left > 0 {
            let position = parameters.players[index].ramp.position(at: frame)
            parameters.players[index].glide(from: position, over: left, at: frame, transport.map)
        } else {
            parameters.players[index].followLane(at: frame, transport.map)
        }
        settle(index, frame)
    }

    /// Renders a parameter up to an event.
    ///
    /// - Returns: the event's frame of the play line.
    @_noLocks @_noAllocation
    private func begin(_ index: Int, _ offset: Int) -> Int64 {
        parameters.touch(index)
        if transport.isRolling { parameters.bring(index, to: offset, reports: &sink) }
        return transport.frame &+ Int64(offset)
    }

    /// Reports the line after an event if it is written; in stop, publishes the position.
    @_noLocks @_noAllocation
    private func settle(_ index: Int, _ frame: Int64) {
        if transport.isRolling {
            if parameters.players[index].isWriting { parameters.reportLine(index, at: frame, reports: &sink) }
        } else {
            parameters.publish(index, at: frame)
        }
    }
}
