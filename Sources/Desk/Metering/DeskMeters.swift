import Engine
public import MixModel
import SessionStore

/// The meters of all nodes that sound passes.
///
/// - Thread: the desk's. Reading resets the engine's peaks, so there is one of these.
public final class DeskMeters {
    private let engine: Engine
    /// Strips, then buses, the master last.
    public let nodes: [Node]
    private var meters: [Node: HeldMeter]
    /// What the engine had clipped when the counts were cleared.
    private var clippedBefore: Int

    public init(_ desk: Desk) {
        engine = desk.engine
        clippedBefore = desk.engine.clippedFrames
        nodes = desk.document.mix.soundingNodes
        meters = Dictionary(uniqueKeysWithValues: nodes.map { ($0, HeldMeter()) })
    }

    /// Reads all of them.
    ///
    /// - Parameter seconds: now, on any clock that never goes back.
    public func update(at seconds: Double) {
        for node in nodes { meters[node]?.take(engine.readMeter(of: node), at: seconds) }
    }

    /// Forgets held peaks and counts of clips.
    public func clear() {
        for node in nodes { meters[node]?.clear() }
        clippedBefore = engine.clippedFrames
    }

    /// Frames that the loudspeakers got clipped since ``clear()``: the output was beyond full scale, which a bounce in floats is free to be.
    public var clippedFrames: Int { engine.clippedFrames - clippedBefore }

    public subscript(node: Node) -> HeldMeter { meters[node] ?? HeldMeter() }
}
