import Desk
import MixModel
import Testing

@Suite struct `Who is heard` {
    /// Two strips through bus 1, the second with a send to bus 2; one strip beside them; VCA 1 inside VCA 2.
    private static let mix: Mix = {
        var mix = Mix(sampleRate: 48_000)
        mix.strips = [
            Strip(name: "Kick", output: 1, vcas: [1]), Strip(name: "Snare", output: 1, sends: [2]),
            Strip(name: "Vox"),
        ]
        mix.buses = [Bus(name: "Drums"), Bus(name: "Room")]
        mix.vcas = [VCA(name: "Low", vcas: [2]), VCA(name: "All")]
        return mix
    }()

    typealias Switch = ParameterID

    /// Switches that are on, then who is silenced by solos and by mutes of VCAs.
    static let cases: [(on: [Switch], solo: Set<Node>, vca: Set<Node>)] = [
        ([], [], []),
        ([Switch(.strip(3), .solo)], [.strip(1), .strip(2), .bus(1), .bus(2)], []),
        // What it feeds is heard.
        ([Switch(.strip(2), .solo)], [.strip(1), .strip(3)], []),
        // What feeds it is heard, and not where that goes besides.
        ([Switch(.bus(2), .solo)], [.strip(1), .strip(3), .bus(1)], []),
        ([Switch(.strip(3), .solo), Switch(.bus(2), .soloSafe)], [.strip(1), .strip(2), .bus(1)], []),
        ([Switch(.vca(2), .solo)], [.strip(2), .strip(3), .bus(2)], []),
        ([Switch(.vca(2), .mute)], [], [.strip(1)]),
        // A strip's own mute is its own affair.
        ([Switch(.strip(1), .mute)], [], []),
    ]

    @Test(arguments: cases)
    func `follows solos, routing and VCAs`(on: [Switch], solo: Set<Node>, vca: Set<Node>) {
        let hearing = Hearing(Self.mix) { on.contains(Switch($0, $1)) }
        #expect(hearing.silencedBySolo == solo)
        #expect(hearing.mutedByVCA == vca)
    }
}
