import Automation
import Engine
import MixModel
import SessionStore
public import Units

/// Plays a song once with nobody at the desk, and hands out what belongs to it: each frame once, in its order, to the end of
/// the tail. A bounce is one, and what a performance did not play is taken from one: so the two are the same.
///
/// - Thread: the desk's, which is the audio thread here.
public final class SongRender {
    /// Where the sound begins.
    public enum Start: Sendable {
        /// At the song's start, with nothing in the engine.
        case beginning
        /// Where the transport stands, with what the engine holds.
        case here(LookAhead)
    }

    /// What came of it.
    public struct Ending: Sendable, Hashable {
        /// Session frame after the last that was handed out.
        public var end: FramePosition
        /// What goes on sounding there, if anything does.
        public var cut: CutSound?

        public init(end: FramePosition, cut: CutSound? = nil) {
            self.end = end
            self.cut = cut
        }
    }

    /// The engine does not go on.
    public struct Stalled: Error, CustomStringConvertible {
        let seconds: Double
        public var description: String {
            "the song stands still at \(seconds) s and cannot be played to its end; what is behind that is missing"
        }
    }

    /// Takes frames of the song: left, right (valid during the call), their number, session frame of the first.
    public typealias Receiver = (UnsafePointer<Float>, UnsafePointer<Float>, Int, FramePosition) throws -> Void

    private let desk: Desk
    private let player: OfflinePlayer
    private let tail: Tail
    /// Called now and then with the progress, 0…1.
    public var onProgress: ((Double) -> Void)?
    /// The desk is told of the time that passes: after a performance, whose desk has things to end.
    var isFollowed = false

    /// Frames rendered between two looks.
    private static let piece: FramePosition = 8192

    /// - Parameters:
    ///   - desk: at rest; nothing is written from here on.
    ///   - player: of the desk's engine.
    public init(desk: Desk, player: OfflinePlayer, tail: Tail = .automatic) {
        self.desk = desk
        self.player = player
        self.tail = tail
    }

    /// Plays.
    ///
    /// - Parameters:
    ///   - last: session frame at which it ends at the latest; `nil`: where the tail ends.
    ///   - receive: an error that it throws ends the run.
    /// - Throws: ``Stalled``, and what `receive` throws.
    /// - Complexity: O(frames): of the song, of its tail, and of ``Tail/limitSeconds`` at most to find out what was cut off.
    @discardableResult
    public func run(
        from start: Start = .beginning, until last: FramePosition? = nil, _ receive: @escaping Receiver
    ) throws -> Ending {
        let rate = desk.sampleRate
        let length = desk.document.mix.length
        var sieve = TailSieve(
            length: length, end: min(last ?? .max, length + tail.frames(sampleRate: rate)),
            isTrimmed: tail == .automatic, sampleRate: rate)
        var lookAhead: LookAhead
        desk.automation.isOnlyListening = true
        switch start {
        case .beginning:
            lookAhead = LookAhead(latency: desk.engine.latency)
            desk.playThrough(at: desk.now, from: 0, until: sieve.listensUntil)
        case .here(let past):
            lookAhead = past
            desk.playThrough(at: desk.now, until: sieve.listensUntil)
        }
        var sources = SoundingNodes()
        var input = desk.transport.position(at: desk.now)
        let end = sieve.listensUntil + Int64(desk.engine.latency)
        while input < end, !sieve.isOver(isSilent: desk.engine.isSilent) {
            let before = input
            try player.render(min(SongRender.piece, end - input)) { left, right, frames in
                var offset = 0
                for stretch in lookAhead.pass(input, frames: frames) {
                    if let at = stretch.start {
                        try sieve.take(left + offset, right + offset, frames: stretch.frames, at: at, receive)
                    }
                    offset += stretch.frames
                }
                input += FramePosition(frames)
            }
            guard desk.engine.sessionPosition == input else {
                throw Stalled(seconds: (Double(desk.engine.sessionPosition) / Double(rate) * 1000).rounded() / 1000)
            }
            if isFollowed { desk.advance(to: desk.now + (input - before)) }
            if sieve.listensForSources(at: input) { sources.begin(desk) }
            onProgress?(Double(min(max(0, input), length)) / Double(max(1, min(length, sieve.end))))
        }
        return sieve.ending(sources: { sources.names(desk) })
    }
}

/// Which strips and buses sound from a moment on, by their meters.
private struct SoundingNodes {
    private var hasBegun = false

    mutating func begin(_ desk: Desk) {
        guard !hasBegun else { return }
        hasBegun = true
        for node in desk.document.mix.soundingNodes { _ = desk.engine.readMeter(of: node) }
    }

    /// The loudest first.
    func names(_ desk: Desk) -> [String] {
        let mix = desk.document.mix
        return mix.soundingNodes.filter { $0 != .master }.map { node in
            let reading = desk.engine.readMeter(of: node)
            return (name: mix.name(of: node), peak: max(reading.peakLeft, reading.peakRight))
        }
        .filter { $0.peak >= Tail.floor }.sorted { $0.peak > $1.peak }.map(\.name)
    }
}

extension SongRender {
    /// The whole song, to the end of its tail, laid on its time line.
    public func take() throws -> Take {
        var take = Take(length: desk.document.mix.length)
        try run { take.complete($0, $1, frames: $2, at: $3) }
        return take
    }
}
