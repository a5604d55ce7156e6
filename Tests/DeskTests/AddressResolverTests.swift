import Desk
import Mapping
import MixModel
import Testing

@Suite struct `What an address means` {
    private static let mix: Mix = {
        var mix = Mix(sampleRate: 48_000)
        mix.strips = [Strip(name: "Kick", sends: [nil, 1]), Strip(name: "vox"), Strip(name: "Vox")]
        mix.buses = [Bus(name: "Hall")]
        mix.vcas = [VCA(name: "Drums")]
        mix.groups = [Group(name: "Toms")]
        return mix
    }()
    private static let touched = ParameterID(.strip(2), .pan)
    private static let addresses = AddressResolver(mix: mix, selected: .strip(3), touched: touched)

    static let parameters: [(address: String, bank: Int, meant: String?)] = [
        ("/slot/1/fader", 0, "/strip/1/fader"),
        ("/slot/1/fader", 2, "/strip/3/fader"),
        // Buses stand behind the strips of a bank, VCAs behind them; then there is nothing.
        ("/slot/4/fader", 0, "/bus/1/fader"),
        ("/slot/1/fader", 4, "/vca/1/fader"),
        ("/slot/1/fader", 5, nil),
        ("/strip/4/fader", 0, nil),
        // The very name goes before one in other capitals.
        ("/strip/Vox/fader", 0, "/strip/3/fader"),
        ("/strip/kick/fader", 0, "/strip/1/fader"),
        ("/strip/Tom/fader", 0, nil),
        ("/selected/pan", 0, "/strip/3/pan"),
        ("/touched", 0, "/strip/2/pan"),
        // A send is found by the bus that it feeds, whatever its number is.
        ("/strip/1/send/Hall/level", 0, "/strip/1/send/2/level"),
        ("/strip/2/send/Hall/level", 0, nil),
        // A VCA has no pan.
        ("/slot/5/pan", 0, nil),
        ("/monitor/dim", 0, "/monitor/dim"),
    ]

    @Test(arguments: parameters)
    func `is found in the mix`(address: String, bank: Int, meant: String?) throws {
        let target = try #require(
            try Action(parsing: address == "/monitor/dim" ? "toggle \(address)" : address).target)
        #expect(Self.addresses.parameter(target, bank: BankPlace(first: bank))?.address == meant)
    }

    @Test func `a group is meant by number or by name`() {
        #expect(Self.addresses.group(.number(1)) == 0)
        #expect(Self.addresses.group(.named("toms")) == 0)
        #expect(Self.addresses.group(.number(2)) == nil)
    }

    @Test func `what is selected may be gone`() {
        let addresses = AddressResolver(mix: Self.mix, selected: .strip(9))
        #expect(addresses.node(.selected) == nil)
        #expect(addresses.parameter(.touched) == nil)
    }
}
