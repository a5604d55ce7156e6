import ControlSurfaces
import MixModel
import Units

/// What a line borrows from other controls (`as pot/1..8`), until all layers are known and it can be filled in.
struct Borrowing: Sendable, Hashable {
    /// Names of controls.
    var actions: String?
    var show: String?
    var touched: String?

    /// The control's name in `as pot/1`; `nil` for anything else.
    static func name(in text: String) -> String? { text.hasPrefix("as ") ? String(text.dropFirst(3)) : nil }
}

/// Puts into every layer what `as CONTROL` means there. Afterwards only plain assignments are left.
struct Borrower {
    let controls: [String: ControlSpec]
    let findings: Findings
    private let layers: [Layer]
    /// Controls of lines that borrow.
    private let takers: Set<String>
    /// By layer and control: what can be borrowed.
    private let sources: [String: [String: [Assignment]]]

    init(_ layers: [Layer], controls: [String: ControlSpec], findings: Findings) {
        self.layers = layers
        self.controls = controls
        self.findings = findings
        let borrowings = layers.flatMap { $0.assignments.filter { $0.borrowing != nil } }
        takers = Set(borrowings.map(\.control))
        let lenders = Set(
            borrowings.compactMap(\.borrowing).flatMap { [$0.actions, $0.show, $0.touched] }.compactMap { $0 })
        sources = Dictionary(
            layers.map { layer in
                (
                    layer.name,
                    Dictionary(grouping: layer.assignments.filter { lenders.contains($0.control) }, by: \.control)
                )
            }
        ) { first, _ in first }
    }

    /// Lines that are looked at, over all layers: a hostile file may have layers that all fall through to one another.
    private static let maximumLines = 1_000_000

    /// - Parameter spend: whether so many assignments more may be made.
    func layersWithoutBorrowing(spend: (Int) -> Bool) -> [Layer] {
        guard !takers.isEmpty else { return layers }
        let mapping = DeviceMapping(id: "", name: "", layers: layers)
        let lines = Dictionary(
            layers.map { ($0.name, $0.assignments.filter { takers.contains($0.control) }) }
        ) { first, _ in first }
        var left = Self.maximumLines
        var whole = layers
        for index in layers.indices {
            let reach = mapping.layersInReach(of: layers[index].name)
            left -= reach.reduce(0) { $0 + (lines[$1.name]?.count ?? 0) }
            let made = left < 0 ? nil : made(in: reach, lines)
            guard let made, spend(made.count) else {
                findings.error(
                    "too-large", at: layers[index].location,
                    "more than \(LayerReader.maximumAssignments) assignments in one mapping")
                return layers
            }
            whole[index].assignments = layers[index].assignments.filter { $0.borrowing == nil } + made
        }
        return whole
    }

    /// The lines that the first of these layers borrows, filled in.
    private func made(in reach: [Layer], _ lines: [String: [Assignment]]) -> [Assignment] {
        // A nearer layer's lines for a chord replace all of a farther layer's.
        var chords: Set<Chord> = []
        var made: [Assignment] = []
        for near in reach {
            let here = lines[near.name] ?? []
            for assignment in here where !chords.contains(Chord(assignment)) {
                guard let borrowing = assignment.borrowing else { continue }
                made.append(filled(assignment, borrowing, reach))
            }
            chords.formUnion(here.map(Chord.init))
        }
        return made
    }

    private struct Chord: Hashable {
        var control: String
        var modifiers: Set<String>

        init(_ assignment: Assignment) {
            control = assignment.control
            modifiers = Set(assignment.modifiers)
        }
    }

    /// The line with what the other control does and shows in the first of these layers; what its own control cannot do is left out.
    private func filled(_ assignment: Assignment, _ borrowing: Borrowing, _ reach: [Layer]) -> Assignment {
        var whole = assignment
        whole.borrowing = nil
        if let lender = borrowing.actions.flatMap({ source($0, of: assignment, in: reach) }) {
            take(lender, into: &whole)
        }
        if let name = borrowing.show { whole.show = source(name, of: assignment, in: reach).flatMap(shown) }
        if let name = borrowing.touched { whole.touched = source(name, of: assignment, in: reach).flatMap(shown) }
        return whole
    }

    private func take(_ lender: Assignment, into whole: inout Assignment) {
        guard let control = controls[whole.control] else { return }
        let service = Service(control: control, gesture: whole.gesture)
        whole.actions = lender.actions.filter { service.fault($0) == nil }
        whole.speed *= lender.speed
        whole.glideMilliseconds = whole.glideMilliseconds ?? lender.glideMilliseconds
        if let spec = whole.actions.lazy.compactMap(\.followed?.spec).first {
            // Marks are the control's own; a range or curve goes along.
            let marked = controls[lender.control]?.markedTaper(of: spec)
            whole.taper = lender.taper == marked ? control.markedTaper(of: spec) : lender.taper
        }
        if whole.show == nil, !control.outputs.isEmpty { whole.show = shown(by: whole.actions, on: control) }
    }

    /// What a control's line shows, or would show if its control could.
    private func shown(_ lender: Assignment) -> Shown? {
        controls[lender.control].flatMap { shown(by: lender.actions, on: $0) } ?? lender.show
    }

    private func shown(by actions: [Action], on control: ControlSpec) -> Shown? {
        let isLamp = control.form == .button || control.form == .toggle
        return actions.lazy.compactMap { ShownReader.natural($0, onLamp: isLamp) }.first
    }

    /// What a control does in a layer while nothing is held.
    private func source(_ name: String, of assignment: Assignment, in reach: [Layer]) -> Assignment? {
        let found = AssignmentIndex.closest(reach.lazy.map { sources[$0.name]?[name] ?? [] }, held: []).first
        guard let found, found.borrowing != nil else { return found }
        findings.error(
            "wrong-action", at: assignment.location,
            "`as \(name)` leads to a control that does what another one does",
            help: "name the control that says what is done")
        return nil
    }
}
