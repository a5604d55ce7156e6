import Automation
import ControlSurfaces
import Desk
import Foundation
import MixModel
import SessionStore
import Units

/// The parts of the state that clients are told as JSON, each whole whenever something in it has changed.
enum Sections {
    // Large: a key for each field of the section, as other programs read it.
    struct Session: Encodable, Hashable {
        var name: String
        var sampleRate: Int
        /// Frames.
        var end: FramePosition
        var isReadOnly: Bool
        var noSound: String?
        var xruns: Int64
        /// Frames that the loudspeakers got clipped since the meters were cleared.
        var clippedFrames: Int
        var tempo: Double
        var selected: String
        var touched: String?
        /// The mode of the whole session, if it rules.
        var mode: String?
        /// dB by which each is made louder.
        var references: [Double]
        /// Revisions that can be heard in place of the mix.
        var heard: [Heard]

        struct Heard: Encodable, Hashable {
            var source: Int
            var name: String
            var gain: Double
        }
    }

    struct Node: Encodable, Hashable {
        struct Send: Encodable, Hashable {
            var number: Int
            var to: String
        }

        var address: String
        var name: String
        /// `strip`, `bus`, `vca`, `master`.
        var kind: String
        /// The mode that its fader follows.
        var mode: String
        /// Name of the bus that it feeds, or `Master`.
        var output: String?
        var channels: Int?
        var sends: [Send]
        var vcas: [String]
        var groups: [String]
        /// Paths of the parameters that have lanes.
        var lanes: [String]
    }

    struct Transport: Encodable, Hashable {
        struct Place: Encodable, Hashable {
            var name: String
            var position: FramePosition
        }

        var isRolling: Bool
        /// 1: the song's own; below 0: backwards.
        var speed: Double
        var loop: [FramePosition]?
        var punch: [FramePosition]?
        var markers: [Place]
    }

    struct State: Encodable, Hashable {
        var address: String
        var state: String
        /// The way that a hand has to go.
        var direction: String?
    }

    struct Change: Encodable, Hashable {
        var label: String
        /// Seconds since 1970.
        var time: Double
        var isUndone: Bool
    }

    struct RevisionHead: Encodable, Hashable {
        var number: Int
        var name: String
        var note: String
        /// Seconds since 1970.
        var time: Int64
    }

    struct LaneHead: Encodable, Hashable {
        var address: String
        var title: String
        var points: Int
        /// Rises when the lane changes.
        var version: Int
    }

    struct Pass: Encodable, Hashable {
        struct Part: Encodable, Hashable {
            var address: String
            var ranges: [[FramePosition]]
        }

        var number: Int
        var parts: [Part]
    }

    struct Surface: Encodable, Hashable {
        var name: String
        var mapping: String
        var title: String
        var layer: String
        var layers: [String]
        var nodes: [String]
        var controls: [SurfaceControl]
        /// Where controls are on the device: rows of names from the top, empty for a gap.
        var look: [[String]]
        /// It moves nothing, since somebody learns from it.
        var isLearnt: Bool
    }
}

extension Sections {
    static func session(_ calm: PageCalm, name: String, isReadOnly: Bool) -> Session {
        Session(
            name: name, sampleRate: calm.document.mix.sampleRate, end: calm.end, isReadOnly: isReadOnly,
            noSound: calm.noSound, xruns: calm.xruns, clippedFrames: calm.clippedFrames,
            tempo: calm.document.mix.tempo,
            selected: calm.selected.address, touched: calm.touched?.address,
            mode: calm.document.modes.session?.rawValue, references: calm.references,
            heard: calm.revisionsReady.map { .init(source: $0.number, name: $0.name, gain: $0.gain) })
    }

    /// In the order of the bank; the master last.
    static func nodes(_ calm: PageCalm) -> [Node] {
        let mix = calm.document.mix
        var lanes: [MixModel.Node: [String]] = [:]
        for (id, lane) in calm.document.lanes where !lane.isEmpty {
            lanes[id.node, default: []].append(id.role.spec.path)
        }
        return mix.shownNodes.map { node in
            var output: Int?
            var sends: [Int?] = []
            var vcas: [Int] = []
            var channels: Int?
            switch node {
            case .strip(let number):
                let strip = mix.strips[number - 1]
                (output, sends, vcas, channels) = (strip.output, strip.sends, strip.vcas, strip.source?.channels)
            case .bus(let number):
                let bus = mix.buses[number - 1]
                (output, sends, vcas) = (bus.output, bus.sends, bus.vcas)
            case .vca(let number): vcas = mix.vcas[number - 1].vcas
            case .master, .monitor: break
            }
            let sounds = node.kind == .strips || node.kind == .buses
            func bus(_ number: Int) -> String { mix.name(of: .bus(number)) }
            return Node(
                address: node.address, name: mix.name(of: node), kind: node.word, mode: calm.modes[node] ?? "read",
                output: sounds ? output.map(bus) ?? "Master" : nil, channels: channels,
                sends: sends.enumerated().compactMap { index, to in
                    to.map { Node.Send(number: index + 1, to: bus($0)) }
                }, vcas: vcas.map { mix.name(of: .vca($0)) },
                groups: mix.groups.filter { $0.members.contains(node) }.map(\.name),
                lanes: (lanes[node] ?? []).sorted())
        }
    }

    static func transport(_ turn: PageTurn) -> Transport {
        let calm = turn.calm
        return Transport(
            isRolling: turn.isRolling, speed: turn.speed, loop: calm.loop.map(ends),
            punch: calm.document.settings.punch.map(ends),
            markers: calm.document.mix.markers.map { Transport.Place(name: $0.name, position: $0.position) })
    }

    static func states(_ turn: PageTurn) -> [State] {
        turn.states.map { State(address: $0.parameter.address, state: $0.state.rawValue) }
            + turn.waiting.map {
                State(
                    address: $0.parameter.address, state: WriteState.waiting.rawValue,
                    direction: $0.direction.rawValue)
            }
    }

    static func history(_ entries: [SessionStore.HistoryEntry]) -> [Change] {
        entries.suffix(1000).map {
            Change(label: $0.label, time: $0.time.timeIntervalSince1970, isUndone: $0.isUndone)
        }
    }

    static func revisions(_ revisions: [Revision]) -> [RevisionHead] {
        revisions.enumerated().map { index, revision in
            RevisionHead(number: index + 1, name: revision.name, note: revision.note, time: revision.time)
        }
    }

    static func passes(_ calm: PageCalm) -> [Pass] {
        calm.passes.enumerated().map { index, pass in
            Pass(
                number: index + 1,
                parts: pass.ranges.sorted { $0.key < $1.key }.map { id, ranges in
                    Pass.Part(address: id.address, ranges: ranges.map(ends))
                })
        }
    }

    static func surfaces(_ calm: PageCalm) -> [Surface] {
        calm.surfaces.map {
            Surface(
                name: $0.name, mapping: $0.mapping, title: $0.title, layer: $0.layer, layers: $0.layers,
                nodes: $0.nodes.map(\.address), controls: $0.controls, look: $0.look,
                isLearnt: $0.isLearnt)
        }
    }

    private static func ends(_ range: Range<FramePosition>) -> [FramePosition] {
        [range.lowerBound, range.upperBound]
    }
}

extension Mix {
    /// What the page shows side by side: strips, buses, VCAs, the master.
    var shownNodes: [MixModel.Node] { nodes.filter { $0 != .master && $0 != .monitor } + [.master] }
}

extension MixModel.Node {
    /// What it is, in one word.
    var word: String {
        switch self {
        case .strip: "strip"
        case .bus: "bus"
        case .vca: "vca"
        case .master: "master"
        case .monitor: "monitor"
        }
    }
}
