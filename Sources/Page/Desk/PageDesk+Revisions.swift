import Desk
import Foundation
import SessionStore
import Units

/// Named states of the session. Their texts may be long: another thread makes and reads them, and hands over what it comes to.
extension PageDesk {
    func carryOut(_ order: RevisionOrder, _ request: PageRequest, at frame: FramePosition) {
        let document = desk.document
        var complaint: String?
        switch order {
        case .keep(let name, let note):
            complaint = work(for: request) { hub in
                let revision = Revision(document, name: name, note: note, time: Int64(Date().timeIntervalSince1970))
                hub.hand(request.with(.keep(revision)))
            }
        case .restore(let name):
            complaint = desk.restoreRevision(name, at: frame) { [hub] in hub.reply(to: request, complaint: $0) }
        case .compare(let name, let other): complaint = compare(name, other, document, request)
        case .rename(let name, let new): return hub.reply(to: request, complaint: desk.renameRevision(name, to: new))
        case .remove(let name): return hub.reply(to: request, complaint: desk.removeRevision(name))
        }
        if let complaint { hub.reply(to: request, complaint: complaint) }
    }

    private func compare(
        _ name: String, _ other: String?, _ document: SessionDocument, _ request: PageRequest
    ) -> String? {
        guard let (_, before) = document.revision(name) else { return document.revisions.absence(of: name) }
        let after = other.map { document.revision($0)?.revision }
        if let other, after == .some(nil) { return document.revisions.absence(of: other) }
        return work(for: request) { hub in
            do {
                let new = try after.flatMap { $0 }?.document() ?? document
                let differences = new.differences(from: try before.document())
                hub.post(PageReply(reply: request.id, differences: differences), to: request.client)
            } catch { hub.reply(to: request, complaint: "\(error)") }
        }
    }

    /// - Returns: why it is not done.
    private func work(for request: PageRequest, _ body: @escaping @Sendable (PageHub) -> Void) -> String? {
        let isTaken = clerk.take { [hub] in body(hub) }
        return isTaken ? nil : "\(Clerk.most) such orders wait already; try again when they are answered"
    }
}

extension PageRequest {
    /// Another order of the same client, answered under the same number.
    fileprivate func with(_ order: PageOrder) -> PageRequest {
        PageRequest(client: client, id: id, words: words, order: order)
    }
}
