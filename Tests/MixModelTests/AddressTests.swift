import MixModel
import Testing
import Units

@Suite struct Addresses {
    @Test func `come back from their text`() {
        for node in [Node.strip(1), .strip(12), .bus(2), .master, .vca(3), .monitor] {
            for role in Role.allCases where role.belongs(to: node) {
                let id = ParameterID(node, role)
                #expect(ParameterID(address: id.address) == id)
            }
        }
        #expect(ParameterID(address: "/strip/0/fader") == nil)
        #expect(ParameterID(address: "/strip/1/volume") == nil)
    }
}

@Suite struct Roles {
    @Test func `have an index that is their raw value`() {
        for role in Role.allCases { #expect(role.index == role.rawValue) }
        #expect(Role.specs.count == Role.allCases.count)
    }

    @Test func `stand in the table where their names say`() {
        let told: [(Role, String)] = [
            (.inputGain, "input/gain"), (.hpfOn, "hpf/on"), (.lpfSlope, "lpf/slope"), (.gateOn, "gate/on"),
            (.gateSidechainLPF, "gate/sidechain/lpf"), (.eqOn, "eq/on"), (.eq1Type, "eq/1/type"), (.eq4On, "eq/4/on"),
            (.compOn, "comp/on"), (.compKey, "comp/key"), (.deEsserRange, "deesser/range"), (.fader, "fader"),
            (.panStereo, "pan/stereo"), (.afl, "afl"), (.send1Level, "send/1/level"), (.send16Pre, "send/16/pre"),
            (.busCompOn, "buscomp/on"), (.reverbMix, "reverb/mix"), (.delayMix, "delay/mix"),
            (.chorusOn, "chorus/on"), (.chorusMix, "chorus/mix"), (.limiterRelease, "limiter/release"),
            (.monitorLevel, "level"), (.monitorTranslation, "translation"),
        ]
        for (role, path) in told { #expect(role.spec.path == path) }
        #expect(Role.send(7, .on).spec.path == "send/7/on")
        #expect(Role.send7On.send?.number == 7 && Role.send7On.send?.part == .on && Role.afl.send == nil)
    }
}
