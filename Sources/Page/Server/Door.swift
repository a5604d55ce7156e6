/// Who may come in: decides about a request by its head alone.
///
/// A page of another site can send requests to this machine, and a name of its own can be made to lead here; so the name that was
/// asked for (`Host`), the page that asks (`Origin`) and the token that only the printed link has are all looked at.
struct Door: Sendable {
    /// Known only to those who have the link.
    let token: String
    let port: Int
    /// Name or address that the command line asked for; this machine's loopback is accepted beside it.
    let address: String

    /// What comes of a request.
    enum Decision: Sendable, Hashable {
        /// A file of the page: public, as the program itself is.
        case asset(String)
        /// Something for scripts, below `/api/`.
        case question(String, query: String)
        /// A socket; the sub-protocol to agree on, if one was asked for.
        case socket(key: String, agreeing: String?)
        case refuse(Refusal)
    }

    enum Refusal: Sendable, Hashable, CaseIterable {
        case host, origin, token, method, path, handshake

        var status: Int {
            switch self {
            case .host: 421
            case .origin: 403
            case .token: 401
            case .method: 405
            case .path: 404
            case .handshake: 400
            }
        }

        /// Found, expected, and what to do.
        var words: String {
            switch self {
            case .host: "this name does not belong to Gainrider's page; use the link that `gainrider mix` prints"
            case .origin: "a page of another site may not speak to Gainrider"
            case .token:
                "the token is missing or is an old one; use the link that `gainrider mix` prints, anew at each start"
            case .method: "only GET and HEAD are answered here; orders go through the socket (Docs/Remote.md)"
            case .path: "there is nothing here; Docs/Remote.md lists what there is"
            case .handshake: "this is no WebSocket handshake of version 13"
            }
        }
    }

    /// The sub-protocol of the socket, and what a browser, which can set no header, sends its token as.
    static let subprotocol = "gainrider.1"
    private static let tokenWord = "token."

    func decide(_ head: HTTPHead, assets: (String) -> Bool) -> Decision {
        guard let host = head.fields["host"], isOurs(host) else { return .refuse(.host) }
        if let origin = head.fields["origin"], origin != "http://" + host { return .refuse(.origin) }
        guard head.method == "GET" || head.method == "HEAD" else { return .refuse(.method) }
        let path = String(head.path)
        if path == "/socket" { return socket(head) }
        if path.hasPrefix("/api/") {
            guard isRight(bearer(head)) else { return .refuse(.token) }
            return .question(String(path.dropFirst(5)), query: String(head.query))
        }
        let asset = path == "/" ? "/index.html" : path
        return assets(asset) ? .asset(asset) : .refuse(.path)
    }

    private func socket(_ head: HTTPHead) -> Decision {
        let offered = (head.fields["sec-websocket-protocol"] ?? "").split(separator: ",").map {
            $0.filter { $0 != " " && $0 != "\t" }
        }
        let word = offered.first { $0.hasPrefix(Door.tokenWord) }.map { String($0.dropFirst(Door.tokenWord.count)) }
        guard isRight(word ?? bearer(head)) else { return .refuse(.token) }
        guard head.method == "GET", head.has("websocket", in: "upgrade"), head.has("upgrade", in: "connection"),
            head.fields["sec-websocket-version"] == "13", let key = head.fields["sec-websocket-key"],
            let answer = WebSocketKey.answer(to: key)
        else { return .refuse(.handshake) }
        return .socket(key: answer, agreeing: offered.contains(Door.subprotocol) ? Door.subprotocol : nil)
    }

    private func bearer(_ head: HTTPHead) -> String? {
        guard let field = head.fields["authorization"], field.lowercased().hasPrefix("bearer ") else { return nil }
        return String(field.dropFirst(7))
    }

    /// Compares every byte, so that the time it takes tells nothing.
    func isRight(_ offered: String?) -> Bool {
        let (right, offered) = (Array(token.utf8), Array((offered ?? "").utf8))
        var difference = right.count ^ offered.count
        for index in right.indices {
            difference |= Int(right[index] ^ (offered.isEmpty ? 0 : offered[index % offered.count]))
        }
        return difference == 0 && !right.isEmpty
    }

    /// Whether a request's `Host` is a name that no stranger can have made lead here: an address, `localhost`, or what the user named.
    private func isOurs(_ host: String) -> Bool {
        guard host.hasSuffix(":\(port)") else { return false }
        let name = String(host.dropLast("\(port)".count + 1)).lowercased()
        if name == "localhost" || name == "127.0.0.1" || name == "[::1]" { return true }
        // All addresses of this machine: then each of them, but no name.
        if address == "0.0.0.0" || address == "::" { return Door.isAddress(name) }
        return name == address.lowercased() || name == "[\(address.lowercased())]"
    }

    private static func isAddress(_ name: String) -> Bool {
        if name.hasPrefix("["), name.hasSuffix("]") {
            return name.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}
