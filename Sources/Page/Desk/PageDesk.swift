import Automation
public import Desk
public import Mapping
import MixModel
import SessionStore
public import Units

/// The page's side of the desk: carries out what clients order, as their hands, and tells them the present.
///
/// - Thread: the desk's.
// Large: what clients hold, watch and learn, and when the next picture is due.
public final class PageDesk {
    let hub: PageHub
    let studio: Studio
    let meters: DeskMeters
    var desk: Desk { studio.desk }
    /// What each client's hands hold, and what it looks at.
    private var hands: [Int: [ParameterID]] = [:]
    private(set) var watched: [Int: [Watched]] = [:]
    /// Makes and reads texts that may be long.
    let clerk = Clerk("gainrider-revisions")
    /// Gives devices that have an edited mapping the new one.
    private let reload: (DeviceMapping) -> Void
    /// Devices that no mapping is for.
    weak var unmapped: (any UnmappedDevices)?
    /// By client: the device that it learns from.
    var lessons: [Int: PageLesson] = [:]
    /// Seconds of the clock at which the next picture is due.
    var due = 0.0
    var calm: PageCalm?
    var calmAt = 0.0

    /// Most orders in a turn of the desk.
    private static let portion = 256
    /// Seconds between two pictures, and between two looks at what changes seldom.
    static let interval = 1.0 / 60
    static let calmInterval = 1.0 / 15
    /// The same where nobody looks: for scripts that ask now and then.
    static let idleInterval = 0.5
    static let halfTurn = 0.005

    /// - Parameters:
    ///   - unmapped: devices that no mapping is for.
    ///   - reload: gives devices that have an edited mapping the new one.
    public init(
        hub: PageHub, studio: Studio, meters: DeskMeters, unmapped: (any UnmappedDevices)? = nil,
        reload: @escaping (DeviceMapping) -> Void
    ) {
        self.unmapped = unmapped
        self.hub = hub
        self.studio = studio
        self.meters = meters
        self.reload = reload
    }

    /// Readable when orders wait.
    public var descriptor: Int32 { hub.orderDescriptor }

    // MARK: Orders

    /// Carries out what has been ordered; a part, if it is much.
    ///
    /// - Returns: whether anything was.
    @discardableResult
    public func carryOut(at frame: FramePosition) -> Bool {
        let requests = hub.takeOrders(atMost: PageDesk.portion)
        for request in requests {
            if case .revision(let order) = request.order {
                carryOut(order, request, at: frame)
            } else {
                hub.reply(to: request, complaint: carryOut(request.order, of: request.client, at: frame))
            }
        }
        return !requests.isEmpty
    }

    /// - Returns: why it was not done, for people.
    private func carryOut(_ order: PageOrder, of client: Int, at frame: FramePosition) -> String? {
        switch order {
        case .perform(let action): return desk.perform(action, at: frame)
        case .touch(let target):
            guard let id = desk.touch(target, client: client, at: frame) else { return desk.missing(target) }
            hold(id, by: client)
        case .move(let target, let position):
            guard let id = desk.move(target, to: position, client: client, at: frame) else {
                return desk.missing(target)
            }
            hold(id, by: client)
        case .release(let target):
            guard let id = desk.parameter(target) else { return desk.missing(target) }
            desk.release(id, client: client, at: frame)
            hands[client]?.removeAll { $0 == id }
        case .releaseAll: releaseAll(of: client, at: frame)
        case .watch(let list): watch(list, by: client)
        case .lane(let order): return draw(order, at: frame)
        case .name(let reference, let name):
            guard let node = desk.node(reference) else { return "there is no \(reference.address)" }
            return desk.rename(node, to: name, at: frame)
        case .travel(let count): return travel(to: count, at: frame)
        case .loop(let range): desk.setLoop(range, at: frame)
        case .punch(let range): desk.setPunch(range, at: frame)
        case .meters(.clear): meters.clear()
        case .meters(.restart): studio.meter?.restart()
        case .revision: break
        case .keep(let revision): return desk.keep(revision)
        case .learn(let device): return learn(from: device, by: client, at: frame)
        case .reload(let mapping):
            reload(mapping)
            renewLessons(at: frame)
        case .leave:
            endLesson(of: client, nil, at: frame)
            releaseAll(of: client, at: frame)
            hands[client] = nil
            watched[client] = nil
        }
        return nil
    }

    private func hold(_ id: ParameterID, by client: Int) {
        if hands[client]?.contains(id) != true { hands[client, default: []].append(id) }
    }

    private func releaseAll(of client: Int, at frame: FramePosition) {
        for id in hands[client] ?? [] { desk.release(id, client: client, at: frame) }
        hands[client] = []
    }

    /// Who looks at the monitors looks at the meters of the mix, whose spectrum costs more than all the rest.
    private func watch(_ list: [Watched], by client: Int) {
        watched[client] = list
        if list.contains(.node(.monitor)) { studio.meter?.wantsSpectrum(true) }
    }

    private func draw(_ order: LaneOrder, at frame: FramePosition) -> String? {
        guard let id = desk.parameter(order.target) else { return desk.missing(order.target) }
        return desk.drawLane(
            of: id, order.range, points: order.points.map { ($0.frame, $0.position) }, label: order.label, at: frame)
    }

    /// Undoes or does again until so many changes are in force.
    private func travel(to count: Int, at frame: FramePosition) -> String? {
        let all = studio.store.history.count
        guard count <= all else { return "the history has \(all) changes" }
        return desk.travel(to: count, at: frame)
    }
}
