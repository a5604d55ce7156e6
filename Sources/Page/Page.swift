import Foundation
public import SessionStore

/// The console page of a session: served as long as this lives.
///
/// - Thread: the desk's.
public final class Page {
    public let hub: PageHub
    private let server: PageServer
    private let token: String
    private let address: String

    /// The port that is tried first where none is asked for.
    public static let standardPort = 8484

    /// - Parameters:
    ///   - address: a name or an address of this machine; loopback unless the user says otherwise.
    ///   - shelf: the mappings that can be edited.
    ///   - port: `nil`: ``standardPort``, or any that is free if that is not; 0: any.
    /// - Throws: ``PageError`` if nothing can listen there.
    public init(
        store: SessionStore, address: String = "127.0.0.1", port: Int? = nil, shelf: MappingShelf = MappingShelf(),
        limits: PageLimits = PageLimits()
    ) throws(PageError) {
        let questions = Questions(location: store.location, shelf: shelf)
        hub = PageHub(limits: limits)
        let teller = PageTeller(hub, store: store, limits: limits, questions: questions, shelf: shelf)
        token = Page.makeToken()
        self.address = address
        do throws(PageError) {
            server = try PageServer(
                teller, token: token, address: address, port: port ?? Page.standardPort, limits: limits)
        } catch .taken where port == nil {
            server = try PageServer(teller, token: token, address: address, port: 0, limits: limits)
        }
        questions.setRefusals { [weak server] in server?.refusals ?? PageCounts() }
        server.start()
    }

    /// What a browser opens; the token stands where browsers send it nowhere.
    public var link: String {
        let host = isEverywhere ? Page.hostName : address.contains(":") ? "[\(address)]" : address
        return "http://\(host):\(server.port)/#\(token)"
    }

    /// Whether others than programs of this machine can reach it.
    public var isOpen: Bool { !["127.0.0.1", "localhost", "::1"].contains(address) }
    private var isEverywhere: Bool { address == "0.0.0.0" || address == "::" }

    public var port: Int { server.port }

    /// What was refused since the start.
    public var refusals: PageCounts { server.refusals }

    /// Lets clients be told what was published.
    public func nudge() { server.nudge() }

    public func stop() { server.stop() }

    /// 128 bits that nobody can guess, as letters and digits.
    private static func makeToken() -> String {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789")
        return String((0..<26).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] })
    }

    /// An address of this machine that others reach: the first that is not loopback.
    private static var hostName: String {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return "127.0.0.1" }
        defer { freeifaddrs(list) }
        var next = list
        while let entry = next {
            next = entry.pointee.ifa_next
            guard let address = entry.pointee.ifa_addr, address.pointee.sa_family == UInt16(AF_INET),
                entry.pointee.ifa_flags & UInt32(IFF_LOOPBACK) == 0
            else { continue }
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            guard
                getnameinfo(
                    address, socklen_t(MemoryLayout<sockaddr_in>.size), &text, socklen_t(text.count), nil, 0,
                    NI_NUMERICHOST) == 0
            else { continue }
            return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        return "127.0.0.1"
    }
}
