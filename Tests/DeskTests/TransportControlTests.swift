import Automation
import Testing
import Units

@testable import Desk

/// The transport alone: no engine, no disk, no session.
@Suite struct `Transport control` {
    typealias Order = TransportControl.Order

    /// A song of ten seconds whose disk answers when it is told to.
    private final class House {
        private(set) var orders: [Order] = []
        /// Whether the song rolled as each order came.
        private(set) var rolled: [Bool] = []
        let control: TransportControl

        init(loop: Range<FramePosition>? = nil, end: FramePosition = 480_000) {
            let disk = disk
            control = TransportControl(end: end, loop: loop, sampleRate: 48_000) { _ in disk.answers }
            control.order = { [unowned self] in
                orders.append($0)
                rolled.append(control.model.isRolling)
            }
        }

        final class Disk { var answers = true }
        let disk = Disk()

        func take() -> [Order] {
            defer { (orders, rolled) = ([], []) }
            return orders
        }
    }

    @Test func `what has to be written at a stop is asked for while the song still rolls`() {
        let house = House()
        house.control.play(at: 100)
        #expect(house.take() == [.play(at: 100), .began(at: 100)])
        house.control.stop(at: 1_100)
        let rolled = zip(house.orders, house.rolled).filter { $0.1 }.map(\.0)
        #expect(rolled == [.hearHalves(at: 1_100), .stop(at: 1_100), .stopping(at: 1_100)])
        #expect(house.take().last == .stopped(at: 1_100))
        #expect(house.control.model.position(at: 5_000) == 1_000)
    }

    @Test func `a second stop takes back what is primed, and moves nothing`() {
        let house = House()
        house.control.stop(at: 7)
        #expect(house.take() == [.hearHalves(at: 7), .stoppedAgain(at: 7)])
    }

    @Test func `a locate waits for the disk, says so once, and keeps the wish to play`() {
        let house = House()
        house.disk.answers = false
        house.control.locate(to: 96_000, at: 0)
        house.control.play(at: 10)
        #expect(house.take() == [.hearHalves(at: 0), .read(slot: 1, from: 96_000, loop: nil)])
        for second in 1...9 { house.control.finishLocate(at: Int64(second) * 48_000) }
        let said = house.take()
        #expect(said.count == 1)
        if case .say(let words)? = said.first { #expect(words.contains("has not answered for 5 s")) }
        // Another wish meanwhile: the waiting goes on, and is not said anew.
        house.control.locate(to: 48_000, at: 500_000)
        #expect(house.take() == [.hearHalves(at: 500_000), .read(slot: 1, from: 48_000, loop: nil)])
        house.disk.answers = true
        house.control.finishLocate(at: 600_000)
        #expect(
            house.take() == [
                .publishWritten(upTo: 0), .locate(at: 600_000, to: 48_000, slot: 1), .play(at: 600_000),
                .began(at: 600_000),
            ])
        #expect(house.control.model.position(at: 600_480) == 48_480 && house.control.locates == 1)
    }

    @Test func `a locate to the end while playing stops before it goes there`() {
        let house = House()
        house.control.play(at: 0)
        _ = house.take()
        house.control.locate(to: 999_999, at: 480)
        #expect(
            house.take() == [
                .hearHalves(at: 480), .read(slot: 1, from: 480_000, loop: nil), .publishWritten(upTo: 480),
                .hearHalves(at: 480), .stop(at: 480), .stopping(at: 480), .stopped(at: 480),
                .locate(at: 480, to: 480_000, slot: 1),
            ])
        // And the next start is from the beginning.
        house.control.play(at: 1_000)
        #expect(house.take().suffix(3) == [.locate(at: 1_000, to: 0, slot: 0), .play(at: 1_000), .began(at: 1_000)])
    }

    @Test(arguments: [true, false]) func `another loop while playing ends nothing`(isQuick: Bool) {
        let house = House()
        house.control.play(at: 0)
        _ = house.take()
        house.disk.answers = isQuick
        house.control.adoptLoop(24_000..<48_000, at: 4_800)
        if !isQuick {
            // 100 ms ahead, and once more where that did not suffice.
            #expect(house.take().last == .read(slot: 1, from: 9_600, loop: 24_000..<48_000))
            house.control.advanceReread(to: 9_500)
            #expect(house.take() == [.read(slot: 1, from: 19_100, loop: 24_000..<48_000)])
            house.disk.answers = true
            house.control.advanceReread(to: 10_000)
            house.control.finishReread(at: 19_100)
        }
        let orders = house.take()
        #expect(!orders.contains { if case .locate = $0 { true } else { false } })
        #expect(orders.contains { if case .reread(let other) = $0 { other.loop == 24_000..<48_000 } else { false } })
        #expect(house.control.model.position(at: 48_010) == 24_010)
        #expect(house.control.lastLoop == 24_000..<48_000)
    }

    @Test
    func `speeds that are wished while samples are read are taken up at a frame that is known, the newest last`()
        throws
    {
        let house = House()
        let (half, back) = (try #require(PlaySpeed(0.5)), try #require(PlaySpeed(-1)))
        house.control.play(at: 0)
        house.disk.answers = false
        _ = house.take()
        house.control.setSpeed(half, at: 4_800)
        #expect(house.take().last == .read(slot: 1, from: 9_600, loop: nil, speed: half))
        house.disk.answers = true
        house.control.advanceReread(to: 5_000)
        #expect(house.control.model.speed == .normal && house.control.wantedSpeed == half)
        // On their way, and not to be called back.
        house.control.setSpeed(back, at: 5_100)
        #expect(house.control.wantedSpeed == back)
        house.control.finishReread(at: 9_600)
        #expect(house.control.model.speed == half)
        #expect(house.take().last == .sped(at: 9_600, turned: false))
        house.control.advanceReread(to: 9_700)
        #expect(house.control.model.speed == back && house.control.model.position(at: 9_800) == 9_550)
        let orders = house.take()
        #expect(orders.contains(.publishWritten(upTo: 9_650)) && orders.last == .sped(at: 9_700, turned: true))
        // A stop takes along what was wished; a bounce plays at the song's own speed.
        house.disk.answers = false
        house.control.setSpeed(half, at: 9_800)
        house.control.stop(at: 9_900)
        #expect(house.control.model.speed == half)
        house.disk.answers = true
        house.control.playThrough(at: 10_000, from: 0, until: 480_000)
        #expect(house.control.model.speed == .normal && house.control.model.position(at: 10_100) == 100)
    }

    @Test func `a stop before another loop took over takes that loop along`() {
        let house = House()
        house.control.play(at: 0)
        house.disk.answers = false
        house.control.adoptLoop(24_000..<48_000, at: 4_800)
        _ = house.take()
        house.control.stop(at: 5_000)
        let orders = house.take()
        #expect(orders.contains(.loop(24_000..<48_000)))
        #expect(orders.last == .read(slot: 1, from: 5_000, loop: 24_000..<48_000))
        #expect(house.control.wantedLoop == 24_000..<48_000)
    }

    @Test func `the engine's answer to a stop after which play was pressed again stops nothing`() {
        let house = House()
        house.control.play(at: 0)
        house.control.stop(at: 480)
        house.control.play(at: 490)
        _ = house.take()
        house.control.engineStopped(at: 480)
        #expect(house.take() == [] && house.control.model.isRolling)
        house.control.engineStopped(at: 480_490)
        #expect(house.take() == [.endedByItself, .stopping(at: 480_490), .stopped(at: 480_490)])
    }

    @Test func `without sound there is nothing to play, and that is said`() {
        let house = House(end: 0)
        house.control.play(at: 0)
        #expect(house.take() == [.say("there is nothing to play: no strip has a sound")])
    }
}

@Suite struct `Timers of the desk` {
    @Test func `come in the order of their frames, then of their parameters, each once`() {
        var timers = Timers()
        timers.tellGate(of: 5, .glided, at: 200)
        timers.tellGate(of: 3, .breakpoint, at: 200)
        timers.tellGate(of: 9, .glided, at: 100)
        timers.letGo(of: 1, at: 150)
        #expect(timers.next(after: 0) == 100 && timers.next(after: 100) == 150 && timers.next(after: 200) == nil)
        // What comes later takes the place of what was to come.
        timers.tellGate(of: 9, .settled(0.5), at: 300)
        timers.forgetGate(of: 5)
        var told: [Int32] = []
        while let due = timers.takeGate(upTo: 300) { told.append(due.index) }
        #expect(told == [3, 9])
        #expect(timers.takeGate(upTo: 1_000) == nil)
        #expect(timers.takeHand(upTo: 149) == nil && timers.takeHand(upTo: 150)?.index == 1)
        #expect(timers.takeHand(upTo: 1_000) == nil && timers.next(after: 0) == nil)
    }
}
