extension Mix {
    /// Whether an engine that plays this mix can play another by moving parameters alone: strips, buses and VCAs, files, routing, and
    /// what is fixed when an engine is made are the same.
    public func hasStructure(of other: Mix) -> Bool { skeleton == other.skeleton }

    /// Number of sends of each strip and bus: the highest that is connected anywhere, 0…16.
    public var sendCount: Int {
        min(Role.sendCount, max(strips.map(\.sends.count).max() ?? 0, buses.map(\.sends.count).max() ?? 0))
    }

    /// The mix without what may change while it plays.
    private var skeleton: Mix {
        var bare = Mix(sampleRate: sampleRate)
        bare.panLaw = panLaw
        bare.tempo = tempo
        bare.references = references
        bare.strips = strips.map { strip in
            var strip = strip
            strip.name = ""
            return strip
        }
        bare.buses = buses.map { bus in
            var bus = bus
            bus.name = ""
            return bus
        }
        bare.vcas = vcas.map { VCA(name: "", vcas: $0.vcas) }
        return bare
    }
}
