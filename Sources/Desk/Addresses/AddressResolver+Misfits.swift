public import Mapping
import MixModel
import SessionStore

/// What somebody names and this session does not have.
extension AddressResolver {
    /// What a performance names and this session does not have: strips, buses, VCAs, sends, groups, markers.
    ///
    /// What may come to be while it plays is left to the playing: what is selected or was touched, and markers if it sets any.
    public func misfits(of performance: Performance) -> [Diagnostic] {
        let setsMarkers = performance.events.contains { $0.input == .action(.command(.fixed(.addMarker))) }
        var diagnostics: [Diagnostic] = []
        func add(_ absence: Absence?, _ location: SourceLocation) {
            guard let absence, diagnostics.last?.location != location else { return }
            diagnostics.append(
                Diagnostic(.error, "not-in-session", at: location, absence.message, help: absence.help))
        }
        for event in performance.events {
            guard case .action(let action) = event.input else { continue }
            if setsMarkers, case .command(.goToMarker) = action { continue }
            add(absence(in: action), event.location)
        }
        for expectation in performance.expectations { add(absence(in: expectation.fact), expectation.location) }
        return diagnostics
    }

    /// Why a parameter is not there, for people.
    public func absence(of target: Target, bank: BankPlace = 0) -> String {
        guard case .send(let reference, let bus, _) = target, let node = node(reference, bank: bank) else {
            return "this session has no \(target.address)"
        }
        let names = mix.buses.map(\.name)
        guard place(of: bus, among: names) != nil else {
            let known = names.isEmpty ? "it has none" : "it has \(names.joined(separator: ", "))"
            return "this session has no bus `\(bus)` for \(target.address); \(known)"
        }
        return "\(mix.name(of: node)) has no send to \(bus); `session dump` shows its sends"
    }

    /// What is not there, and what there is.
    private struct Absence {
        var message: String
        var help: String?
    }

    private func absence(in fact: Performance.Fact) -> Absence? {
        switch fact {
        case .value(let target, _, _): absence(in: target)
        case .mode(let scope, _): absence(in: scope)
        case .selected(let reference): absence(in: reference)
        case .state(let action, _): absence(in: action)
        case .bank, .layer, .sent, .nothingSent: nil
        }
    }

    private func absence(in action: Action) -> Absence? {
        if let target = action.target { return absence(in: target) }
        guard case .command(let command) = action else { return nil }
        return switch command {
        case .select(let reference), .bankTo(let reference): absence(in: reference)
        case .mode(let scope, _), .match(let scope), .automation(let scope, _): absence(in: scope)
        case .group(let reference, _): absence(in: reference)
        case .goToMarker(let reference): absence(in: reference)
        default: nil
        }
    }

    private func absence(in scope: AutomationScope) -> Absence? {
        switch scope {
        case .session: nil
        case .node(let reference): absence(in: reference)
        case .parameter(let target): absence(in: target)
        }
    }

    private func absence(in target: Target) -> Absence? {
        guard let reference = target.node, reference != .selected else { return nil }
        if let absence = absence(in: reference) { return absence }
        return parameter(target) == nil ? Absence(message: absence(of: target)) : nil
    }

    private func absence(in reference: NodeReference) -> Absence? {
        guard reference != .selected, node(reference) == nil else { return nil }
        return switch reference {
        case .strip, .stripNamed: absence(reference.address, "strips", mix.strips.map(\.name))
        case .bus, .busNamed: absence(reference.address, "buses", mix.buses.map(\.name))
        case .vca, .vcaNamed: absence(reference.address, "VCAs", mix.vcas.map(\.name))
        case .slot, .master, .monitor, .selected:
            absence(reference.address, "strips, buses and VCAs", bankNodes.map(mix.name(of:)))
        }
    }

    private func absence(in reference: GroupReference) -> Absence? {
        group(reference) == nil ? absence(reference.address, "groups", mix.groups.map(\.name)) : nil
    }

    private func absence(in reference: MarkerReference) -> Absence? {
        let markers = mix.markers.map(\.name)
        switch reference {
        case .number(let number):
            return markers.indices.contains(number - 1) ? nil : absence("/marker/\(number)", "markers", markers)
        case .named(let name):
            return markers.contains(name) ? nil : absence("/marker/\(name)", "markers", markers)
        }
    }

    /// - Parameter names: of all that could be meant, in their order.
    private func absence(_ address: String, _ kind: String, _ names: [String]) -> Absence {
        let name = address.split(separator: "/", maxSplits: 1).last.map(String.init) ?? ""
        let help: String? =
            if names.isEmpty {
                "it has no \(kind)"
            } else if Int(name) != nil {
                "its \(kind) are numbered 1 to \(names.count)"
            } else if let nearest = Suggestion.nearest(to: name, among: names) {
                "did you mean `\(nearest)`?"
            } else if names.count <= 12 {
                "its \(kind) are " + names.joined(separator: ", ")
            } else {
                "it has \(names.count) \(kind); `gainrider session dump` lists them"
            }
        return Absence(message: "this session has no \(address)", help: help)
    }
}
