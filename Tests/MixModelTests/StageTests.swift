import Testing

@testable import MixModel

@Suite struct `Stages` {
    @Test func `hold every role once, in the order of the cases`() {
        #expect(StageDescriptor.all.flatMap(\.roles) == Role.allCases)
        #expect(StageDescriptor.all.flatMap(\.specs) == Role.specs)
        for stage in StageDescriptor.all {
            for role in stage.roles { #expect(role.stage.name == stage.name) }
        }
        #expect(Set(StageDescriptor.all.map(\.name)).count == StageDescriptor.all.count)
    }

    @Test func `are bypassed by what their paths say`() {
        let bypasses: [(String, Role?)] = [
            ("input", nil), ("hpf", .hpfOn), ("lpf", .lpfOn), ("gate", .gateOn), ("eq", .eqOn), ("comp", .compOn),
            ("deesser", .deEsserOn), ("output", nil), ("send", nil), ("buscomp", .busCompOn), ("reverb", .reverbOn),
            ("delay", .delayOn), ("chorus", .chorusOn), ("limiter", .limiterOn), ("monitor", nil), ("trim", nil),
            ("trim/send", nil),
        ]
        #expect(StageDescriptor.all.map(\.name) == bypasses.map(\.0))
        for (name, bypass) in bypasses { #expect(StageDescriptor.named(name)?.bypass == bypass) }
    }

    @Test func `stand in the order of the signal`() {
        #expect(
            StageDescriptor.inOrderOfSignal.map(\.name) == [
                "chorus", "delay", "reverb", "input", "hpf", "lpf", "gate", "eq", "comp", "deesser", "buscomp",
                "output", "trim", "send", "trim/send", "limiter", "monitor",
            ])
    }

    @Test func `belong to the nodes that have them`() {
        #expect(Role.roles(of: .vca(1)) == [.fader, .mute, .solo, .trimFader])
        #expect(Role.gateOn.nodes == .all && Role.reverbOn.nodes == .buses && Role.limiterOn.nodes == .master)
        #expect(Role.send3Pan.nodes == [.strips, .buses] && Role.trimSend3.nodes == [.strips, .buses])
        #expect(Role.trimFader.nodes == NodeKinds.all.union(.vcas) && Role.monitorLevel.nodes == .monitor)
    }
}
