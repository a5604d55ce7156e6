import Foundation
import MIDI
import Mapping
import Units

/// Controls that were learnt on the page get something to do.
extension MappingShelf {
    /// What was moved, and what it is to do.
    struct Assignment: Sendable, Hashable {
        var heard: ControlLesson.Heard
        /// Id of the device's mapping; `nil`: it has none.
        var mapping: String?
        var device: PortIdentity
        var layer: String
        /// As a mapping writes it.
        var action: String
        /// What the control is called, if the mapping does not have it yet; `nil`: a name that is free.
        var name: String?
        var isToSave: Bool
    }

    /// What has become of it.
    struct Written: Sendable {
        /// As it is in force from now on; `nil`: nothing was written.
        var mapping: DeviceMapping?
        var complaint: String?
        var id: String
        var file: String?
        /// As it is, or would be, with what was found in it.
        var text: String?
        /// Of the text that is in force.
        var version: String?
        var findings: [Finding] = []
        /// Line of the assignment, from 1.
        var line: Int?
        /// What stood there before.
        var replaced: String?
    }

    /// Writes an assignment into the user's own file: into the text that stands there now, or into one that extends the shipped one.
    ///
    /// A text with mistakes is not written; it is answered with them.
    func assign(_ order: Assignment) -> Written {
        let id = order.mapping ?? newName(for: order.device)
        var written = Written(id: id, file: home(of: id))
        let before = order.mapping.flatMap(content)
        written.version = before?.version
        let edit = MappingEdit(
            control: order.heard.isKnown ? order.heard.control : order.name ?? order.heard.control,
            line: order.heard.isKnown ? nil : order.heard.line, layer: order.layer, action: order.action)
        guard isFree(order, edit.control) else {
            written.complaint = "there is a control `\(edit.control)` already; choose another name"
            return written
        }
        guard let outcome = outcome(of: edit, order, id: id, before) else {
            written.complaint =
                "\(before?.file ?? id) is so written that only you can change it; put these lines there: "
                + (edit.line.map { "under `controls`, `\(edit.control): \($0)`; " } ?? "")
                + "under `\(order.layer)` of `layers`, `\(edit.control): \(order.action)`"
            return written
        }
        let (mapping, findings) = check(id, outcome.text)
        written.text = outcome.text
        written.findings = findings
        (written.line, written.replaced) = (outcome.place, outcome.replaced)
        guard mapping != nil else {
            let first = findings.first { $0.severity == "error" }
            written.complaint =
                (first.map { "line \($0.line): \($0.message)" + ($0.help.map { "; \($0)" } ?? "") }
                    ?? "the mapping has mistakes")
                + " (nothing is written, and the mapping before stays in use)"
            return written
        }
        guard order.isToSave else { return written }
        (written.mapping, written.complaint) = write(id, outcome.text, over: before)
        if written.mapping != nil { written.version = TextStamp.of(outcome.text) }
        return written
    }

    private func isFree(_ order: Assignment, _ name: String) -> Bool {
        order.heard.isKnown || order.mapping.flatMap(mapping)?.control(named: name) == nil
    }

    private func outcome(of edit: MappingEdit, _ order: Assignment, id: String, _ before: Content?)
        -> MappingEdit.Outcome?
    {
        guard order.mapping != nil else {
            return edit.beginning(name: order.device.client, client: order.device.client, index: order.device.index)
        }
        guard let before, before.file == home(of: id) else { return edit.changing(id) }
        return edit.applied(to: before.text)
    }

    /// What the mapping of a device without one is called: its name in small letters, as none is called yet.
    private func newName(for device: PortIdentity) -> String {
        let words = device.client.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
        let name = words.isEmpty ? "controller" : words.joined(separator: "-")
        return (1...).lazy.map { $0 == 1 ? name : "\(name)-\($0)" }.first { id in
            mapping(id) == nil && folder.map { !FileManager.default.fileExists(atPath: "\($0)/\(id).yaml") } ?? true
        } ?? name
    }
}
