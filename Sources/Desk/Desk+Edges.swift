import Automation
import SessionStore
import Units

/// What the time line itself makes happen while the song rolls: seams, punch points, the change to another loop. All by the
/// desk's own reckoning, in their order and at their own frames.
extension Desk {
    private enum Edge: Int, Comparable {
        /// The song goes back to the loop's start. Before everything else at its frame, as in the engine.
        case seam
        /// The rings of another loop take over.
        case reread
        /// What was written has to be a lane by the seam.
        case beforeSeam
        case punchIn
        /// A parameter's glide begins that ends with the punch range.
        case punchOut
        /// Where latch stopped writing.
        case join

        static func < (a: Edge, b: Edge) -> Bool { a.rawValue < b.rawValue }
    }

    /// Passes through all edges up to an engine frame.
    func passEdges(upTo frame: FramePosition) {
        while let (next, edge) = nextEdge(), next <= frame {
            expire(upTo: next - 1)
            // Before the moment is there: at other speeds the song may be behind the place then.
            let leaving = edge == .punchOut ? activeGates.sorted().filter { punchOut(of: $0) == next } : []
            now = next
            switch edge {
            case .seam: tellGates(.wrap, at: next)
            case .reread: control.finishReread(at: next)
            case .beforeSeam: publishWritten(upTo: transport.position(at: next))
            case .punchIn: tellGates(.punchIn, at: next)
            case .punchOut: for index in leaving { handle(.punchOut, on: index, at: next) }
            case .join: joinHere(at: next)
            }
            passedEdge = edge.rawValue
        }
        passedEdge = nil
    }

    /// Engine frame of the next edge; `nil` if none is in sight.
    var nextEdgeFrame: FramePosition? { nextEdge()?.frame }

    private func nextEdge() -> (frame: FramePosition, edge: Edge)? {
        guard transport.isRolling else { return nil }
        var edges: [(frame: FramePosition, edge: Edge)] = []
        func add(_ frame: FramePosition?, _ edge: Edge) {
            guard let frame, frame > now || (frame == now && passedEdge.map { edge.rawValue > $0 } == true) else {
                return
            }
            edges.append((frame, edge))
        }
        if let ahead = transport.framesToLoopSeam(from: now) {
            add(now + ahead, .seam)
            if isAnythingWriting { add(now + ahead - frames(milliseconds: 20), .beforeSeam) }
        }
        if let reread = control.reread, reread.isSent { add(reread.frame, .reread) }
        if let punch = document.settings.punch, !isOnlyListening {
            add(transport.engineFrame(ofSession: punch.lowerBound, after: now), .punchIn)
            for index in activeGates { add(punchOut(of: index), .punchOut) }
        }
        if !isOnlyListening { add(joinFrame, .join) }
        return edges.min { ($0.frame, $0.edge) < ($1.frame, $1.edge) }
    }

    // MARK: Punch

    /// Where the play head is in the punch range, as a parameter sees it.
    func punch(of index: Int32, at frame: FramePosition) -> WriteGate.Punch {
        if isOnlyListening || !transport.speed.isForward { return .over }
        guard let range = document.settings.punch else { return .inside }
        let here = transport.position(at: frame)
        if here < range.lowerBound { return .before }
        if here >= range.upperBound { return .over }
        return here < punchOutStart(of: index, in: range) ? .inside : .gliding
    }

    /// Session frame at which the glide begins that ends with the punch range: it lies inside, so it is not longer than half of it.
    private func punchOutStart(of index: Int32, in range: Range<FramePosition>) -> FramePosition {
        guard !parameters[Int(index)].spec.isStepped else { return range.upperBound }
        let glide = transport.speed.sessionFrames(glideFrames(of: index))
        return range.upperBound - min(glide, Int64(range.count) / 2)
    }

    /// Frames from an engine frame inside the punch range to its end; `nil` if there is none.
    func framesToPunchOut(from frame: FramePosition) -> Int64? {
        guard let range = document.settings.punch else { return nil }
        let here = transport.position(at: frame)
        return range.contains(here) ? transport.frames(upTo: range.upperBound, from: frame) : nil
    }

    /// Engine frame at which a parameter that is being written has to begin its glide to the punch range's end.
    private func punchOut(of index: Int32) -> FramePosition? {
        let gate = gates[parameters[Int(index)].id]
        guard gate.isWriting, !gate.isGliding, let range = document.settings.punch else { return nil }
        return transport.engineFrame(ofSession: punchOutStart(of: index, in: range), after: now)
    }
}
