import Automation
import MixModel
import Testing
import Units

@testable import Desk

/// Without engine, time or devices.
@Suite struct `What a group takes along` {
    private static func fader(_ strip: Int) -> ParameterID { ParameterID(.strip(strip), .fader) }

    /// Four strips, of which 1 to 3 are linked, at −10, −20 and −30 dB.
    private final class Table {
        var mix = Mix(sampleRate: 48_000)
        var positions: [ParameterID: Float] = [fader(1): -10, fader(2): -20, fader(3): -30]
        var hands: [ParameterID: Set<Int>] = [:]
        var isLinking = true
        var linker = GroupLinker()

        init(roles: [Role] = [.fader]) {
            mix.strips = (1...4).map { Strip(name: "\($0)") }
            mix.groups = [Group(name: "Drums", members: [.strip(1), .strip(2), .strip(3)], roles: roles)]
        }

        var surroundings: GroupLinker.Surroundings {
            GroupLinker.Surroundings(
                mix: mix, isLinking: isLinking, pause: 100, position: { [positions] in positions[$0] ?? 0 },
                hands: { [hands] in hands[$0] ?? [] }, exists: { _ in true })
        }

        /// What the others do when a hand does this.
        func act(_ event: WriteGate.Event, on leader: ParameterID, at frame: FramePosition = 0) -> [ParameterID:
            Float]
        {
            guard let key = linker.prepare(event, on: leader, at: frame, surroundings) else { return [:] }
            if case .value(let position, _, _) = event { positions[leader] = position }
            var done: [ParameterID: Float] = [:]
            for place in 0..<linker.count(key) {
                guard let next = linker.follow(place, key, event, surroundings) else { continue }
                guard case .value(let position, _, _) = next.event else {
                    done[next.id] = .nan
                    continue
                }
                done[next.id] = position
                positions[next.id] = position
            }
            if case .release = event { linker.end(key) }
            return done
        }
    }

    @Test func `moves by the same difference, as of the touch`() {
        let table = Table()
        #expect(table.act(.touch(1), on: Self.fader(1)).count == 2)
        #expect(
            table.act(.value(-6, 1, touched: true), on: Self.fader(1)) == [Self.fader(2): -16, Self.fader(3): -26])
        #expect(table.linker.takenAlong == [Self.fader(2): Self.fader(1), Self.fader(3): Self.fader(1)])
        // A member that somebody else has moved meanwhile comes back to its difference.
        table.positions[Self.fader(2)] = 0
        #expect(
            table.act(.value(-10, 1, touched: true), on: Self.fader(1)) == [Self.fader(2): -20, Self.fader(3): -30])
    }

    @Test func `leaves a member alone that another hand holds, and takes it along again from where that leaves it`() {
        let table = Table()
        _ = table.act(.touch(1), on: Self.fader(1))
        table.hands[Self.fader(2)] = [2]
        table.positions[Self.fader(2)] = -12
        #expect(table.act(.value(-8, 1, touched: true), on: Self.fader(1)) == [Self.fader(3): -28])
        table.hands[Self.fader(2)] = []
        #expect(table.act(.value(-9, 1, touched: true), on: Self.fader(1))[Self.fader(2)] == -13)
    }

    @Test func `without a touch a pause makes a new beginning`() {
        let table = Table()
        _ = table.act(.value(-6, 1, touched: false), on: Self.fader(1), at: 0)
        table.positions[Self.fader(2)] = -1
        #expect(table.act(.value(-7, 1, touched: false), on: Self.fader(1), at: 100)[Self.fader(2)] == -17)
        table.positions[Self.fader(2)] = -1
        #expect(table.act(.value(-8, 1, touched: false), on: Self.fader(1), at: 201)[Self.fader(2)] == -2)
    }

    @Test func `switches are set alike, and other roles not at all`() {
        let table = Table(roles: [.mute])
        let mute = ParameterID(.strip(1), .mute)
        #expect(
            table.act(.value(1, 1, touched: true), on: mute) == [
                ParameterID(.strip(2), .mute): 1, ParameterID(.strip(3), .mute): 1,
            ])
        #expect(table.act(.value(-3, 1, touched: true), on: Self.fader(1)) == [:])
    }

    @Test func `nothing where no group links, or where one is no member`() {
        let table = Table()
        #expect(table.act(.value(-3, 1, touched: true), on: Self.fader(4)) == [:])
        table.isLinking = false
        #expect(table.act(.value(-3, 1, touched: true), on: Self.fader(1)) == [:])
    }

    @Test func `unlinking names what was taken along, once, in the order of the mix`() {
        let table = Table()
        _ = table.act(.touch(7), on: Self.fader(2))
        #expect(table.linker.unlink().map(\.id) == [Self.fader(1), Self.fader(3)])
        #expect(table.linker.unlink().isEmpty)
        #expect(table.act(.release(7), on: Self.fader(2)) == [:])
    }
}
