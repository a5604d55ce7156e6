import DSP
import Foundation
import MixModel
import SessionStore
import Units

/// The curves of a node's equaliser and filters, as the kernel has them.
struct StripCurves: Encodable {
    /// Hz, rising.
    var frequencies: [Double]
    /// dB by frequency.
    var equalizer: [Double]
    var filters: [Double]

    private static let steps = 240

    /// - Parameter address: of a strip, a bus or the master.
    /// - Returns: `nil` if this session has no such node with an equaliser.
    static func answer(_ address: String?, _ turn: PageTurn) -> StripCurves? {
        guard let address, let node = Node(address: address), turn.calm.document.mix.contains(node),
            Role.eqOn.belongs(to: node)
        else { return nil }
        // What a client watches is where the hands have it now.
        var live: [ParameterID: Float] = [:]
        for (id, position) in turn.watched.values.joined() where id.node == node { live[id] = position }
        return StripCurves(sampleRate: turn.calm.document.mix.sampleRate) { role in
            let id = ParameterID(node, role)
            return live[id] ?? Questions.position(of: id, turn)
        }
    }

    /// - Parameter position: of each role of the stages that have a response.
    init(sampleRate: Int, position: (Role) -> Float) {
        let response = StageResponse(sampleRate: sampleRate, position: position)
        let top = min(20_000, Double(sampleRate) * 0.49)
        frequencies = (0...StripCurves.steps).map { 20 * pow(top / 20, Double($0) / Double(StripCurves.steps)) }
        var levels: [(filters: Double, equalizer: Double)] = []
        for frequency in frequencies {
            let angle = 2 * Double.pi * frequency / Double(sampleRate)
            levels.append(response.power(cosine: cos(angle), sine: sin(angle)))
        }
        func decibels(_ power: Double) -> Double { (10 * log10(max(power, 1e-12)) * 1000).rounded() / 1000 }
        equalizer = levels.map { decibels($0.equalizer) }
        filters = levels.map { decibels($0.filters) }
    }
}
