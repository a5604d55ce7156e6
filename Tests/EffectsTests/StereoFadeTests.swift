import Effects
import Testing
import Vectors

@Suite struct StereoFadeTests {
    @Test func `a fade ends exactly at its goal and turns back on its own steps`() {
        var fade = StereoFade(frames: 64)
        var way: [Float] = []
        for _ in 0..<40 { way.append(fade.next(true)) }
        for step in stride(from: 38, through: 0, by: -1) { #expect(fade.next(false) == way[step]) }
        for _ in 0..<100 { _ = fade.next(true) }
        #expect(fade.position == 1)
        for _ in 0..<64 { _ = fade.next(false) }
        #expect(fade.position == 0)
    }
}
