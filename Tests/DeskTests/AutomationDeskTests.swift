import Automation
import Engine
import Mapping
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// Automation alone: no engine, no store, no disk, no device.
@Suite struct `Automation by itself` {
    private static let fader = ParameterID(.strip(1), .fader)
    private static let second = ParameterID(.strip(2), .fader)
    private static let trim = ParameterID(.strip(1), .trimFader)
    private static let vca = ParameterID(.vca(1), .fader)

    /// A song of ten seconds with two strips and a VCA above the first, whose parameters stand where they were sent last.
    private final class House {
        let session: OpenSession
        let desk: AutomationDesk
        var transport = TransportModel(end: 480_000)
        /// What was ordered, in words.
        private var orders: [String] = []
        private let clock = Clock()
        private final class Clock {
            var transport: () -> TransportModel = { TransportModel(end: 0) }
            var positions: [Int32: Float] = [:]
        }

        init(_ mode: AutomationMode = .touch, _ change: (inout SessionDocument) -> Void = { _ in }) {
            var document = SessionDocument(sampleRate: 48_000)
            document.mix.strips = [Strip(name: "Kick", vcas: [1]), Strip(name: "Snare")]
            document.mix.vcas = [VCA(name: "Drums")]
            document.modes.session = mode
            change(&document)
            let ids = document.mix.nodes.flatMap { node in Role.allCases.map { ParameterID(node, $0) } }
            let clock = clock
            session = OpenSession(document)
            desk = AutomationDesk(
                ids, of: session,
                AutomationDesk.Surroundings(
                    transport: { clock.transport() }, position: { clock.positions[$0] ?? 0 },
                    index: { id in ids.firstIndex(of: id).map { Int32($0) } }))
            clock.transport = { [unowned self] in transport }
            desk.order = { [unowned self] in carryOut($0) }
        }

        func index(_ id: ParameterID) -> Int32 { desk.engineIndex(of: id)! }

        func roll(at frame: FramePosition) {
            transport.play(at: frame)
            desk.tellGates(.roll, at: frame)
        }

        /// What a hand does to a parameter, and what becomes of it.
        func hand(_ event: WriteGate.Event, on id: ParameterID, at frame: FramePosition, ramp: Int64 = 0) -> [String]
        {
            desk.take(event, on: index(id), at: frame, rampFrames: ramp)
            return take()
        }

        /// What is due by a frame happens.
        func expire(upTo frame: FramePosition) -> [String] {
            desk.beginReturns(upTo: frame)
            while let due = desk.timers.takeGate(upTo: frame) { desk.handle(due.event, on: due.index, at: due.frame) }
            desk.endRecalls(upTo: frame)
            return take()
        }

        func take() -> [String] {
            defer { orders = [] }
            return orders
        }

        private func carryOut(_ order: AutomationDesk.Order) {
            switch order {
            case .engine(let command): orders.append(words(command))
            case .publish(let index): orders.append("publish \(desk.id(of: index).address)")
            case .expectPass(let id, _): orders.append("expect \(id.address)")
            case .expectGlide(let id, let frames): orders.append("unheard glide \(id.address) \(frames)")
            case .rest(let index, let position, _):
                session.document.mix[desk.id(of: index)] = position
                clock.positions[index] = position
                orders.append("rest \(position)")
            case .say(let words): orders.append("say \(words)")
            }
        }

        private func words(_ command: EngineCommand) -> String {
            switch command {
            case .ramp(let index, let at, let to, let length):
                clock.positions[index] = to
                return "\(desk.id(of: index).address) to \(to) over \(length) at \(at)"
            case .hold: return "hold"
            case .keep: return "keep"
            case .glide(_, let at, let delay, let length): return "glide \(length) at \(at + Int64(delay))"
            case .follow(let index, let at):
                clock.positions[index] = desk.heldPosition(of: index, at: at)
                return "follow"
            case .write(_, let at, _): return "write at \(at)"
            case .endWriting: return "end writing"
            default: return "\(command)"
            }
        }
    }

    @Test func `a moved fader is held, expected, written and moved, in this order`() {
        let house = House { $0.lanes[Self.fader] = Lane(points: [(0, -10)]) }
        house.roll(at: 100)
        _ = house.take()
        #expect(house.hand(.touch(1), on: Self.fader, at: 1_000).contains("write at 1000") == false, "a tap may come")
        let moved = house.hand(.value(-6, 1, touched: true), on: Self.fader, at: 2_000, ramp: 96)
        #expect(
            moved == ["hold", "expect /strip/1/fader", "write at 2000", "/strip/1/fader to -6.0 over 96 at 2000"])
        #expect(house.desk.isAnythingWriting && house.desk.gates.writing == [Self.fader])
        // Behind the movement that is on its way, and as long as the session says.
        let glide = house.desk.glideFrames(of: house.index(Self.fader))
        #expect(house.hand(.release(1), on: Self.fader, at: 2_040) == ["glide \(glide) at 2096"])
        #expect(house.expire(upTo: 2_095 + glide).isEmpty && house.desk.isAnythingWriting)
        _ = house.expire(upTo: 2_096 + glide)
        #expect(!house.desk.isAnythingWriting && house.desk.activeGates.isEmpty)
    }

    @Test func `without a lane, in read, the rest position goes with the hand and the next decision sees it`() {
        let house = House(.read)
        #expect(house.hand(.touch(1), on: Self.fader, at: 0) == ["hold"])
        let moved = house.hand(.value(-3, 1, touched: true), on: Self.fader, at: 10, ramp: 96)
        #expect(moved.contains("rest -3.0"))
        #expect(
            house.session.document.mix[Self.fader] == -3
                && house.desk.heldPosition(of: house.index(Self.fader), at: 10) == -3)
        #expect(house.desk.lastMoved[Self.fader] == 10)
    }

    @Test(arguments: [true, false])
    func `a VCA that returns behind its movement moves what is written then, and not what returns itself by then`(
        isMatched: Bool
    ) {
        let house = House(.touch) { $0.lanes[Self.vca] = Lane(points: [(0, -3)]) }
        house.roll(at: 0)
        _ = house.hand(.touch(1), on: Self.fader, at: 100)
        _ = house.hand(.value(-6, 1, touched: true), on: Self.fader, at: 100)
        _ = house.hand(.touch(2), on: Self.vca, at: 200)
        _ = house.hand(.value(-4, 2, touched: true), on: Self.vca, at: 300, ramp: 9_000)
        let glide = house.desk.glideFrames(of: house.index(Self.vca))
        // The VCA's movement comes to its end first.
        #expect(house.hand(.release(2), on: Self.vca, at: 1_000) == ["glide \(glide) at 9300"])
        if isMatched { house.desk.match(.parameter(Self.fader), at: 2_000) }
        _ = house.take()
        #expect(house.expire(upTo: 9_299).isEmpty)
        let begun = house.expire(upTo: 9_300)
        #expect(begun == (isMatched ? [] : ["/strip/1/fader to -6.0 over \(glide) at 9300"]), "\(begun)")
    }

    @Test func `what is written under a VCA goes the other way when that moves, and what hands send next, too`() {
        let house = House(.latch)
        house.roll(at: 0)
        _ = house.hand(.value(-6, 1, touched: true), on: Self.fader, at: 100)
        let moved = house.hand(.value(-4, 2, touched: true), on: Self.vca, at: 200, ramp: 50)
        #expect(moved.contains("/strip/1/fader to -2.0 over 50 at 200"), "\(moved)")
        let next = house.hand(.value(-5, 1, touched: true), on: Self.fader, at: 300)
        #expect(next.contains("/strip/1/fader to -1.0 over 0 at 300"), "\(next)")
        // What nobody writes stays as it is.
        #expect(!moved.contains { $0.contains("/strip/2") })
    }

    @Test func `a trim takes the hand, but not from one that is on the fader already`() {
        let house = House(.touch)
        house.roll(at: 0)
        _ = house.hand(.value(-6, 1, touched: true), on: Self.fader, at: 100)
        house.session.document.set(.trim, of: .session, on: true)
        let kept = house.hand(.value(-7, 1, touched: true), on: Self.fader, at: 200)
        #expect(kept.contains { $0.hasPrefix("/strip/1/fader to -7.0") }, "\(kept)")
        let other = house.hand(.value(2, 2, touched: true), on: Self.second, at: 300)
        #expect(other.contains { $0.hasPrefix("/strip/2/trim") }, "\(other)")
        #expect(house.desk.held(house.index(Self.fader), by: .touch(2)) == house.index(Self.trim))
    }

    @Test func `in preview nothing is expected or written, and switching it off goes back without a step`() {
        let house = House(.latch) { $0.lanes[Self.fader] = Lane(points: [(0, -10)]) }
        house.roll(at: 0)
        house.desk.switchPreview(.on, at: 10)
        let tried = house.hand(.value(-2, 1, touched: true), on: Self.fader, at: 100)
        #expect(!tried.contains { $0.hasPrefix("write") || $0.hasPrefix("expect") }, "\(tried)")
        #expect(house.desk.preview.values == [Self.fader: -2])
        _ = house.hand(.release(1), on: Self.fader, at: 200)
        house.desk.switchPreview(.off, at: 300)
        #expect(house.take() == ["glide 960 at 300"])
    }

    @Test func `a snapshot's hand gives way to every other, and its end moves nothing then`() {
        let house = House(.touch) { $0.lanes[Self.fader] = Lane(points: [(0, -10)]) }
        house.roll(at: 0)
        _ = house.hand(.value(-2, AutomationDesk.recallHand, touched: true), on: Self.fader, at: 100, ramp: 960)
        house.desk.timers.endRecall(of: house.index(Self.fader), at: 1_060)
        _ = house.hand(.value(-4, 1, touched: true), on: Self.fader, at: 200)
        #expect(house.desk.gates[Self.fader].hands == [1])
        #expect(house.expire(upTo: 1_060).isEmpty && house.desk.gates[Self.fader].isWriting)
    }

    @Test
    func `a punch range that begins under a hand writes from there, and one that goes away ends it with its glide`() {
        let house = House(.touch) {
            $0.lanes[Self.fader] = Lane(points: [(0, -10)])
            $0.settings.punch = 48_000..<96_000
        }
        house.roll(at: 0)
        let early = house.hand(.value(-2, 1, touched: true), on: Self.fader, at: 100)
        #expect(!early.contains { $0.hasPrefix("write") }, "\(early)")
        house.session.document.settings.punch = 0..<96_000
        house.desk.punchChanged(from: 48_000..<96_000, at: 200)
        #expect(house.take().contains("write at 200"))
        house.session.document.settings.punch = 48_000..<96_000
        house.desk.punchChanged(from: 0..<96_000, at: 300)
        #expect(!house.desk.gates[Self.fader].isWriting || house.desk.gates[Self.fader].isGliding)
        #expect(!house.take().isEmpty)
    }

    @Test func `where latch stopped it writes on, once, with what it held`() {
        let house = House(.latch) { $0.settings.joins = true }
        house.roll(at: 0)
        _ = house.hand(.value(-6, 1, touched: true), on: Self.fader, at: 100)
        _ = house.hand(.release(1), on: Self.fader, at: 200)
        house.desk.rememberJoin(at: 48_000)
        house.transport.stop(at: 48_000)
        house.desk.tellGates(.stop, at: 48_000)
        house.transport.locate(at: 48_100, to: 24_000)
        house.roll(at: 48_200)
        _ = house.take()
        let join = house.desk.joinFrame(after: 48_200)
        #expect(join == 72_200)
        house.desk.joinHere(at: 48_200 + 24_000)
        #expect(house.take().contains("write at 72200"))
        #expect(
            house.desk.shownPosition(of: house.index(Self.fader)) == -6 && house.desk.joinFrame(after: 72_200) == nil)
    }
}
