import CRealtime
public import Lanes

/// The kernel's face: what the engine calls, with raw memory for the state, so that it can be compiled for several kinds of
/// processor and chosen at run time.
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
    public static func takeMeters(_ memory: UnsafeMutableRawPointer) -> MeterLanes {
        let strips = group(memory)
        let meter = strips.pointee.meter
        let (gate, deEsser) = (strips.pointee.gate.reduction, strips.pointee.deEsser.reduction)
        let compressor = strips.pointee.compressor.reduction + strips.pointee.busCompressor.reduction
        strips.pointee.meter.clearPeaks()
        strips.pointee.gate.clearReduction()
        strips.pointee.compressor.clearReduction()
        strips.pointee.deEsser.clearReduction()
        strips.pointee.busCompressor.clearReduction()
        return MeterLanes(
            peakLeft: meter.peakLeft, peakRight: meter.peakRight, squareLeft: meter.squareLeft,
            squareRight: meter.squareRight, gate: gate, compressor: compressor, deEsser: deEsser)
    }

    /// Adds rows to rows in the order of the list, over some frames of the block.
    @_noLocks @_noAllocation
    public static func sum(_ items: UnsafePointer<SumItem>, count: Int, from start: Int, to end: Int) {
        for index in 0..<count {
            let item = items[index]
            // Rows that another core has written take long to come: they are asked for some additions ahead.
            if index &+ 6 < count {
                let coming = items[index &+ 6]
                rt_prefetch(coming.from + start, end &- start)
                rt_prefetch(coming.from + (coming.rightOffset &+ start), end &- start)
            }
            let rightFrom = item.from + item.rightOffset
            let rightTo = item.to + Block.frames
            if let gains = item.gains {
                SumRows.add(item.from, gains: gains, to: item.to, start, end)
                SumRows.add(rightFrom, gains: gains + Block.frames, to: rightTo, start, end)
            } else {
                SumRows.add(item.from, gain: item.left, to: item.to, start, end)
                SumRows.add(rightFrom, gain: item.right, to: rightTo, start, end)
            }
        }
    }

    @_noLocks @_noAllocation @inline(__always)
    private static func group(_ memory: UnsafeMutableRawPointer) -> UnsafeMutablePointer<StripGroup> {
        memory.assumingMemoryBound(to: StripGroup.self)
    }
}

/// Adding rows of plain floats.
enum SumRows {
    @_noLocks @_noAllocation @inline(__always)
    static func add(
        _ from: UnsafePointer<Float>, gain: Float, to: UnsafeMutablePointer<Float>, _ start: Int, _ end: Int
    ) {
        var frame = start
        while frame &+ 8 <= end {
            let x = UnsafeRawPointer(from + frame).loadUnaligned(as: Lanes.self)
            let y = UnsafeRawPointer(to + frame).loadUnaligned(as: Lanes.self)
            UnsafeMutableRawPointer(to + frame).storeBytes(of: y + x * gain, as: Lanes.self)
            frame &+= 8
        }
        while frame < end {
            to[frame] += from[frame] * gain
            frame &+= 1
        }
    }

    @_noLocks @_noAllocation @inline(__always)
    static func add(
        _ from: UnsafePointer<Float>, gains: UnsafePointer<Float>, to: UnsafeMutablePointer<Float>, _ start: Int,
        _ end: Int
    ) {
        var frame = start
        while frame &+ 8 <= end {
            let x = UnsafeRawPointer(from + frame).loadUnaligned(as: Lanes.self)
            let g = UnsafeRawPointer(gains + frame).loadUnaligned(as: Lanes.self)
            let y = UnsafeRawPointer(to + frame).loadUnaligned(as: Lanes.self)
            UnsafeMutableRawPointer(to + frame).storeBytes(of: y + x * g, as: Lanes.self)
            frame &+= 8
        }
        while frame < end {
            to[frame] += from[frame] * gains[frame]
            frame &+= 1
        }
    }
}
