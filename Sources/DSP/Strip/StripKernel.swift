internal import CRealtime
public import Vectors

/// The kernel's interface: what the engine calls, with raw memory for the state, so that the kernel can be compiled for several
/// kinds of processor and chosen at run time.
///
/// - Thread: audio, unless a function says otherwise.
public enum StripKernel {
    /// Bytes of the state of eight strips, 32-byte rows of eight numbers each.
    ///
    /// - Thread: any.
    public static var stateBytes: Int { MemoryLayout<StripGroup>.stride }

    /// Makes the state of eight strips in memory that is aligned to 32 bytes.
    ///
    /// - Thread: setup.
    public static func initialize(_ memory: UnsafeMutableRawPointer, sampleRate: Int) {
        memory.initializeMemory(as: StripGroup.self, to: StripGroup(sampleRate: sampleRate))
    }

    /// Forgets what was heard.
    @_noLocks @_noAllocation
    public static func reset(_ memory: UnsafeMutableRawPointer) { group(memory).pointee.reset() }

    /// Renders a block.
    @_noLocks @_noAllocation
    public static func render(_ job: UnsafePointer<GroupJob>) -> GroupResult {
        group(job.pointee.state).pointee.render(job)
    }

    /// Lets the meters fall while the transport stands.
    @_noLocks @_noAllocation
    public static func rest(_ memory: UnsafeMutableRawPointer, frames: Int) {
        group(memory).pointee.rest(frames: frames)
    }

    /// The meters; peaks and reductions begin anew.
    @_noLocks @_noAllocation
    public static func takeMeters(_ memory: UnsafeMutableRawPointer) -> MeterVectors {
        let strips = group(memory)
        let meter = strips.pointee.meter
        let (gate, deEsser) = (strips.pointee.gate.reduction, strips.pointee.deEsser.reduction)
        let compressor = strips.pointee.compressor.reduction + strips.pointee.busCompressor.reduction
        strips.pointee.meter.clearPeaks()
        strips.pointee.gate.clearReduction()
        strips.pointee.compressor.clearReduction()
        strips.pointee.deEsser.clearReduction()
        strips.pointee.busCompressor.clearReduction()
        return MeterVectors(
            peakLeft: meter.peakLeft, peakRight: meter.peakRight, squareLeft: meter.squareLeft,
            squareRight: meter.squareRight, gate: gate, compressor: compressor, deEsser: deEsser)
    }

    /// Gains of a send of eight strips.
    ///
    /// - Parameters:
    ///   - level: positions of its fader; `pan` likewise; `on` and `before` are 0…1.
    ///   - rooms: four blocks, for left and right after the fader, left and right before it.
    ///   - rows: where the gains move, 32 rows of ``Block/frames`` floats: those four for each column. `nil`: only the first
    ///     frame is wanted.
    @_noLocks @_noAllocation
    public static func sendGains(
        level: VectorRow, pan: VectorRow, on: VectorRow, before: VectorRow, law: Int, isMono: VectorMask,
        rooms: UnsafeMutablePointer<Vector>, rows: UnsafeMutablePointer<Float>?, frames: Int
    ) {
        SendGains.render(
            level: level, pan: pan, on: on, before: before, panner: Panner(law: law, isMono: isMono), rooms: rooms,
            frames: rows == nil ? 1 : frames)
        if let rows { SendGains.spread(rooms, into: rows, frames: frames) }
    }

    /// Frames that are added up together: several sums of the same rows are made this many frames at a time, while the rows are in
    /// the cache.
    ///
    /// - Thread: any.
    public static var sumFrames: Int {
        @_noLocks @_noAllocation get { SumRows.frames }
    }

    /// Adds rows up in the order of their list.
    ///
    /// - Parameters:
    ///   - first: place of the first item.
    ///   - adding: whether to add to what the sum holds; otherwise it begins with zeros.
    ///   - sum: left row of ``Block/frames`` floats, then the right one. Floats behind `frames` are overwritten without meaning.
    ///   - start: first frame, a multiple of ``sumFrames``.
    @_noLocks @_noAllocation
    public static func sum(
        _ items: UnsafePointer<SumItem>, first: Int, adding: Bool, sum: UnsafeMutablePointer<Float>, from start: Int,
        frames: Int
    ) {
        var start = start
        while start < frames {
            SumRows.add(items, first: first, adding: adding, sum: sum + start, start)
            start &+= SumRows.frames
        }
    }

    /// Adds a sum to another one, both as ``sum(_:first:adding:sum:from:frames:)`` makes them.
    @_noLocks @_noAllocation
    public static func add(_ sum: UnsafePointer<Float>, to total: UnsafeMutablePointer<Float>, frames: Int) {
        rt_add(total, sum, frames)
        rt_add(total + Block.frames, sum + Block.frames, frames)
    }

    @_noLocks @_noAllocation @inline(__always)
    private static func group(_ memory: UnsafeMutableRawPointer) -> UnsafeMutablePointer<StripGroup> {
        memory.assumingMemoryBound(to: StripGroup.self)
    }
}
