import Loudness
import Testing

@Suite struct `Loudness targets` {
    @Test func `have names of their own, figures in range, and a source`() {
        let names = LoudnessTarget.all.flatMap(\.names)
        #expect(Set(names).count == names.count)
        for target in LoudnessTarget.all {
            #expect(!target.names.isEmpty && !target.source.isEmpty)
            #expect(target.names.allSatisfy { $0 == $0.lowercased() && Double($0) == nil })
            #expect(LoudnessTarget.loudnesses.contains(target.loudness))
            #expect(LoudnessTarget.ceilings.contains(target.ceiling))
        }
    }

    @Test func `are found by any of their names`() {
        #expect(LoudnessTarget(named: "Spotify")?.loudness == -14)
        #expect(LoudnessTarget(named: "broadcast") == LoudnessTarget(named: "ebu-r128"))
        #expect(LoudnessTarget(named: "spotfy") == nil)
    }

    @Test func `may be a figure of one's own`() {
        #expect(LoudnessTarget(loudness: -18).ceiling == -1)
        #expect(LoudnessTarget(named: "amazon")?.with(ceiling: -3).ceiling == -3)
        #expect(LoudnessTarget(named: "amazon")?.with(ceiling: -3).loudness == -14)
    }
}
