/// A performance on its way to be played, with every mistake that was found in it, whoever found it: the reader, the mappings
/// of its devices, or the session. A person is told all of them at once.
public struct PerformanceDraft {
    /// As much as could be understood.
    public let performance: Performance
    private let findings: Findings
    private var others: [Diagnostic] = []

    init(_ performance: Performance, _ findings: Findings) {
        self.performance = performance
        self.findings = findings
    }

    /// A performance that was not read from YAML, such as a MIDI file: it has no mistakes of its own.
    public init(_ performance: Performance, file: String) {
        self.init(performance, Findings(file: file, text: ""))
    }

    /// A performance file that could not be read.
    init(unreadable diagnostic: Diagnostic) {
        self.init(Performance(), Findings(file: diagnostic.location.file, text: ""))
        others = [diagnostic]
    }

    /// Adds what else is wrong. A mistake in the performance itself gets its line of the file.
    public mutating func add(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics {
            if diagnostic.location.file == findings.file, diagnostic.sourceLine == nil {
                findings.add(diagnostic)
            } else if !others.contains(diagnostic) {
                others.append(diagnostic)
            }
        }
    }

    /// Finds the mappings of the devices, and adds what is wrong with them and what does not fit them.
    ///
    /// - Parameter library: where mappings are named; a file is looked for beside the performance first.
    /// - Returns: by name of the surface; only those that have no mistakes.
    public mutating func findMappings(in library: MappingLibrary) -> [String: DeviceMapping] {
        var search = SurfaceSearch(library, beside: findings.file)
        var mappings: [String: DeviceMapping] = [:]
        for surface in performance.surfaces where !surface.mapping.isEmpty {
            let (mapping, diagnostics) = search.mapping(of: surface)
            if let mapping, surface.port > max(1, mapping.ports.count) {
                add([
                    Diagnostic(
                        .error, "unknown-port", at: surface.location,
                        "`\(mapping.id)` has no port \(surface.port)")
                ])
            }
            mappings[surface.name] = mapping?.part(surface.port)
            add(diagnostics)
        }
        add(performance.misfits(mappings))
        return mappings
    }

    /// Whether it cannot be played.
    public var hasErrors: Bool { findings.hasErrors || others.contains { $0.severity == .error } }

    /// Those of the performance in the order of its lines, then those of mappings.
    public var diagnostics: [Diagnostic] { findings.sorted() + others }
}
