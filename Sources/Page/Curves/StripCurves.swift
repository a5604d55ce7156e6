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
        func positions(_ roles: [Role]) -> [Float] {
            roles.map { role in
                let id = ParameterID(node, role)
                return live[id] ?? Questions.position(of: id, turn)
            }
        }
        return StripCurves(
            sampleRate: turn.calm.document.mix.sampleRate, filters: positions(filterRoles),
            equalizer: positions(bandRoles))
    }

    init(sampleRate: Int, filters positions: [Float], equalizer bands: [Float]) {
        let response = StageResponse(sampleRate: sampleRate, filters: positions, equalizer: bands)
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

    static let filterRoles: [Role] = [.hpfOn, .hpfFrequency, .hpfSlope, .lpfOn, .lpfFrequency, .lpfSlope]
    static let bandRoles: [Role] = [
        .eqOn, .eq1On, .eq1Type, .eq1Frequency, .eq1Gain, .eq1Q, .eq2On, .eq2Type, .eq2Frequency, .eq2Gain, .eq2Q,
        .eq3On, .eq3Type, .eq3Frequency, .eq3Gain, .eq3Q, .eq4On, .eq4Type, .eq4Frequency, .eq4Gain, .eq4Q,
    ]
}
