import Synchronization
import Testing

@testable import Memory

@Suite struct `Fixed memory` {
    /// Counts how many of its kind are there.
    private struct Guest: ~Copyable {
        let house: House
        let number: Int

        init(_ house: House, _ number: Int = 0) {
            self.house = house
            self.number = number
            house.present += 1
        }

        deinit {
            house.present -= 1
            house.gone += 1
        }
    }

    private final class House {
        var present = 0
        var gone = 0
    }

    private static func address<Element: ~Copyable>(_ memory: borrowing FixedMemory<Element>) -> Int {
        Int(bitPattern: memory.start)
    }

    @Test(arguments: MemoryPlacement.allCases)
    func `begins where a line does, whatever lies in it`(placement: MemoryPlacement) {
        for count in [0, 1, 7, 64, 1000, 200_000] {
            let bytes = FixedMemory<UInt8>(repeating: 0, count: count, placement: placement)
            let floats = FixedMemory<Float>(repeating: 0, count: count, placement: placement)
            let vectors = FixedMemory<SIMD16<Float>>(unwritten: count, placement: placement)
            for address in [Self.address(bytes), Self.address(floats), Self.address(vectors)] {
                #expect(address % placement.alignment == 0)
            }
        }
    }

    @Test func `is as large as a pointer`() {
        #expect(MemoryLayout<FixedMemory<Double>>.size == MemoryLayout<UnsafeRawPointer>.size)
        #expect(MemoryLayout<FixedValue<Double>>.size == MemoryLayout<UnsafeRawPointer>.size)
    }

    @Test func `knows how many elements there are, none too`() {
        for count in [0, 1, 3, 1000] {
            let memory = FixedMemory(repeating: 5, count: count)
            #expect(memory.count == count)
            #expect((0..<count).allSatisfy { memory[$0] == 5 })
            let list = FixedMemory((0..<count).map { $0 * $0 })
            #expect(list.count == count)
            #expect((0..<count).allSatisfy { list[$0] == $0 * $0 })
        }
    }

    @Test func `keeps what is written, through a constant`() {
        let memory = FixedMemory(repeating: SIMD8<Float>(repeating: 0), count: 3)
        memory[1][4] = 2
        (memory + 2).pointee = SIMD8(repeating: 7)
        #expect(memory[0] == SIMD8(repeating: 0))
        #expect(memory[1] == SIMD8(0, 0, 0, 0, 2, 0, 0, 0))
        #expect(memory[2] == SIMD8(repeating: 7))
        #expect(memory + 3 == memory.start + 3)
    }

    @Test func `holds what cannot be copied`() {
        let counters = FixedMemory(count: 4) { Atomic($0 * 10) }
        counters[2].add(1, ordering: .relaxed)
        #expect((0..<4).map { counters[$0].load(ordering: .relaxed) } == [0, 10, 21, 30])
    }

    @Test func `lets every element go once, when its owner goes`() {
        let house = House()
        do {
            let memory = FixedMemory(count: 5) { Guest(house, $0) }
            #expect(house.present == 5)
            #expect(memory[3].number == 3)
            memory[3] = Guest(house, 33)
            #expect(house.present == 5)
            #expect(house.gone == 1)
            #expect(memory[3].number == 33)
        }
        #expect(house.present == 0)
        #expect(house.gone == 6)
    }

    @Test func `goes with an owner that is handed on`() {
        let house = House()
        func take(_ memory: consuming FixedMemory<Guest>) -> Int { memory.count }
        let memory = FixedMemory(count: 2) { _ in Guest(house) }
        let count = take(memory)
        #expect(count == 2)
        #expect(house.gone == 2)
    }

    @Test func `a value stays where it is, and goes once`() {
        let house = House()
        do {
            let value = FixedValue(Guest(house, 8))
            let place = UnsafeRawPointer(value.pointer)
            let owner = value
            #expect(UnsafeRawPointer(owner.pointer) == place)
            #expect(owner.pointee.number == 8)
            #expect(house.present == 1)
        }
        #expect(house.present == 0)
        #expect(house.gone == 1)
    }

    #if DEBUG
        @Test func `traps in debug where there is no element`() async {
            await #expect(processExitsWith: .failure) {
                let memory = FixedMemory(repeating: 1, count: 4)
                print(memory[4])
            }
            await #expect(processExitsWith: .failure) {
                let memory = FixedMemory(repeating: 1, count: 4)
                memory[-1] = 0
            }
            await #expect(processExitsWith: .failure) {
                let memory = FixedMemory(repeating: 1, count: 4)
                print(memory + 5)
            }
            await #expect(processExitsWith: .failure) {
                let memory = FixedMemory<Float>(unwritten: 0)
                print(memory[0])
            }
            await #expect(processExitsWith: .success) {
                let memory = FixedMemory(repeating: 1, count: 4)
                print(memory[3], memory + 4)
            }
        }
    #endif
}
