import CRealtime
import DSP
import DSPWide
import Memory
import Realtime
import Vectors

/// The build of the strips' kernel that suits the processor. All give the same bits.
public enum KernelChoice: String, CaseIterable, Sendable {
    /// Any x86-64 or other processor.
    case baseline
    /// x86-64 with AVX2; fused multiplications are not used.
    case avx2

    /// The fastest that this processor can run.
    ///
    /// - Thread: any.
    public static var best: KernelChoice { avx2.isAvailable ? .avx2 : .baseline }

    /// Whether this processor can run it.
    ///
    /// - Thread: any.
    public var isAvailable: Bool { self == .baseline || rt_has_avx2() }
}

/// Calls into the chosen build.
///
/// - Thread: audio; setup makes states.
struct Kernel {
    /// Keeps a pointer's alignment at the front: structs that begin with a small number break the thread sanitizer's build.
    private let isWide: Int
    /// Bytes of a group's state.
    let stateBytes: Int

    init(_ choice: KernelChoice) {
        isWide = choice == .avx2 && choice.isAvailable ? 1 : 0
        stateBytes = DSP.StripKernel.stateBytes
    }

    /// Eight numbers of 32 bits, one for each column: what states are made of.
    typealias StateRow = SIMD8<UInt32>

    /// The states of so many groups, one behind the other, made.
    func makeStates(_ count: Int, sampleRate: Int) -> FixedMemory<StateRow> {
        let rows = stateBytes / MemoryLayout<StateRow>.stride
        let memory = FixedMemory<StateRow>(unwritten: count * rows, placement: .walked)
        for group in 0..<count {
            let state = UnsafeMutableRawPointer(memory + group * rows)
            if isWide != 0 {
                DSPWide.StripKernel.initialize(state, sampleRate: sampleRate)
            } else {
                DSP.StripKernel.initialize(state, sampleRate: sampleRate)
            }
        }
        return memory
    }

    @_noLocks @_noAllocation
    func render(_ job: UnsafePointer<GroupJob>) -> GroupResult {
        isWide != 0 ? DSPWide.StripKernel.render(job) : DSP.StripKernel.render(job)
    }

    @_noLocks @_noAllocation
    func reset(_ state: UnsafeMutableRawPointer) {
        if isWide != 0 { DSPWide.StripKernel.reset(state) } else { DSP.StripKernel.reset(state) }
    }

    @_noLocks @_noAllocation
    func rest(_ state: UnsafeMutableRawPointer, frames: Int) {
        if isWide != 0 {
            DSPWide.StripKernel.rest(state, frames: frames)
        } else {
            DSP.StripKernel.rest(state, frames: frames)
        }
    }

    @_noLocks @_noAllocation
    func takeMeters(_ state: UnsafeMutableRawPointer) -> MeterVectors {
        isWide != 0 ? DSPWide.StripKernel.takeMeters(state) : DSP.StripKernel.takeMeters(state)
    }

    @_noLocks @_noAllocation
    func sendGains(
        level: VectorRow, pan: VectorRow, on: VectorRow, before: VectorRow, law: Int, isMono: VectorMask,
        rooms: UnsafeMutablePointer<Vector>, rows: UnsafeMutablePointer<Float>?, frames: Int
    ) {
        if isWide != 0 {
            DSPWide.StripKernel.sendGains(
                level: level, pan: pan, on: on, before: before, law: law, isMono: isMono, rooms: rooms, rows: rows,
                frames: frames)
        } else {
            DSP.StripKernel.sendGains(
                level: level, pan: pan, on: on, before: before, law: law, isMono: isMono, rooms: rooms, rows: rows,
                frames: frames)
        }
    }

    @_noLocks @_noAllocation
    func sum(
        _ items: UnsafePointer<SumItem>, first: Int, into sum: UnsafeMutablePointer<Float>, adding: Bool,
        from start: Int = 0, frames: Int
    ) {
        if isWide != 0 {
            DSPWide.StripKernel.sum(
                items, first: first, adding: adding, sum: sum, from: start, frames: frames)
        } else {
            DSP.StripKernel.sum(items, first: first, adding: adding, sum: sum, from: start, frames: frames)
        }
    }

    @_noLocks @_noAllocation
    func add(_ sum: UnsafePointer<Float>, to total: UnsafeMutablePointer<Float>, frames: Int) {
        if isWide != 0 {
            DSPWide.StripKernel.add(sum, to: total, frames: frames)
        } else {
            DSP.StripKernel.add(sum, to: total, frames: frames)
        }
    }
}
