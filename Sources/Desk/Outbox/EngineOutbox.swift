import Engine

/// What waits for room in the engine's queue, and in what order it goes.
///
/// Where the queue is full a command waits here, with all that come after it, and goes with the next turn: nothing is lost, and
/// nobody waits for the audio thread. Lanes and rest positions, of which an undo can bring thousands, go in instalments, so that
/// none of the engine's blocks is late.
struct EngineOutbox {
    /// In the order in which they were given.
    private(set) var waiting: [EngineCommand] = []
    /// Commands of the document that were sent in this turn.
    private var instalment = 0
    /// How often the transport was started, stopped or located, as the engine counts it.
    private(set) var transportMoves: Int32 = 0

    /// Commands of an instalment: 0.2 ms of the audio thread.
    static let instalmentLimit = 1000

    /// Sends a command, or lets it wait.
    ///
    /// - Parameter push: the engine's queue; false: it is full.
    mutating func send(_ command: EngineCommand, _ push: (EngineCommand) -> Bool) {
        let mayGo = waiting.isEmpty && (!command.isOfDocument || instalment < EngineOutbox.instalmentLimit)
        if command.movesTransport { transportMoves &+= 1 }
        guard mayGo, push(command) else { return waiting.append(command) }
        if command.isOfDocument { instalment += 1 }
    }

    /// A turn begins: what had to wait goes, the next instalment, as far as there is room.
    mutating func sendWaiting(_ push: (EngineCommand) -> Bool) {
        instalment = 0
        guard !waiting.isEmpty else { return }
        let next = waiting.prefix(EngineOutbox.instalmentLimit)
        let rest = next.firstIndex { !push($0) } ?? next.endIndex
        instalment = rest
        waiting.removeSubrange(..<rest)
    }

    /// The engine has stopped by itself, which it counts as well.
    mutating func noteOwnStop() { transportMoves &+= 1 }
}

extension EngineCommand {
    /// Whether it starts, stops or locates.
    fileprivate var movesTransport: Bool {
        switch self {
        case .play, .stop, .locate: true
        default: false
        }
    }

    /// Whether it says what the session is, and not what a hand or the transport does.
    fileprivate var isOfDocument: Bool {
        switch self {
        case .rest, .lane: true
        default: false
        }
    }
}
