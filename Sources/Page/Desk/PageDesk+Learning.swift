import Desk
public import MIDI
import Mapping
public import Units

/// Devices that are plugged in and that no mapping is for: they can be learnt from, too.
public protocol UnmappedDevices: AnyObject {
    var names: [String] { get }
    /// Listens to one of them.
    ///
    /// - Parameter hear: takes each message, with nanoseconds that never go back; `nil`: it is not listened to any more.
    /// - Returns: what it is, or why it cannot be heard.
    func listen(to name: String, _ hear: ((Message, Int64) -> Void)?) -> Result<PortIdentity, UnmappedFault>
}

/// Why a device without mapping cannot be heard, for people.
public struct UnmappedFault: Error, CustomStringConvertible {
    public var description: String
    public init(_ description: String) { self.description = description }
}

/// What a client learns from.
struct PageLesson {
    var device: String
    /// The connected device; `nil`: no mapping is for it.
    var surface: Surface?
    /// Engine frame at which something was heard last.
    var heardAt: FramePosition
}

/// Lessons: a client listens to a device, which moves nothing meanwhile. Several may listen to one.
extension PageDesk {
    /// Seconds in which nothing is moved, after which a lesson is over: a page that was left open keeps no device away from the mix.
    private static let patience = 60

    func learn(from name: String?, by client: Int, at frame: FramePosition) -> String? {
        endLesson(of: client, nil, at: frame)
        guard let name else { return nil }
        let known = desk.surfaces.map(\.name) + (unmapped?.names ?? [])
        guard known.contains(name) else {
            return known.isEmpty
                ? "no controller is connected: plug one in; `gainrider surfaces` tells what the system sees"
                : "there is no device `\(name)`; connected are: \(known.joined(separator: ", "))"
        }
        return begin(name, by: client, at: frame)
    }

    private func begin(_ name: String, by client: Int, at frame: FramePosition) -> String? {
        if let surface = desk.surfaces.first(where: { $0.name == name }) {
            lessons[client] = PageLesson(device: name, surface: surface, heardAt: frame)
            if !surface.isLearnt {
                desk.surfaceSession.beginLearning(from: surface, at: frame) { [unowned self] in
                    hear($0, at: $1, from: name)
                }
            }
            hub.teach(
                client,
                .began(
                    Lesson.Device(
                        name: name, identity: surface.identity, mapping: surface.mapping, layer: surface.layer)))
            return nil
        }
        switch unmapped?.listen(to: name, { [unowned self] in hear($0, at: $1, from: name) }) {
        case .success(let identity):
            lessons[client] = PageLesson(device: name, surface: nil, heardAt: frame)
            hub.teach(
                client,
                .began(Lesson.Device(name: name, identity: identity, mapping: nil, layer: Lesson.firstLayer)))
            return nil
        case .failure(let fault): return "\(fault)"
        case nil: return "there is no device `\(name)`"
        }
    }

    private func hear(_ message: Message, at nanoseconds: Int64, from device: String) {
        for (client, lesson) in lessons where lesson.device == device {
            lessons[client]?.heardAt = desk.now
            hub.teach(client, .heard(message, nanoseconds: nanoseconds))
        }
    }

    /// - Parameter reason: for people; `nil`: it was asked for.
    func endLesson(of client: Int, _ reason: String?, at frame: FramePosition) {
        guard let lesson = lessons.removeValue(forKey: client) else { return }
        hub.teach(client, .ended(reason))
        guard !lessons.values.contains(where: { $0.device == lesson.device }) else { return }
        if let surface = lesson.surface {
            desk.surfaceSession.endLearning(from: surface, at: frame)
        } else {
            _ = unmapped?.listen(to: lesson.device, nil)
        }
    }

    /// A mapping has changed: lessons of devices that have it go on with the new one.
    public func renewLessons(at frame: FramePosition) {
        for (client, lesson) in lessons { _ = begin(lesson.device, by: client, at: frame) }
    }

    /// Ends lessons whose device has gone, and those in which nothing happens any more.
    func lookAfterLessons(at frame: FramePosition) {
        guard !lessons.isEmpty else { return }
        let names = Set(unmapped?.names ?? [])
        let patience = FramePosition(PageDesk.patience * desk.sampleRate)
        for (client, lesson) in lessons {
            let isHere =
                lesson.surface.map { one in desk.surfaces.contains { $0 === one } } ?? names.contains(lesson.device)
            if !isHere {
                endLesson(
                    of: client, "\(lesson.device) is not there any more; what was written before stays", at: frame)
            } else if frame - lesson.heardAt > patience {
                endLesson(
                    of: client, "nothing was moved for a minute: \(lesson.device) is back in the mix", at: frame)
            }
        }
    }
}
