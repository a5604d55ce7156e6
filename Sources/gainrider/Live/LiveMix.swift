import ALSAPCM
import ALSASequencer
import AudioFiles
import CRealtime
import ControlSurfaces
import Desk
import Engine
import Foundation
import MIDI
import Mapping
import MixModel
import Units

/// The desk's thread of `gainrider mix`: one poll loop over the sequencer, the keys and a few milliseconds of time.
final class LiveMix {
    let studio: Studio
    let output: AudioOutput
    let meters: DeskMeters
    private let sequencer: SequencerClient?
    private let mappings: MappingChoice
    private var surfaces: [ObjectIdentifier: Surface] = [:]
    /// Where controls stood when a device was last there, by its place and name.
    private var memories: [String: PhysicalPositions] = [:]
    private let tell: (String) -> Void
    private var lastFrame: FramePosition = 0
    /// Set when the transport has stopped by itself at the song's end.
    private(set) var hasEnded = false

    var desk: Desk { studio.desk }

    init(
        _ studio: Studio, output: AudioOutput, sequencer: SequencerClient?, mappings: MappingChoice,
        tell: @escaping (String) -> Void
    ) {
        self.studio = studio
        self.output = output
        meters = DeskMeters(studio.desk)
        self.sequencer = sequencer
        self.mappings = mappings
        self.tell = tell
    }

    /// The engine frame at which an event of this moment acts: one period later, for every event the same.
    func frame(of nanoseconds: Int64) -> FramePosition {
        let frame = output.engineFrame(atNanoseconds: nanoseconds) + Int64(output.period)
        lastFrame = max(lastFrame, frame)
        return lastFrame
    }

    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Waits for input or for the next thing that is due, and brings the desk to the present.
    func step() {
        waitForInput()
        let wasRolling = desk.transport.isRolling
        takeMIDI()
        takePerformance()
        for key in Keys.take() { act(on: key) }
        desk.advance(to: frame(of: LiveMix.now))
        if !wasRolling, desk.transport.isRolling, desk.transport.position(at: desk.transport.rollingSince) == 0 {
            studio.meter?.restart()
        }
        studio.matchReferences()
        if wasRolling, !desk.transport.isRolling, desk.transport.position(at: desk.now) >= desk.transport.end {
            hasEnded = true
        }
        // Recorded hands that have stopped the song and have nothing more to do.
        if replay?.events.isEmpty == true, wasRolling, !desk.transport.isRolling { hasEnded = true }
        for notice in desk.takeNotices() + studio.stems.takeNew() { tell(notice) }
        while let report = output.nextReport() { tell("\(report)") }
    }

    /// Returns when a message or a key has come, when something is due, and after 10 ms at the latest.
    private func waitForInput() {
        var descriptors: [pollfd] = []
        if Keys.areWatched { descriptors.append(pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)) }
        if let sequencer {
            descriptors.append(pollfd(fd: sequencer.fileDescriptor, events: Int16(POLLIN), revents: 0))
        }
        var due = desk.nextDeadline
        if let event = replay?.events.first, let start = replay?.start {
            due = min(
                due, start + desk.frame(nanoseconds: event.nanoseconds) - desk.frames(milliseconds: LiveMix.foresight)
            )
        }
        let present = output.engineFrame(atNanoseconds: LiveMix.now) + Int64(output.period)
        let ahead = max(0, due - present) * 1_000_000_000 / Int64(desk.sampleRate)
        _ = desk_poll(&descriptors, UInt(descriptors.count), min(ahead, 10_000_000))
    }

    private func takeMIDI() {
        guard let sequencer else { return }
        for event in sequencer.events() {
            switch event {
            case .appeared(let port): appeared(port)
            case .disappeared(let port): disappeared(port)
            case .message(let port, let message):
                guard let surface = surfaces[ObjectIdentifier(port)] else { continue }
                let frame = frame(of: message.nanoseconds)
                desk.advance(to: frame)
                desk.handle(message.message, from: surface, at: frame)
            }
        }
    }

    // MARK: A performance beside the real hands

    /// How far ahead of the sound recorded hands are given to the engine, in ms.
    private static let foresight = 20

    private struct Replay {
        var events: ArraySlice<Performance.Event>
        var hands: PerformanceHands
        /// Engine frame of performance time 0.
        var start: FramePosition
    }
    private var replay: Replay?

    /// Lets recorded hands play, from now on.
    func replay(_ performance: Performance, mappings: [String: DeviceMapping]) {
        // Its devices get their first state before its first event.
        let start = frame(of: LiveMix.now) + desk.frames(milliseconds: 200)
        let hands = PerformanceHands(performance, mappings: mappings, desk: desk, keepsSent: false, at: desk.now)
        replay = Replay(events: performance.events[...], hands: hands, start: start)
    }

    private func takePerformance() {
        guard let start = replay?.start else { return }
        // Recorded hands are known in advance: they reach the engine early enough to act at their very sample, whatever the
        // machine is doing. Real hands come after them then, by this much at the most.
        let horizon =
            output.engineFrame(atNanoseconds: LiveMix.now) + Int64(output.period)
            + desk.frames(milliseconds: LiveMix.foresight)
        while let event = replay?.events.first {
            let due = start + desk.frame(nanoseconds: event.nanoseconds)
            guard due <= horizon else { return }
            replay?.events.removeFirst()
            lastFrame = max(lastFrame, due)
            desk.advance(to: lastFrame)
            if let complaint = replay?.hands.act(event.input, at: lastFrame) { tell(complaint) }
        }
    }

    // MARK: Devices

    private func appeared(_ port: SequencerPort) {
        let identity = port.identity
        guard let (mapping, reason) = mappings.choice(for: identity) else {
            tell("\(identity.client) · \(identity.port): no mapping matches; see `gainrider surfaces`")
            return
        }
        let isTaken = surfaces.values.contains {
            $0.identity.client == identity.client && $0.identity.path == identity.path && $0.mapping.id == mapping.id
        }
        guard !isTaken else { return }
        do {
            try port.connect()
        } catch {
            tell("\(error)")
            return
        }
        let name = unusedName(mapping.name)
        let surface = desk.connect(
            mapping, to: port, named: name, memory: memories[key(of: identity)], at: frame(of: LiveMix.now))
        surfaces[ObjectIdentifier(port)] = surface
        tell("\(name) connected: mapping \(mapping.id), \(reason)")
    }

    private func disappeared(_ port: SequencerPort) {
        guard let surface = surfaces.removeValue(forKey: ObjectIdentifier(port)) else { return }
        memories[key(of: port.identity)] = desk.disconnect(surface, at: frame(of: LiveMix.now))
        tell("\(surface.name) unplugged: its hands have let go; it is connected again when it is back")
    }

    private func key(of identity: PortIdentity) -> String {
        "\(identity.client)/\(identity.index)/\(identity.serial ?? "")/\(identity.path ?? "")"
    }

    private func unusedName(_ name: String) -> String {
        let taken = Set(surfaces.values.map(\.name))
        return (1...).lazy.map { $0 == 1 ? name : "\(name) \($0)" }.first { !taken.contains($0) } ?? name
    }

    // MARK: Keys

    private func act(on key: Keys.Key) {
        let frame = frame(of: LiveMix.now)
        switch key {
        case .playOrStop: desk.perform(.command(.playOrStop), at: frame)
        case .toStart: desk.perform(.command(.toStart), at: frame)
        case .undo: desk.undo(at: frame)
        case .redo: desk.redo(at: frame)
        case .compare: desk.perform(.set(LiveMix.source, position: Float(otherSource)), at: frame)
        case .nextReference:
            let next = source % max(1, studio.references.sources.count) + 1
            desk.perform(.set(LiveMix.source, position: Float(next)), at: frame)
        case .clearMeters: meters.clear()
        case .measureAnew: studio.meter?.restart()
        case .quit: Interruption.request()
        }
    }

    // MARK: A and B

    private static let source = Target.parameter(.monitor, .monitorSource)
    /// The reference that was listened to last.
    private var lastReference = 1

    /// What the monitors play: 0 the mix, else a reference.
    private var source: Int { Int(desk.shownPosition(of: ParameterID(.monitor, .monitorSource))) }

    /// The mix, if a reference is heard, else the reference that was heard last.
    private var otherSource: Int {
        let present = source
        if present > 0 { lastReference = present }
        return present > 0 ? 0 : lastReference
    }

    // MARK: End

    /// Stops the song, waits until what was written is stored, and says farewell to the devices.
    func end() {
        desk.stop(at: frame(of: LiveMix.now))
        let deadline = LiveMix.now + 1_000_000_000
        // The engine has to carry out the stop, and report it, before the pass can be stored.
        let target = lastFrame + Int64(output.period) * 2
        while studio.engine.enginePosition < target, LiveMix.now < deadline { usleep(1000) }
        desk.advance(to: frame(of: LiveMix.now))
        for surface in surfaces.values { desk.sayFarewell(to: surface, at: desk.now) }
        output.stop()
        studio.stopMeasuring()
        studio.disk.stop()
        desk.close(at: desk.now)
    }
}
