/// Bytes of an answer: status line, head with what keeps browsers from doing more than the page needs, body.
enum HTTPAnswer {
    /// - Parameters:
    ///   - host: the checked name under which the page was asked for; its socket is the only thing that the page may connect to.
    ///   - omitsBody: for HEAD.
    static func bytes(
        _ status: Int, type: String, body: some Collection<UInt8>, host: String? = nil, omitsBody: Bool = false
    ) -> [UInt8] {
        let socket = host.map { " ws://\($0)" } ?? ""
        let policy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'\(socket); "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        let lines = [
            "HTTP/1.1 \(status) \(reason(status))", "Content-Type: \(type)", "Content-Length: \(body.count)",
            "Connection: close", "Cache-Control: no-store", "Content-Security-Policy: \(policy)",
            "X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer",
            "Cross-Origin-Opener-Policy: same-origin", "Cross-Origin-Resource-Policy: same-origin",
            "Cross-Origin-Embedder-Policy: require-corp",
        ]
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (omitsBody ? [] : Array(body))
    }

    static func refusal(_ refusal: Door.Refusal) -> [UInt8] {
        bytes(refusal.status, type: "text/plain; charset=utf-8", body: Array((refusal.words + "\n").utf8))
    }

    /// Agrees to a socket.
    static func socket(key: String, agreeing: String?) -> [UInt8] {
        var lines = [
            "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Accept: \(key)",
        ]
        if let agreeing { lines.append("Sec-WebSocket-Protocol: \(agreeing)") }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    private static func reason(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 421: "Misdirected Request"
        case 431: "Request Header Fields Too Large"
        default: "Error"
        }
    }
}
