public import AudioFiles
import Automation
public import Engine
public import MixModel
import Realtime
public import SessionStore
import Units

/// An open session with everything that plays it: engine, disk, desk.
///
/// - Thread: the desk's.
public final class Studio {
    public let store: SessionStore
    public let engine: Engine
    public let disk: DiskReader
    public let desk: Desk
    /// What is measured of the mix; `nil` off line.
    public let meter: MixMeter?
    /// Finished music to compare the mix with; none off line.
    public let references: ReferenceShelf
    /// Revisions to compare the mix with; none off line.
    public let revisions: RevisionShelf
    /// Whether the files are those that the session knows.
    public let stems: StemCheck
    /// Whether it plays in real time.
    public let isLive: Bool

    /// Frames that are read ahead for each strip, while another slot of the same size is being prepared.
    public static let readAheadFrames = 32_768
    /// The same off line, where reading and rendering take turns: what is read is best still near when it is rendered.
    public static let offlineReadAheadFrames = 4096
    /// Cells that a section of strips renders in a row off line, while nothing moves.
    private static let offlineStretch = 8

    /// - Parameters:
    ///   - store: an open session.
    ///   - isLive: the disk is read by threads of its own, changes are stored off the desk's thread, and the monitor section
    ///     stands before the output.
    ///   - hasHands: something may be moved that no lane moves; in a bounce nothing is.
    ///   - workers: threads that render; changes no bit.
    ///   - workerPriority: of SCHED_FIFO for the threads beside the audio thread; 0: ordinary threads.
    public init(
        _ store: SessionStore, isLive: Bool, hasHands: Bool = true, workers: Int = 1, workerPriority: Int = 0
    ) {
        self.store = store
        self.isLive = isLive
        stems = StemCheck(store)
        let mix = store.document.mix
        // References are heard in the monitors, which a bounce does not have.
        let heard = isLive ? mix.references : []
        let places = isLive ? min(RevisionShelf.places, Role.referenceCount - heard.count) : 0
        let strips = mix.strips.count + heard.count + places
        let streams = PlaybackStreams(
            strips: strips,
            capacityFrames: isLive ? Studio.readAheadFrames : Studio.offlineReadAheadFrames)
        // The rings get their memory now, so that the first locate is as quick as the others.
        streams.populate()
        // Off line the look-ahead is always there, whoever switches the limiter and when: what comes out is late by as much all the
        // time, which is made up for. Live nobody waits for it before it is needed; a limiter that will be switched on by its lane
        // is in circuit from the start, so that nothing jumps then.
        let isLimiterReady =
            !isLive
            || store.document.lanes[ParameterID(.master, .limiterOn)].map { !$0.segments.isEmpty } ?? false
        engine = Engine(
            mix: mix, streams: streams,
            options: EngineOptions(
                workers: workers, workerPriority: workerPriority, isMonitored: isLive,
                stretch: isLive ? 1 : Studio.offlineStretch, isLimiterReady: isLimiterReady,
                // A hand can set a send before it is connected.
                sends: hasHands ? Role.sendCount : 0)
        )
        let stems = mix.strips.map { strip in strip.source.map { Studio.stem($0, in: store.location) } }
        // In step with the mix, which comes out of the limiter's look-ahead; shorter ones go round.
        let latency = Int64(engine.latency)
        let music = heard.map {
            var stem = Studio.stem($0, in: store.location)
            stem.repeats = true
            stem.delay = latency
            return stem
        }
        disk = DiskReader(
            stems: stems + music + Array(repeating: nil, count: places), streams: streams,
            sessionRate: mix.sampleRate, isMapped: !isLive)
        meter = MixMeter(engine, sampleRate: mix.sampleRate)
        references = ReferenceShelf(music, engine: engine, sampleRate: mix.sampleRate)
        desk = Desk(engine: engine, disk: disk, line: StoreLine(store: store, isDeferred: isLive))
        revisions = RevisionShelf(store, engine: engine, disk: disk, places: places, strips: strips)
        if isLive {
            desk.revisionShelf = revisions
            disk.start()
        }
    }

    /// Starts what works beside the sound: what measures the mix while it plays, and the references, and what renders revisions.
    public func startMeasuring() {
        desk.leaveRevisions(at: desk.now)
        meter?.start()
        references.start()
        revisions.start()
    }

    /// Ends it, and waits for its end; what does not end in time is among the ``faults``.
    public func stopMeasuring() {
        if meter?.stop() == false { stalls.append("the meters' thread has not ended for 10 s") }
        desk.leaveRevisions(at: desk.now)
        if !revisions.stop() { stalls.append("a revision that is rendered has not ended for 10 s") }
        if !references.stop() { stalls.append("the file of a reference has not answered for 10 s") }
    }
    private var stalls: [String] = []

    /// Lets each reference be as loud as the mix: its integrated loudness, as the screen shows it.
    public func matchReferences() {
        guard !references.sources.isEmpty, let reading = meter?.reading else { return }
        references.match(reading)
    }

    /// What is wrong with the session's audio files, by the names of their strips; references by their numbers.
    public var faults: [String] {
        let strips = store.document.mix.strips
        let changed = disk.faults.map { fault in
            let name =
                strips.indices.contains(fault.strip - 1)
                ? strips[fault.strip - 1].name : "reference \(fault.strip - strips.count)"
            return "\(VisibleText.line(name)): \(fault.error)"
        }
        return changed + stalls + stems.differences
    }

    /// The file of a source.
    ///
    /// A file that has moved is looked for in the session's own folder by its fingerprint; it is never replaced by another.
    public static func stem(_ source: Source, in location: SessionLocation) -> StemSource {
        let shape = StemSource.Shape(frames: source.frames, sampleRate: source.sampleRate, channels: source.channels)
        let path = location.path(of: source.path)
        if (try? AudioFile.probe(path, knownFrames: source.frames)) == nil, let found = moved(source, in: location) {
            return StemSource(path: found, expected: shape)
        }
        return StemSource(path: path, expected: shape)
    }

    private static func moved(_ source: Source, in location: SessionLocation) -> String? {
        guard let name = source.path.split(separator: "/").last else { return nil }
        let parent = location.folder + "/.."
        return [
            "\(location.audio)/\(name)", "\(location.folder)/\(name)", "\(parent)/\(name)", "\(parent)/stems/\(name)",
        ].first {
            (try? AudioFile.fingerprint($0)) == source.fingerprint
        }
    }
}
