import Mapping
import MixModel
import Testing

@Suite struct `Layers in reach` {
    @Test func `come nearest first and each once`() {
        let place = SourceLocation(file: "a.yaml")
        let layers = [
            Layer(name: "mix", also: ["eq"], location: place), Layer(name: "eq", also: ["mix"], location: place),
        ]
        let mapping = DeviceMapping(id: "a", name: "A", layers: layers)
        #expect(mapping.layersInReach(of: "eq").map(\.name) == ["eq", "mix"])
    }
}
