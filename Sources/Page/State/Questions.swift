import AudioFiles
import Automation
import Desk
import Foundation
import Mapping
import MixModel
public import SessionStore
import Synchronization
import Units

/// What scripts and the page ask by plain GET, below `/api/`.
///
/// - Thread: the server's.
public final class Questions: Sendable {
    static let json = "application/json"

    private let waveforms: Waveforms
    private let shelf: MappingShelf
    /// What was refused so far, once there is a server.
    private let refusals = Mutex<(@Sendable () -> PageCounts)?>(nil)

    /// - Parameters:
    ///   - location: of the session, for its audio files.
    ///   - shelf: the mappings that can be asked for.
    public init(location: SessionLocation, shelf: MappingShelf) {
        waveforms = Waveforms(location: location)
        self.shelf = shelf
    }

    func setRefusals(_ read: @escaping @Sendable () -> PageCounts) { refusals.withLock { $0 = read } }

    func answer(_ question: String, query: String, turn: PageTurn?) -> (type: String, bytes: [UInt8])? {
        let words = Questions.words(query)
        switch question {
        case "parameters": return json(Questions.parameters)
        case "values": return turn.flatMap { json(values(of: words["of"], $0)) }
        case "lane": return turn.flatMap { turn in lane(words["address"], turn).flatMap { json($0) } }
        case "waveform": return turn.flatMap { waveforms.answer(words, mix: $0.calm.document.mix) }
        case "refusals": return json(refusals.withLock { $0 }?() ?? PageCounts())
        case "curves": return turn.flatMap { turn in StripCurves.answer(words["of"], turn).flatMap { json($0) } }
        case "mappings": return json(shelf.entries)
        case "actions": return json(ActionTable.rows)
        case "mapping": return words["id"].flatMap(shelf.content).flatMap { json($0) }
        default: return nil
        }
    }

    private func json(_ value: some Encodable) -> (type: String, bytes: [UInt8])? {
        PageJSON.data(value).map { (Questions.json, Array($0)) }
    }

    // MARK: Parameters

    /// What a parameter is, with all that a display needs to draw it.
    // Large: a key for each thing that is known of it, as other programs read it.
    struct Parameter: Encodable {
        var path: String
        /// Its stage's word, the title under which people look for it, and its place in the order of the signal.
        var stage: String
        var title: String
        var place: Int
        var unit: String
        var scale: String
        var range: [Double]
        var initial: Double
        var steps: [Double]
        var choices: [String]
        /// Corners of travel and position.
        var taper: [[Double]]
        var summary: String
        /// Which nodes have it.
        var nodes: [String]
    }

    static let parameters: [Parameter] = Role.allCases.map { role in
        let spec = role.spec
        let kinds: [(NodeKinds, String)] = [
            (.strips, "strip"), (.buses, "bus"), (.master, "master"), (.vcas, "vca"), (.monitor, "monitor"),
        ]
        let stage = role.stage
        return Parameter(
            path: spec.path, stage: stage.name, title: stage.title, place: stage.place, unit: spec.unit.rawValue,
            scale: spec.scale.word,
            range: [spec.range.lowerBound, spec.range.upperBound], initial: spec.initial, steps: spec.steps,
            choices: spec.choices, taper: spec.taper.corners.map { [$0.travel, $0.position] }, summary: spec.summary,
            nodes: kinds.filter { role.nodes.contains($0.0) }.map(\.1))
    }

    /// All values of a node, or of all nodes: as the lane has them where the song is, else at rest, as people write them.
    private func values(of address: String?, _ turn: PageTurn) -> [String: String] {
        let document = turn.calm.document
        let nodes = document.mix.nodes.filter { address == nil || $0.address == address }
        var found: [String: String] = [:]
        for node in nodes {
            for role in Role.roles(of: node) {
                let id = ParameterID(node, role)
                found[id.address] = role.spec.text(at: Questions.position(of: id, turn))
            }
        }
        return found
    }

    /// Where a parameter is, as far as the document says.
    static func position(of id: ParameterID, _ turn: PageTurn) -> Float {
        let document = turn.calm.document
        let lane = document.mode(of: id) == .off ? nil : document.lanes[id]?.position(at: turn.position)
        return lane ?? document.mix[id]
    }

    // MARK: Lanes

    struct LanePoints: Encodable {
        var address: String
        /// Position without a lane.
        var rest: Double
        /// Of each segment: frame, position there, position at its end, frame of the ramp's end.
        var segments: [[Double]]
    }

    private func lane(_ address: String?, _ turn: PageTurn) -> LanePoints? {
        guard let address, let id = ParameterID(address: address) else { return nil }
        let document = turn.calm.document
        guard document.mix.contains(id.node) else { return nil }
        let segments = document.lanes[id]?.segments ?? []
        let rows = segments.enumerated().map { index, segment in
            let next = index + 1 < segments.count ? segments[index + 1].frame : FramePosition.max
            let end = min(max(segment.ramp.end, segment.frame), next)
            return [
                Double(segment.frame), Double(segment.ramp.position(at: segment.frame)),
                Double(segment.ramp.position(at: end)), Double(end),
            ]
        }
        return LanePoints(address: address, rest: Double(document.mix[id]), segments: rows)
    }

    /// `a=1&b=/strip/2`, decoded.
    static func words(_ query: String) -> [String: String] {
        var words: [String: String] = [:]
        for part in query.split(separator: "&").prefix(16) {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { continue }
            words[String(pair[0])] = pair[1].replacingOccurrences(of: "+", with: " ").removingPercentEncoding
        }
        return words
    }
}

extension Scale {
    /// The scale's name, as other programs read it.
    var word: String {
        switch self {
        case .linear: "linear"
        case .fader: "fader"
        case .logarithmic: "logarithmic"
        case .onOff: "on-off"
        case .whole: "whole"
        }
    }
}
