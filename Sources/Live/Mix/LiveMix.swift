public import ALSAPCM
public import ALSASequencer
import AudioFiles
import CRealtime
public import Desk
import Engine
import Glibc
import MIDI
import MixModel
import Page
public import Units

/// The desk's thread of `gainrider mix`: one loop over the devices, the keys and a few milliseconds of time.
///
/// Devices, output, clock and keys are handed in, so that a test plays all of them by hand.
///
/// - Thread: one, the caller's.
public final class LiveMix {
    public let studio: Studio
    public let meters: DeskMeters
    /// What it was given to play on.
    let rig: Rig
    var plugged: Plugged
    var replay: Replay?
    /// What is written down; `nil`: nothing.
    var recording: Recording?
    /// The console page; `nil`: there is none.
    var page: PageSide?
    var news = News()
    private var time = LiveTime()
    var keyed: KeyState
    /// Set when the transport has stopped by itself at the song's end; backwards at its start.
    public private(set) var hasEnded = false

    /// Devices, output, clock and keys.
    struct Rig {
        let output: any LiveOutput
        let devices: (any DeviceSource)?
        /// Reads mappings again when they are saved; `nil`: they stay as they are.
        let watch: MappingWatch?
        /// What is kept over restarts of the program; `nil`: nothing.
        let memory: SurfaceMemory?
        /// Nanoseconds of the monotonic clock.
        let clock: () -> Int64
        /// Readable when a key was pressed; negative: there are none.
        let keyDescriptor: Int32
        /// Keys that were pressed since the last call.
        let keys: () -> [Key]
        let tell: (String) -> Void
    }

    /// What is said of the sound, each thing once.
    struct News {
        var output = OutputNews()
        var clips = ClipNews()
    }

    /// The engine frames at which events act.
    private struct LiveTime {
        /// Engine frame of the last event: none acts before it.
        var last: FramePosition = 0
        /// Latest engine frame at which the next event may act.
        var ceiling: FramePosition = 0
    }

    public var desk: Desk { studio.desk }

    /// - Parameters:
    ///   - devices: where controllers come from; `nil`: there is no MIDI system.
    ///   - clock: the monotonic clock, in nanoseconds.
    ///   - keys: what was pressed since it was last asked; readable on `keyDescriptor`.
    ///   - tell: takes a line for people.
    public init(
        _ studio: Studio, output: any LiveOutput, devices: (any DeviceSource)?, mappings: MappingChoice,
        watch: MappingWatch? = nil, memory: SurfaceMemory? = nil,
        clock: @escaping () -> Int64 = { LiveMix.now }, keyDescriptor: Int32 = -1,
        keys: @escaping () -> [Key] = { [] }, tell: @escaping (String) -> Void
    ) {
        self.studio = studio
        meters = DeskMeters(studio.desk)
        studio.desk.meterFeed = MeterFeed(meters) { Double(clock()) / 1e9 }
        rig = Rig(
            output: output, devices: devices, watch: watch, memory: memory, clock: clock,
            keyDescriptor: keyDescriptor,
            keys: keys, tell: tell)
        plugged = Plugged(mappings: mappings, remembered: memory?.load() ?? [])
        keyed = KeyState(selected: studio.desk.selected)
    }

    var output: any LiveOutput { rig.output }

    /// Nanoseconds of the monotonic clock.
    func clock() -> Int64 { rig.clock() }

    /// Now, on the monotonic clock, in nanoseconds.
    public static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    // MARK: Time

    /// The engine frame at which an event of this moment acts: one period later, for every event the same.
    public func frame(of nanoseconds: Int64) -> FramePosition {
        time.last = max(time.last, min(unbounded(nanoseconds), time.ceiling))
        return time.last
    }

    /// Lets an event act at a frame that is known in advance; later events act no earlier.
    func raise(to frame: FramePosition) -> FramePosition {
        time.last = max(time.last, frame)
        return time.last
    }

    /// Engine frame of an event by the clock alone, whether or not the engine ever comes so far.
    func unbounded(_ nanoseconds: Int64) -> FramePosition {
        // Where the machine stood still the line runs ahead of what was rendered; what comes next acts with the next block.
        time.ceiling = studio.engine.enginePosition + Int64(output.latency + 2 * output.period)
        return output.engineFrame(atNanoseconds: nanoseconds) + Int64(output.period)
    }

    /// Whether an event of this moment could not act in time, since the machine stood still.
    func isLate(_ nanoseconds: Int64) -> Bool {
        let frame = unbounded(nanoseconds)
        return frame > time.ceiling || frame + desk.frames(milliseconds: 20) < studio.engine.enginePosition
    }

    // MARK: The loop

    /// Waits for input or for the next thing that is due, and brings the desk to the present.
    public func step() {
        waitForInput()
        catchUp()
    }

    /// Brings the desk to the present, without waiting.
    public func catchUp() {
        let wasRolling = desk.transport.isRolling
        takeEvents()
        takeSavedMappings()
        retryHeld()
        takePerformance()
        noteTransport {
            takePage()
            for key in rig.keys() { act(on: key) }
        }
        desk.advance(to: frame(of: clock()))
        if !wasRolling, desk.transport.isRolling, desk.transport.position(at: desk.transport.rollingSince) == 0 {
            studio.meter?.restart()
        }
        studio.matchReferences()
        let transport = desk.transport
        if wasRolling, !transport.isRolling, transport.isLast(transport.position(at: desk.now)) { hasEnded = true }
        // Recorded hands that have stopped the song and have nothing more to do.
        if replay?.events.isEmpty == true, wasRolling, !desk.transport.isRolling { hasEnded = true }
        for notice in desk.takeNotices() + studio.stems.takeNew() { say(notice) }
        tellOutput()
        tellPage()
    }

    private func tellOutput() {
        while let report = output.nextReport() { news.output.take(report, at: clock()).forEach(say) }
        news.output.look(at: output.absence, clock()).forEach(say)
        let engine = studio.engine
        if let line = news.clips.look(at: engine.clippedFrames, mixFrames: engine.mixOverFrames, clock()) {
            say(line)
        }
        news.output.look(atRendered: studio.engine.enginePosition, clock()).forEach(say)
    }

    /// Returns when a message or a key has come, when something is due, and after 10 ms at the latest.
    private func waitForInput() {
        let delay = pageDelay
        let ordered = delay == 0 ? page?.desk.descriptor ?? -1 : -1
        var descriptors = [rig.keyDescriptor, rig.devices?.fileDescriptor ?? -1, ordered].filter {
            $0 >= 0
        }.map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        let due = min(desk.nextDeadline, nextOfReplay ?? .max)
        let present = output.engineFrame(atNanoseconds: clock()) + Int64(output.period)
        let ahead = max(0, due - present) * 1_000_000_000 / Int64(desk.sampleRate)
        _ = desk_poll(&descriptors, UInt(descriptors.count), min(ahead, delay > 0 ? delay : 10_000_000, 10_000_000))
    }

    // MARK: End

    /// Stops the song, waits until what was written is stored, and says farewell to the devices.
    public func end() {
        desk.stop(at: frame(of: clock()))
        let deadline = LiveMix.now + 1_000_000_000
        // The engine has to carry out the stop, and report it, before the pass can be stored.
        let target = time.last + Int64(output.period) * 2
        while studio.engine.enginePosition < target, LiveMix.now < deadline { usleep(1000) }
        desk.advance(to: frame(of: clock()))
        rig.memory?.save(plugged.connections.values.map { remember($0.surface) })
        for connection in plugged.connections.values {
            desk.surfaceSession.sayFarewell(to: connection.surface, at: desk.now)
        }
        if !output.stop() { rig.tell("the sound device takes nothing and does not let go; it is left to itself") }
        news.output.rest().forEach(rig.tell)
        studio.stopMeasuring()
        studio.disk.stop()
        desk.close(at: desk.now)
    }
}
