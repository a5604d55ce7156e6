import MixModel
import Realtime
import Units

/// What commands may say.
///
/// - Thread: control.
extension Engine {
    /// The command with its positions inside their ranges.
    func checked(_ command: EngineCommand) -> EngineCommand {
        switch command {
        case .ramp(let index, let at, let to, let length):
            return .ramp(parameter: index, at: at, to: spec(of: index).clamped(to), length: length)
        case .rest(let index, let to):
            return .rest(parameter: index, to: spec(of: index).clamped(to))
        case .restUnderHand(let index, let at, let to):
            return .restUnderHand(parameter: index, at: at, to: spec(of: index).clamped(to))
        case .hold(let index, _), .keep(let index), .glide(let index, _, _, _), .follow(let index, _),
            .write(let index, _, _),
            .endWriting(let index, _), .lane(let index, _):
            precondition((0..<parameters.count).contains(Int(index)), "the mix has no parameter \(index)")
            return command
        case .locate(let at, let to, let slot, let speed):
            precondition((0..<PlaybackStreams.slots).contains(Int(slot)), "there is no slot \(slot)")
            return .locate(at: at, to: max(0, to), slot: slot, speed: speed)
        case .reread(_, _, let slot, _, _, _, _):
            precondition((0..<PlaybackStreams.slots).contains(Int(slot)), "there is no slot \(slot)")
            return command
        case .loop(let start, let end): return .loop(start: max(0, start), end: end)
        default: return command
        }
    }

    private func spec(of index: Int32) -> ParameterSpec {
        precondition((0..<parameters.count).contains(Int(index)), "the mix has no parameter \(index)")
        return table.spec(at: Int(index))
    }
}
