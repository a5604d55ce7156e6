import Glibc

/// Why the page cannot be served.
public enum PageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No such name or address. Another `--page-address` helps.
    case unknownAddress(String)
    /// Another program listens there. Another `--page-port` helps.
    case taken(String, port: Int)
    /// Ports below 1024 belong to the system.
    case noPermission(String, port: Int)
    /// The system's reason.
    case system(String)

    public var description: String {
        switch self {
        case .unknownAddress(let address):
            "no page: there is no address \(address) here; choose another with --page-address, or leave it out for this machine alone"
        case .taken(let address, let port):
            "no page: another program listens at \(address), port \(port); choose another with --page-port, or 0 for any that is free"
        case .noPermission(let address, let port):
            "no page: no permission to listen at \(address), port \(port); choose a port from 1024 up with --page-port"
        case .system(let reason): "no page: \(reason)"
        }
    }
}

/// A listening socket.
///
/// - Thread: setup makes it; then the server's.
struct Listener: Sendable {
    let descriptor: Int32
    let port: Int

    /// - Parameters:
    ///   - address: a name or an address of this machine.
    ///   - port: 0 is any that is free.
    init(address: String, port: Int) throws(PageError) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address, "\(port)", &hints, &found) == 0, let first = found else {
            throw .unknownAddress(address)
        }
        defer { freeaddrinfo(found) }
        let socket = Glibc.socket(first.pointee.ai_family, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw .system(String(cString: strerror(errno))) }
        socket.setUpForPolling()
        var yes: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard bind(socket, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0, listen(socket, 128) == 0 else {
            let fault = errno
            close(socket)
            switch fault {
            case EADDRINUSE: throw .taken(address, port: port)
            case EACCES: throw .noPermission(address, port: port)
            case EADDRNOTAVAIL: throw .unknownAddress(address)
            default: throw .system(String(cString: strerror(fault)))
            }
        }
        descriptor = socket
        self.port = Listener.port(of: socket)
    }

    /// What the next caller is.
    enum Caller {
        case connection(Int32)
        case nobody
        /// The system has no descriptor or no memory for it now.
        case noRoom
    }

    func accept() -> Caller {
        let socket = Glibc.accept(descriptor, nil, nil)
        guard socket < 0 else {
            socket.setUpForPolling()
            var yes: Int32 = 1
            setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
            return .connection(socket)
        }
        switch errno {
        case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .noRoom
        default: return .nobody
        }
    }

    private static func port(of socket: Int32) -> Int {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(socket, $0, &length) }
            return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                // The port stands at the same place for both families.
                Int(UInt16(bigEndian: $0.pointee.sin_port))
            }
        }
    }
}
