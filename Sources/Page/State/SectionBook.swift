import Automation
import Desk
import Foundation
import MixModel
import SessionStore
import Units

/// The state's sections as JSON, each with a number that rises when it changes: a client is told those that it does not
/// have.
///
/// - Thread: the server's.
struct SectionBook {
    private(set) var pages: [(name: String, version: Int, json: [UInt8])] = []
    private var values: [String: AnyHashable] = [:]
    private var lanes: [ParameterID: (lane: Lane, version: Int)] = [:]
    private var count = 0
    private let encoder = JSONEncoder()

    init() { encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes] }

    /// Takes a section as it is now.
    mutating func put<Section: Encodable & Hashable>(_ name: String, _ section: Section) {
        let value = AnyHashable(section)
        guard values[name] != value, let data = try? encoder.encode(section) else { return }
        values[name] = value
        count += 1
        let page = (name, count, Array(data))
        if let place = pages.firstIndex(where: { $0.name == name }) {
            pages[place] = page
        } else {
            pages.append(page)
        }
    }

    /// Heads of the lanes; a lane that has changed has another version.
    mutating func heads(of document: SessionDocument) -> [Sections.LaneHead] {
        var known: [ParameterID: (lane: Lane, version: Int)] = [:]
        for (id, lane) in document.lanes where !lane.isEmpty {
            if let old = lanes[id], old.lane == lane {
                known[id] = old
            } else {
                count += 1
                known[id] = (lane, count)
            }
        }
        lanes = known
        return known.sorted { $0.key < $1.key }.map { id, entry in
            let role = id.role.spec.path.split(separator: "/").joined(separator: " ")
            return Sections.LaneHead(
                address: id.address, title: "\(document.mix.name(of: id.node)) \(role)",
                points: entry.lane.segments.count, version: entry.version)
        }
    }

    /// The sections that are newer than what was sent; what is sent then is noted. `nil`: nothing is.
    func news(_ sent: inout [String: Int], named: String) -> [UInt8]? {
        let due = pages.filter { sent[$0.name] != $0.version }
        guard !due.isEmpty else { return nil }
        var text = Array("{\"\(named)\":{".utf8)
        for (index, page) in due.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text += Array("\"\(page.name)\":".utf8) + page.json
            sent[page.name] = page.version
        }
        return text + Array("}}".utf8)
    }
}
