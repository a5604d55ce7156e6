import Automation
import Engine
import MIDI
public import Mapping
import MixModel
import SessionStore
import Units

/// Plays a performance through the whole path, off line: bytes through mappings, takeover and automation to the engine.
///
/// A message stamped *t* acts at exactly *t*. The result does not depend on the block size or on the machine.
// Large: one run: what is played and expected, how far it has come, what was found.
public final class PerformanceRun {
    public let desk: Desk
    private let player: OfflinePlayer
    public let performance: Performance
    private let hands: PerformanceHands
    var surfaces: [String: Surface] { hands.surfaces }
    /// What is on its way through the engine.
    private(set) var lookAhead: LookAhead
    /// Locates of the desk that ``lookAhead`` knows of.
    private var locates: Int
    /// What was heard, on the song's time line; `nil` if it is not kept.
    public private(set) var take: Take?
    /// What of the song was played when, in order, while it rolled.
    private(set) var played: [Played] = []
    /// What hands did and what was heard of it; `nil` if nobody wants to know, which costs less.
    public private(set) var record: RideRecord?
    /// Expectations that did not hold, and actions that could not be done.
    public private(set) var failures: [Diagnostic] = []
    /// Length of the performance itself, from engine frame 0 to its end, in seconds.
    public private(set) var seconds: Double = 0
    /// Stop with the last event, instead of letting the song play to its end.
    public var endsWithEvents = false
    /// How long the take goes on after the song's end.
    public var tail = Tail.automatic
    /// What went on sounding where the take ends, if anything did.
    public private(set) var cut: CutSound?
    /// What the run could not do, for people: the song was not played to its end.
    public private(set) var remarks: [String] = []
    /// Called now and then with the progress, 0…1.
    public var onProgress: ((Double) -> Void)?

    /// Asked now and then: `true` stops the song and ends the run; what was written until then is stored.
    public var isInterrupted: (() -> Bool)?

    /// - Parameters:
    ///   - mappings: by name of the performance's surfaces.
    ///   - keepsTake: keep what is heard; after the performance the rest of the song is played once, with its tail, so that the
    ///     take covers all of it.
    ///   - keepsRecord: keep where hands were on and what was heard of it, for a picture.
    ///   - desk: of a session at rest, at engine frame 0.
    public init(
        _ performance: Performance, mappings: [String: DeviceMapping], desk: Desk, player: OfflinePlayer,
        keepsTake: Bool, keepsRecord: Bool = false
    ) {
        self.performance = performance
        self.desk = desk
        self.player = player
        lookAhead = LookAhead(latency: desk.engine.latency)
        locates = desk.locates
        record = keepsRecord ? RideRecord(desk.document) : nil
        take = keepsTake ? Take(length: desk.document.mix.length) : nil
        hands = PerformanceHands(performance, mappings: mappings, desk: desk, keepsSent: true, at: 0)
    }

    /// Seconds that the song may take beyond its length to come to its end after the last event.
    public static let patienceSeconds = 10

    /// Plays the performance to its end and lets the song roll out if it is still playing: for as long as the song takes after the last
    /// event and ``patienceSeconds`` more. A key that is left held and takes the song back again and again keeps it from its end.
    public func run() {
        var events = performance.events[...]
        var open = performance.expectations.enumerated().filter { $0.element.from <= $0.element.to }.map(\.element)
        let last = frame(performance.lastNanoseconds)
        while isInterrupted?() != true {
            while let event = events.first, frame(event.nanoseconds) <= desk.now {
                events.removeFirst()
                act(on: event)
            }
            check(&open)
            note()
            if events.isEmpty, desk.now >= last, !desk.transport.isRolling { break }
            if events.isEmpty, desk.now >= last, endsWithEvents || desk.transport.loop != nil {
                desk.stop(at: desk.now)
                continue
            }
            if events.isEmpty, desk.now >= last + patience {
                tellUnfinished(last)
                desk.stop(at: desk.now)
                continue
            }
            var next = desk.nextDeadline
            if let event = events.first { next = min(next, frame(event.nanoseconds)) }
            for expectation in open {
                for edge in [frame(expectation.from), frame(expectation.to)] where edge > desk.now {
                    next = min(next, edge)
                }
            }
            render(to: max(next, desk.now + 1))
            onProgress?(Double(desk.now) / Double(max(last, desk.transport.end, 1)))
        }
        seconds = Double(desk.now) / Double(desk.sampleRate)
        if desk.transport.isRolling { desk.stop(at: desk.now) }
        settle()
        hearTheRest()
        desk.close(at: desk.now)
    }

    /// Frames that the song may take to come to its end: at half speed twice its length.
    private var patience: FramePosition {
        let length = Double(desk.document.mix.length) / desk.transport.speed.factor.magnitude
        return FramePosition(length) + FramePosition(PerformanceRun.patienceSeconds * desk.sampleRate)
    }

    /// Lets the engine carry out what was sent last, so that its reports are there.
    private func settle() { render(to: desk.now + desk.tickFrames) }

    /// Plays what was not heard, and the tail, with nobody at the desk. Where the performance played the song from its start
    /// without a jump, it goes on from there; else the song is played from its start, so that what was not heard sounds as it does
    /// in the whole.
    private func hearTheRest() {
        guard take != nil, desk.document.mix.length > 0, isInterrupted?() != true else { return }
        noteJumps()
        let goesOn = lookAhead.isStraight && desk.transport.loop == nil
        let song = SongRender(desk: desk, player: player, tail: tail)
        song.isFollowed = true
        desk.automation.leaveToLanes(at: desk.now)
        song.onProgress = onProgress
        do {
            cut = try song.run(from: goesOn ? .here(lookAhead) : .beginning) { left, right, frames, position in
                if self.isInterrupted?() == true { throw CancellationError() }
                self.take?.complete(left, right, frames: frames, at: position)
            }.cut
        } catch {
            if !(error is CancellationError) { remarks.append("\(error)") }
        }
        if desk.transport.isRolling { desk.stop(at: desk.now) }
        settle()
    }

    private func render(to frame: FramePosition) {
        let isRolling = desk.transport.isRolling
        noteJumps()
        // What is played at another speed is no part of the song as it will be bounced.
        let isSong = desk.transport.speed.isNormal
        var position = desk.transport.position(at: desk.now)
        var rendered: FramePosition = 0
        player.render(frame - desk.now) { left, right, frames in
            guard isRolling else { return }
            note(Played(engine: desk.now + rendered, session: position, frames: Int64(frames)))
            rendered += Int64(frames)
            var offset = 0
            for stretch in lookAhead.pass(isSong ? position : nil, frames: frames) {
                if let start = stretch.start {
                    take?.add(left + offset, right + offset, frames: stretch.frames, at: start)
                }
                offset += stretch.frames
            }
            position += Int64(frames)
        }
        desk.advance(to: frame)
    }

    private func note() {
        // Taken out while it is changed, so that it is not copied.
        guard var present = record.take() else { return }
        present.note(desk)
        record = present
    }

    private func note(_ next: Played) {
        if let last = played.last, last.follows(with: next) {
            played[played.count - 1].frames += next.frames
        } else {
            played.append(next)
        }
    }

    /// A locate makes the engine forget what was on its way.
    private func noteJumps() {
        guard desk.locates != locates else { return }
        locates = desk.locates
        if desk.transport.position(at: desk.now) == 0 { lookAhead.begin() } else { lookAhead.forget() }
    }

    private func tellUnfinished(_ last: FramePosition) {
        remarks.append(
            "the song was not played to its end: \(seconds(desk.now - last)) s after the last event it stood at "
                + "\(seconds(desk.transport.position(at: desk.now))) s; let go of what takes it back, such as a rewind key"
        )
    }

    private func act(on event: Performance.Event) {
        if let complaint = hands.act(event.input, at: desk.now) { fail(event.location, "not-in-session", complaint) }
    }

    func frame(_ nanoseconds: Int64) -> FramePosition { desk.clock.frame(nanoseconds: nanoseconds) }

    /// For people.
    func seconds(_ frame: FramePosition) -> String {
        "\((Double(frame) / Double(desk.sampleRate) * 1000).rounded() / 1000)"
    }

    func fail(_ location: SourceLocation, _ code: String, _ message: String) {
        failures.append(Diagnostic(.error, code, at: location, message))
    }
}
