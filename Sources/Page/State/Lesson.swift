import Foundation
import MIDI
import Mapping

/// What happens while a client learns from a device.
enum LessonEvent: Sendable {
    /// From now on its messages are heard; again, if its mapping has changed.
    case began(Lesson.Device)
    case heard(Message, nanoseconds: Int64)
    /// Why, for people; `nil`: it was asked for.
    case ended(String?)
}

/// A client's lesson: what was moved on a device so far.
///
/// - Thread: the server's.
struct Lesson {
    struct Device: Sendable {
        /// As it is connected.
        var name: String
        var identity: PortIdentity
        /// `nil`: it has none yet.
        var mapping: DeviceMapping?
        var layer: String
    }

    /// What the client is told whenever it changes.
    struct Told: Encodable, Hashable {
        var device: String
        var mapping: String?
        var layer: String?
        var layers: [String]?
        /// The latest first.
        var heard: [ControlLesson.Heard]?
        /// Why it is over.
        var ended: String?
    }

    private(set) var device: Device
    private var controls: ControlLesson
    private var isNew = true
    /// Seconds of the clock at which it was told last.
    private var toldAt = -Double.infinity

    /// Shortest time between two of them, in seconds: what was heard is worked out anew for each.
    private static let pause = 1.0 / 15
    /// What was heard last: another mapping says anew what it is.
    private var recent: [(message: Message, nanoseconds: Int64)] = []

    /// Messages that are kept for that.
    private static let mostRecent = 1024

    /// - Parameter before: the lesson that it goes on with, if it is one from the same device.
    init(_ device: Device, after before: Lesson? = nil) {
        self.device = device
        controls = ControlLesson(device.mapping, layer: device.layer)
        guard let before, before.device.name == device.name else { return }
        for (message, nanoseconds) in before.recent { take(message, at: nanoseconds) }
    }

    mutating func take(_ message: Message, at nanoseconds: Int64) {
        if recent.count >= Lesson.mostRecent { recent.removeFirst(Lesson.mostRecent / 2) }
        recent.append((message, nanoseconds))
        controls.take(message, at: nanoseconds)
        isNew = true
    }

    func heard(as message: String) -> ControlLesson.Heard? { controls.heard.first { $0.message == message } }

    /// What there is to tell; `nil`: nothing new, or not yet.
    mutating func news(at seconds: Double) -> Told? {
        guard isNew, seconds - toldAt >= Lesson.pause else { return nil }
        isNew = false
        toldAt = seconds
        return Told(
            device: device.name, mapping: device.mapping?.id, layer: device.layer,
            layers: device.mapping?.layers.map(\.name) ?? [device.layer],
            heard: Array(controls.heard.prefix(Lesson.mostTold)))
    }

    /// Controls that a client is told of.
    private static let mostTold = 16
    /// The layer of a mapping that is begun here.
    static let firstLayer = "mix"
}
