import MixModel
import Testing

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
