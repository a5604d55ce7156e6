import MixModel
import Vectors

/// The rows of a group as the stages want them.
///
/// - Thread: audio.
struct StageRows {
    private let rows: UnsafePointer<VectorRow>
    private let busRows: UnsafePointer<VectorRow>

    /// - Parameters:
    ///   - rows: of what every node with sound has.
    ///   - busRows: from the bus compressor's on, where there is one.
    @_noLocks @_noAllocation @inline(__always)
    init(_ rows: UnsafePointer<VectorRow>, bus busRows: UnsafePointer<VectorRow>) {
        self.rows = rows
        self.busRows = busRows
    }

    @inline(__always)
    subscript(role: Role) -> VectorRow {
        @_noLocks @_noAllocation get { rows[role.index] }
    }
}

extension StageRows {
    @inline(__always)
    var filters: Filters.Parameters {
        @_noLocks @_noAllocation get {
            Filters.Parameters(
                highPass: Filters.FilterParameters(
                    on: self[.hpfOn], frequency: self[.hpfFrequency], slope: self[.hpfSlope]),
                lowPass: Filters.FilterParameters(
                    on: self[.lpfOn], frequency: self[.lpfFrequency], slope: self[.lpfSlope]))
        }
    }

    @inline(__always)
    var equalizer: Equalizer.Parameters {
        @_noLocks @_noAllocation get {
            Equalizer.Parameters(on: self[.eqOn], band(0), band(1), band(2), band(3))
        }
    }

    @_noLocks @_noAllocation @inline(__always)
    private func band(_ index: Int) -> Equalizer.BandParameters {
        let first = rows + (Role.eq1Type.index &+ 5 &* index)
        return Equalizer.BandParameters(
            on: first[4], type: first[0], frequency: first[1], gain: first[2], q: first[3])
    }

    @inline(__always)
    var gate: Gate.Parameters {
        @_noLocks @_noAllocation get {
            Gate.Parameters(
                on: self[.gateOn], threshold: self[.gateThreshold], ratio: self[.gateRatio], range: self[.gateRange],
                attack: self[.gateAttack], hold: self[.gateHold], release: self[.gateRelease],
                hysteresis: self[.gateHysteresis], highPass: self[.gateSidechainHPF], lowPass: self[.gateSidechainLPF]
            )
        }
    }

    @inline(__always)
    var compressor: Compressor.Parameters {
        @_noLocks @_noAllocation get {
            Compressor.Parameters(
                on: self[.compOn], threshold: self[.compThreshold], ratio: self[.compRatio],
                attack: self[.compAttack],
                release: self[.compRelease], knee: self[.compKnee], makeup: self[.compMakeup], mix: self[.compMix],
                detector: self[.compDetector], highPass: self[.compSidechainHPF])
        }
    }

    @_noLocks @_noAllocation @inline(__always)
    private func bus(_ role: Role) -> VectorRow { busRows[role.index &- Role.busCompOn.index] }

    /// The bus compressor has a soft knee and an RMS detector, always.
    @_noLocks @_noAllocation @inline(__always)
    func busCompressor(_ fixed: BusCompressorRows) -> Compressor.Parameters {
        Compressor.Parameters(
            on: bus(.busCompOn), threshold: bus(.busCompThreshold), ratio: bus(.busCompRatio),
            attack: bus(.busCompAttack), release: bus(.busCompRelease), knee: fixed.knee,
            makeup: bus(.busCompMakeup), mix: bus(.busCompMix), detector: fixed.detector,
            highPass: bus(.busCompSidechainHPF))
    }

    @inline(__always)
    var deEsser: DeEsser.Parameters {
        @_noLocks @_noAllocation get {
            DeEsser.Parameters(
                on: self[.deEsserOn], frequency: self[.deEsserFrequency], threshold: self[.deEsserThreshold],
                range: self[.deEsserRange])
        }
    }
}

/// What the bus compressor does not leave open: a knee of 10 dB and the RMS detector.
struct BusCompressorRows {
    let knee: VectorRow
    let detector: VectorRow

    /// - Parameter memory: two vectors.
    @_noLocks @_noAllocation @inline(__always)
    init(_ memory: UnsafeMutablePointer<Vector>) {
        memory[0] = Vector(repeating: 10)
        memory[1] = Vector(repeating: 1)
        knee = VectorRow(constant: memory)
        detector = VectorRow(constant: memory + 1)
    }
}
