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
            // Worked out before the edge is passed: at other speeds the song may be beyond it afterwards.
            let leaving =
                edge == .punchOut
                ? automation.activeGates.sorted().filter { automation.punchOut(of: $0, after: now) == next } : []
            now = next
            switch edge {
            case .seam:
                // As where the song is sent elsewhere: write may find itself in the punch range here.
                let goesOn = document.settings.continuesInLoop || !recorder.hasWritten(before: next)
                automation.goElsewhere(.wrap, leavesWrite: !goesOn && transport.speed.isForward, at: next)
                if goesOn { automation.writeWhereArmed(at: next) }
            case .reread: control.finishReread(at: next)
            case .beforeSeam: publishWritten(upTo: transport.position(at: next))
            case .punchIn: automation.tellGates(.punchIn, at: next)
            case .punchOut: for index in leaving { automation.handle(.punchOut, on: index, at: next) }
            case .join: automation.joinHere(at: next)
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
            if automation.isAnythingWriting { add(now + ahead - frames(milliseconds: 20), .beforeSeam) }
        }
        if let reread = control.reread, reread.isSent { add(reread.frame, .reread) }
        if let punch = document.settings.punch, !automation.isOnlyListening {
            add(transport.engineFrame(ofSession: punch.lowerBound, after: now), .punchIn)
            for index in automation.activeGates { add(automation.punchOut(of: index, after: now), .punchOut) }
        }
        if !automation.isOnlyListening { add(automation.joinFrame(after: now), .join) }
        return edges.min { ($0.frame, $0.edge) < ($1.frame, $1.edge) }
    }
}
