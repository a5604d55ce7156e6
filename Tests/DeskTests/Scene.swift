import Automation
import ControlSurfaces
import Engine
import Foundation
import MIDI
import Mapping
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// Plays one story on one parameter, at one rate, from one beginning, and compares what is left with what the story
/// says.
final class Scene {
    private let story: Story
    private let beginning: Beginning
    private let id: ParameterID
    /// What is written: the parameter, or its trim.
    private let subject: ParameterID
    private let rate: Int
    private let isSwitch: Bool
    private let mapping: DeviceMapping
    private let assignment: Assignment
    private let before: SessionDocument
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "gainrider-scene-\(UUID().uuidString)")
    private let store: SessionStore
    private let studio: Studio
    private let player: OfflinePlayer
    private var surface: Surface?
    /// What was heard last at a frame of the song.
    private var heard: [FramePosition: Float] = [:]
    private var faults: [String] = []

    private var desk: Desk { studio.desk }
    /// Engine seconds at which play begins.
    private static let start = 1.5
    private static let seconds = 6.0

    /// - Returns: what does not hold; empty if all does.
    static func faults(of story: Story, _ kind: Kind, rate: Int, from beginning: Beginning) throws -> [String] {
        let scene = try Scene(story, kind, rate: rate, from: beginning)
        defer { try? FileManager.default.removeItem(at: scene.folder) }
        try scene.play()
        try scene.compare()
        return scene.faults
    }

    private init(_ story: Story, _ kind: Kind, rate: Int, from beginning: Beginning) throws {
        (self.story, self.beginning, self.rate) = (story, beginning, rate)
        isSwitch = kind == .mute
        let (mapping, _) = MappingReader.read(text: Scene.mapping(of: kind, glide: story.glide), file: "scene.yaml")
        self.mapping = try #require(mapping)
        let assignment = try #require(self.mapping.assignments(for: "hand", layer: "mix", held: []).first)
        self.assignment = assignment
        var mix = Mix(sampleRate: rate)
        mix.strips = (1...3).map { number in
            Strip(
                name: "Strip \(number)",
                source: Source(
                    path: "none", fingerprint: "", channels: 2, sampleRate: rate,
                    frames: Int64(Scene.seconds * Double(rate))), sends: [1])
        }
        mix.buses = [Bus(name: "Hall")]
        mix.vcas = [VCA(name: "All")]
        id = try #require(ParameterID(address: kind.address))
        subject = story.isTrimmed ? try #require(id.trim) : id
        var document = SessionDocument(mix: mix)
        let spec = id.role.spec
        let isSwitch = isSwitch
        let place = { (travel: Double) -> Float in
            isSwitch ? (travel >= 0.5 ? 1 : 0) : assignment.position(travel: travel, of: spec)
        }
        let points = story.lane.map { (Scene.frame($0.time, rate), place($0.travel)) }
        document.mix[id] = points[0].1
        if beginning != .noLane { document.lanes[id] = Lane(points: points, stepped: isSwitch) }
        if beginning == .step, let first = story.firstHand {
            let step = max(1, Scene.frame(max(0, first) - Beginning.moment, rate))
            let other = place(story.lane[0].travel + 0.2)
            document.lanes[id] = Lane(points: [(0, other), (step, points[0].1)], stepped: true)
        }
        if beginning == .recalled {
            var snapshot = Snapshot(name: "Elsewhere", fadeMilliseconds: Int(story.glide * 1000))
            snapshot.scope.parameters = [id]
            snapshot[id] = place(story.lane[0].travel + 0.2)
            document.snapshots = [snapshot]
        }
        let frames = { (range: Range<Double>) in
            Scene.frame(range.lowerBound, rate)..<Scene.frame(range.upperBound, rate)
        }
        if story.isTrimmed { document.set(.trim, of: .node(id.node), on: true) }
        document.settings.loop = story.loop.map(frames)
        document.settings.punch = story.punch.map(frames)
        before = document
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let location = SessionLocation(folder.appendingPathComponent("song").path)
        try SessionStore.create(at: location, document: document).close()
        store = try SessionStore.open(at: location)
        studio = Studio(store, isLive: false)
        player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: 480)
    }

    private static func mapping(of kind: Kind, glide: Double) -> String {
        let hand = kind == .mute ? "note 100 ch 1, out: same" : "pitchbend ch 1, out: same, touch: note 104 ch 1"
        let place = "curve: linear, range: \(kind.range)"
        let knobs = ["motion", "pickup", "coarse", "plain"].map { name in
            "    \(name): {to: \(kind.address), \(place)\(name == "pickup" ? ", takeover: pickup" : "")}"
        }
        let assigned =
            kind == .mute ? "toggle \(kind.target)" : "{to: \(kind.target), \(place), takeover: motor}"
        return """
            mapping: 1
            name: Scene
            match: [{client: "Scene*"}]
            defaults: {takeover: jump, glide: \(Int(glide * 1000))ms}
            controls:
              hand: {in: \(hand)}
              motion: {in: cc 1/33 ch 1, touch: motion 700ms}
              pickup: {in: cc 2/34 ch 1, touch: motion 700ms}
              plain: {in: cc 3/35 ch 1, touch: none}
              coarse: {in: cc 4 ch 1, touch: motion 700ms}
              bank/left: {in: note 46 ch 1}
              bank/right: {in: note 47 ch 1}
              there: {in: note 48 ch 1}
              back: {in: note 49 ch 1}
            layers:
              mix:
                hand: \(assigned)
            \(kind == .mute ? "" : knobs.joined(separator: "\n"))
                bank/left: /bank -= 1
                bank/right: /bank += 1
                there: layer other
              other:
                also: mix
                hand: \(kind == .mute ? "toggle /master/mute" : "/master/pan")
                back: layer mix
            """
    }

    // MARK: Playing

    private func play() throws {
        desk.setMode(story.mode, of: .parameter(id), at: 0)
        if beginning != .connected { connect() }
        var steps: [(time: Double, body: () throws -> Void)] = story.events.flatMap { event in
            Scene.steps(event).map { (time, doing) in (time, { try self.act(doing) }) }
        }
        steps.append((0, { self.desk.play(at: self.desk.now) }))
        prepare(&steps)
        let ordered = steps.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
        for (_, step) in ordered {
            run(to: Scene.start + step.time)
            try step.body()
        }
        desk.stop(at: desk.now)
        run(to: Double(desk.now) / Double(rate) + 0.6)
        if let surface { _ = desk.surfaceSession.disconnect(surface, at: desk.now) }
        desk.close(at: desk.now)
    }

    /// What the beginning does before the story, or in its midst.
    private func prepare(_ steps: inout [(time: Double, body: () throws -> Void)]) {
        let first = story.firstHand ?? 0
        let moment = first - Beginning.moment
        switch beginning {
        case .comfortable, .noLane, .step: break
        case .recalled: steps.insert((moment, { try self.act(.act("/snapshot/Elsewhere")) }), at: 0)
        case .connected: steps.insert((moment, { self.connect() }), at: 0)
        case .bank:
            steps.insert((-1, { try self.press("bank/right") }), at: 0)
            steps.insert((moment, { try self.press("bank/left") }), at: 0)
        case .layer:
            steps.insert((-1, { try self.press("there") }), at: 0)
            steps.insert((moment, { try self.press("back") }), at: 0)
        case .located:
            steps.insert(
                (
                    moment,
                    { self.desk.locate(to: self.desk.transport.position(at: self.desk.now), at: self.desk.now) }
                ),
                at: 0)
        case .undone:
            steps.insert((moment, self.takeBack), at: 0)
            steps.insert((moment - 0.02, { self.edit() }), at: 0)
        case .handBefore:
            if let place = steps.firstIndex(where: { $0.time == first }) { steps.remove(at: place) }
            steps.insert((-0.3, { try self.act(.touch) }), at: 0)
        }
    }

    /// A change of the lane that is taken back later.
    private func edit() {
        let other = position(isSwitch ? 1 - story.lane[0].travel : story.lane[0].travel - 0.2)
        let id = id
        desk.edit("Something else") { $0.lanes[id] = Lane(points: [(0, other)]) }
        if let index = studio.engine.index(of: id) { desk.publish(index, lane: true) }
    }

    /// What was heard of the other lane is not to be compared.
    private func takeBack() {
        desk.undo(at: desk.now)
        heard = [:]
    }

    private func connect() {
        surface = desk.surfaceSession.connect(mapping, to: QuietPort(), named: "scene", keepsSent: true, at: desk.now)
    }

    private static func steps(_ event: Story.Event) -> [(Double, Story.Doing)] {
        guard case .ride(let from, let to, let over) = event.doing else { return [(event.time, event.doing)] }
        let count = Int((over * 100).rounded())
        return (0...count).map { step in
            let share = Double(step) / Double(count)
            return (event.time + over * share, .move(from + (to - from) * share))
        }
    }

    private func act(_ doing: Story.Doing) throws {
        switch doing {
        case .touch: try move("hand", isSwitch ? .press : .touch)
        case .letGo: try move("hand", isSwitch ? .release : .letGo)
        case .press(let button): try press(button)
        case .unplug:
            if let surface { _ = desk.surfaceSession.disconnect(surface, at: desk.now) }
            surface = nil
        case .move(let travel): try move("hand", .travel(travel))
        case .ride: break
        case .other(let control, let travel): try move(control, .travel(travel))
        case .act(let text):
            let action = try Action(
                parsing: text.replacingOccurrences(of: "PARAMETER", with: id.address)
                    .replacingOccurrences(of: "NODE", with: id.node.address))
            if let complaint = desk.perform(action, at: desk.now) { faults.append(complaint) }
        }
    }

    private func press(_ control: String) throws {
        try move(control, .press)
        try move(control, .release)
    }

    private func move(_ name: String, _ input: ControlInput) throws {
        guard let surface else { return }
        let control = try #require(mapping.control(named: name))
        for bytes in input.bytes(for: control) {
            var parser = ByteParser()
            for message in parser.parse(bytes) { desk.surfaceSession.handle(message, from: surface, at: desk.now) }
        }
    }

    private func run(to seconds: Double) {
        let end = Scene.frame(seconds, rate)
        guard let index = studio.engine.index(of: subject) else { return }
        while desk.now < end {
            let next = min(desk.nextDeadline, end)
            let isRolling = desk.transport.isRolling
            player.render(next - desk.now) { _, _, _ in }
            if isRolling, studio.engine.isRolling {
                heard[studio.engine.sessionPosition - 1] = studio.engine.livePosition(of: index)
            }
            desk.advance(to: next)
        }
    }

    // MARK: Comparing

    private func compare() throws {
        let document = store.document
        if document.lanes != desk.document.lanes { faults.append("what is stored is not what is heard") }
        for wanted in story.expected {
            let frame = Scene.frame(wanted.time, rate)
            let found = position(frame, in: document)
            let expected = position(of: wanted.value, at: frame)
            let span = abs(position(1) - position(0))
            if abs(found - expected) > span * 5e-4 {
                faults.append("\(found) at \(wanted.time) s, expected \(expected)")
            }
        }
        let passes = store.history.filter { $0.label.hasPrefix("Pass") && !$0.isUndone }.count
        if passes != story.passes { faults.append("\(passes) passes, expected \(story.passes)") }
        if story.isHeardAsWritten, story.loop == nil {
            let differing = heard.filter { $0.value.bitPattern != position($0.key, in: document).bitPattern }
            if let first = differing.min(by: { $0.key < $1.key }) {
                faults.append(
                    "heard \(first.value) at \(Double(first.key) / Double(rate)) s, written "
                        + "\(position(first.key, in: document)); \(differing.count) of \(heard.count) places differ")
            }
        }
        if story.isTrimmed, document.lanes[id] != before.lanes[id] {
            faults.append("the trim is in the lane below it")
        }
        while try store.undo() != nil {}
        if store.document.lanes != before.lanes || store.document.mix != before.mix {
            faults.append("undo of all is not the beginning")
        }
        try store.close()
    }

    private func position(_ travel: Double) -> Float {
        isSwitch ? (travel >= 0.5 ? 1 : 0) : assignment.position(travel: travel, of: subject.role.spec)
    }

    private func position(_ frame: FramePosition, in document: SessionDocument) -> Float {
        document.lanes[subject]?.position(at: frame) ?? document.mix[subject]
    }

    private func position(of value: Story.Value, at frame: FramePosition) -> Float {
        switch value {
        case .travel(let travel): return position(travel)
        case .old: return position(frame, in: before)
        case .between(let travel, let share, let oldAt):
            let old = position(Scene.frame(oldAt, rate), in: before)
            return position(travel) + (old - position(travel)) * Float(share)
        }
    }

    private static func frame(_ seconds: Double, _ rate: Int) -> FramePosition {
        Int64((seconds * Double(rate)).rounded())
    }
}
