import Automation
import MixModel

/// Who rules each parameter: a gate for those that are not at rest, and one at rest for all others.
struct Gates: Sendable {
    /// The gates that are not at rest.
    private(set) var open: [ParameterID: WriteGate] = [:]

    subscript(id: ParameterID) -> WriteGate {
        get { open[id] ?? WriteGate() }
        set { open[id] = newValue.isAtRest ? nil : newValue }
    }

    /// Parameters whose movements are being written now, in the order of the mix.
    var writing: [ParameterID] { open.filter(\.value.isWriting).keys.sorted() }
}
