import Foundation
import Mapping

/// Lessons: what a client hears of a device, and what it makes of that.
extension PageTeller {
    /// Brings a client's lesson to the present; what it is told is a text with the key `learning`, `null` when it is over.
    ///
    /// - Parameter seconds: of a clock that never goes back.
    func lessonNews(for client: Int, at seconds: Double) -> [ServiceMessage] {
        var messages: [ServiceMessage] = []
        for event in hub.takeLesson(of: client) {
            switch event {
            case .began(let device): lessons[client] = Lesson(device, after: lessons[client])
            case .heard(let message, let nanoseconds): lessons[client]?.take(message, at: nanoseconds)
            case .ended(let reason):
                guard let lesson = lessons.removeValue(forKey: client) else { continue }
                messages.append(
                    PageTeller.text(reason.map { Lesson.Told(device: lesson.device.name, ended: $0) }))
            }
        }
        if let told = lessons[client]?.news(at: seconds) { messages.append(PageTeller.text(told)) }
        return messages
    }

    private static func text(_ told: Lesson.Told?) -> ServiceMessage {
        let json = told.flatMap(PageJSON.data).map { Array($0) } ?? Array("null".utf8)
        return .text(Array("{\"learning\":".utf8) + json + Array("}".utf8))
    }

    /// Gives a control that was heard something to do, in the user's own file; if it is written, it is in force at once and the lesson
    /// is over, unless more is to follow.
    func take(_ order: LearnedOrder, id: Int?, from client: Int) {
        guard let lesson = lessons[client], let heard = lesson.heard(as: order.message) else {
            let why =
                lessons[client] == nil
                ? "nothing is being learnt: begin with {\"learn\": \"name of the device\"}"
                : "`\(order.message)` was not heard in this lesson; move the control first"
            return hub.post(PageReply(reply: id, refused: why, words: order.message), to: client)
        }
        let device = lesson.device
        let written = shelf.assign(
            MappingShelf.Assignment(
                heard: heard, mapping: device.mapping?.id, device: device.identity,
                layer: order.layer ?? device.layer, action: order.action, name: order.name, isToSave: order.isToSave))
        var reply = PageReply(
            reply: id, refused: written.complaint, words: written.complaint.map { _ in order.action })
        reply.findings = written.findings
        reply.assigned = PageReply.Assigned(
            mapping: written.id, file: written.file, text: written.text, version: written.version, line: written.line,
            replaced: written.replaced, isSaved: written.mapping != nil)
        if let mapping = written.mapping {
            let words = "assign \(order.message)"
            for order in (order.goesOn ? [] : [PageOrder.learn(nil)]) + [.reload(mapping)] {
                hub.hand(PageRequest(client: client, id: nil, words: words, order: order))
            }
        }
        hub.post(reply, to: client)
    }
}
