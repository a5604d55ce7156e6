import Testing

@Suite struct `What fails is made small` {
    @Test func `to what fails together, in its order`() {
        let events = (1...40).map { "\($0)" }
        let least = Shrinking.least(events) { Set($0).isSuperset(of: ["7", "8", "31"]) }
        #expect(least == ["7", "8", "31"])
    }

    @Test func `to nothing where nothing is needed, and stays whole where all is`() {
        #expect(Shrinking.least(["a", "b", "c"]) { _ in true } == [])
        #expect(Shrinking.least(["a", "b", "c"]) { $0.count == 3 } == ["a", "b", "c"])
    }
}
