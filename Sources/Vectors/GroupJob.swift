/// What the kernel needs to render eight strips over one block: pointers and numbers only, so that it is the same for kernels
/// compiled for different processors.
///
/// - Thread: audio; all memory belongs to the engine.
// Large: all that the kernel is told of a group, in one row that both builds of it read.
@frozen
public struct GroupJob {
    /// The strips' state, made by the kernel that uses it.
    public var state: UnsafeMutableRawPointer
    /// Parameters of the eight nodes by role index: those that every node with sound has, then the sends that the mix has.
    public var rows: UnsafePointer<VectorRow>
    /// Of buses and the master: the rows from the bus compressor's on.
    public var busRows: UnsafePointer<VectorRow>
    /// 1 where solo and VCAs let the node through, else 0.
    public var heard: VectorRow
    /// Gain of the VCAs that the node belongs to.
    public var vca: VectorRow
    /// Sixteen rows of samples: eight left, eight right; up to seven floats behind a row may be read, without meaning.
    public var inputs: UnsafePointer<UnsafePointer<Float>>
    /// Sixteen rows that another group reads next; a bare group prefetches them. `nil`: none.
    public var ahead: UnsafePointer<UnsafePointer<Float>>?
    /// The sound of the strips that the compressors listen to, in the same form; `nil` if all hear themselves.
    public var keys: UnsafePointer<UnsafePointer<Float>>?
    /// Columns whose compressor listens to another strip.
    public var isKeyed: VectorMask
    /// Sixteen rows of ``Block/frames`` floats, eight left, eight right, for what leaves the strips.
    public var outputs: UnsafeMutablePointer<Float>
    /// Sixteen rows for what comes before the faders; `nil` if nobody wants it.
    public var before: UnsafeMutablePointer<Float>?
    /// The outputs are needed for more than their sum: by a send or a listener.
    public var isOutputWanted: Bool
    /// Room for sixteen gains, eight left, eight right: what leaves the strips where it is not written.
    public var gains: UnsafeMutablePointer<Float>
    /// ``scratchBlocks`` blocks of vectors.
    public var scratch: UnsafeMutablePointer<Vector>
    /// Columns that are mono.
    public var isMono: VectorMask
    /// Play-line frame of the block's first sample.
    public var frame: Int64
    /// 1…``Block/frames``, inside one cell of the play line.
    public var frames: Int
    /// 0, 1, 2: −3, −4.5, −6 dB at the centre.
    public var panLaw: Int
    /// All inputs are zeros.
    public var isInputSilent: Bool
    /// Buses and the master have a compressor of their own.
    public var isBus: Bool
    /// Rows, solo and VCAs are constant and have the values of the block before, and the columns hold the same strips: what
    /// was computed from them still holds.
    public var isStill: Bool

    /// Blocks of ``Block/frames`` vectors that rendering needs.
    @inlinable public static var scratchBlocks: Int {
        @_noLocks @_noAllocation @inline(__always) get { 32 }
    }

    /// - Thread: setup.
    public init(
        state: UnsafeMutableRawPointer, rows: UnsafePointer<VectorRow>, heard: VectorRow, vca: VectorRow,
        inputs: UnsafePointer<UnsafePointer<Float>>, outputs: UnsafeMutablePointer<Float>,
        gains: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Vector>,
        isMono: VectorMask, panLaw: Int, isBus: Bool
    ) {
        self.state = state
        self.rows = rows
        busRows = rows
        self.heard = heard
        self.vca = vca
        self.inputs = inputs
        ahead = nil
        keys = nil
        isKeyed = VectorMask(repeating: false)
        self.outputs = outputs
        before = nil
        isOutputWanted = true
        self.gains = gains
        self.scratch = scratch
        self.isMono = isMono
        frame = 0
        frames = 0
        self.panLaw = panLaw
        isInputSilent = true
        self.isBus = isBus
        isStill = false
    }
}

/// The outcome of a ``GroupJob``.
@frozen
public struct GroupResult {
    /// The strips put out sound; otherwise the outputs were not written and count as silent.
    public var isHeard: Bool
    /// The outputs were not written: they are the inputs times the job's gains.
    public var isBare: Bool
    /// Bit n: column n had a non-finite sample.
    public var nonFinite: UInt8

    @_noLocks @_noAllocation @inlinable @inline(__always)
    public init(isHeard: Bool, isBare: Bool = false, nonFinite: UInt8) {
        self.isHeard = isHeard
        self.isBare = isBare
        self.nonFinite = nonFinite
    }

    /// - Thread: any.
    @_noLocks @_noAllocation @inlinable @inline(__always)
    public static func != (left: GroupResult, right: GroupResult) -> Bool {
        left.isHeard != right.isHeard || left.isBare != right.isBare || left.nonFinite != right.nonFinite
    }
}

/// Meters of eight strips.
@frozen
public struct MeterVectors {
    /// Highest magnitudes since they were cleared.
    public var peakLeft: Vector
    public var peakRight: Vector
    /// Mean squares.
    public var squareLeft: Vector
    public var squareRight: Vector
    /// Largest gain reductions in dB since they were cleared, 0 or more.
    public var gate: Vector
    public var compressor: Vector
    public var deEsser: Vector

    @_noLocks @_noAllocation @inlinable @inline(__always)
    public init(
        peakLeft: Vector, peakRight: Vector, squareLeft: Vector, squareRight: Vector, gate: Vector,
        compressor: Vector,
        deEsser: Vector
    ) {
        self.peakLeft = peakLeft
        self.peakRight = peakRight
        self.squareLeft = squareLeft
        self.squareRight = squareRight
        self.gate = gate
        self.compressor = compressor
        self.deEsser = deEsser
    }
}
