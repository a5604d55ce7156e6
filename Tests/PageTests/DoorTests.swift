import Testing

@testable import Page

@Suite struct `Door of the page` {
    private static let token = "abcdefghijkmnpqrstuvwxyz23"
    private static let door = Door(token: token, port: 8484, address: "127.0.0.1")
    private static let handshake = [
        "upgrade": "websocket", "connection": "keep-alive, Upgrade", "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    ]

    private static func decide(
        _ target: String, method: String = "GET", _ fields: [String: String] = [:], host: String? = "127.0.0.1:8484",
        door: Door = door
    ) -> Door.Decision {
        var fields = fields
        if let host { fields["host"] = host }
        let head = HTTPHead(method: method, target: target, fields: fields)
        return door.decide(head) { ["/index.html", "/main.js"].contains($0) }
    }

    @Test(arguments: ["127.0.0.1:8484", "localhost:8484", "LOCALHOST:8484", "[::1]:8484"])
    func `lets in who asks for this machine`(host: String) {
        #expect(Self.decide("/", host: host) == .asset("/index.html"))
    }

    @Test(arguments: [
        nil, "", "evil.example", "evil.example:8484", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:8484.evil.example",
        "localhost.evil.example:8484", "192.168.0.9:8484",
    ])
    func `refuses a name that a stranger can have made lead here`(host: String?) {
        #expect(Self.decide("/", host: host) == .refuse(.host))
    }

    @Test func `served everywhere, takes any address and no name`() {
        let door = Door(token: Self.token, port: 8484, address: "0.0.0.0")
        #expect(Self.decide("/", host: "192.168.0.9:8484", door: door) == .asset("/index.html"))
        #expect(Self.decide("/", host: "studio:8484", door: door) == .refuse(.host))
        #expect(Self.decide("/", host: "1.2.3.4.evil:8484", door: door) == .refuse(.host))
    }

    @Test(arguments: [
        "http://evil.example", "null", "https://127.0.0.1:8484", "http://127.0.0.1:9999", "http://localhost:8484",
    ])
    func `refuses another site's page, also with the token`(origin: String) {
        let fields = Self.handshake.merging(["origin": origin, "authorization": "Bearer \(Self.token)"]) { $1 }
        #expect(Self.decide("/socket", fields) == .refuse(.origin))
        #expect(Self.decide("/api/state", fields) == .refuse(.origin))
    }

    @Test(arguments: [
        "/../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/static/../main.js", "//main.js", "/main.js/", "/Main.js",
        "/.git/config",
    ])
    func `has nothing but its table`(path: String) { #expect(Self.decide(path) == .refuse(.path)) }

    @Test(arguments: [
        nil, "", "x", "abcdefghijkmnpqrstuvwxyz2", "abcdefghijkmnpqrstuvwxyz234", "Abcdefghijkmnpqrstuvwxyz23",
    ])
    func `refuses a missing, cut or other token`(offered: String?) {
        let bearer = offered.map { ["authorization": "Bearer \($0)"] } ?? [:]
        #expect(Self.decide("/api/state", bearer) == .refuse(.token))
        #expect(Self.decide("/socket", Self.handshake.merging(bearer) { $1 }) == .refuse(.token))
        let word = offered.map { ["sec-websocket-protocol": "gainrider.1, token.\($0)"] } ?? [:]
        #expect(Self.decide("/socket", Self.handshake.merging(word) { $1 }) == .refuse(.token))
    }

    @Test func `opens a socket for a browser and for a program`() {
        // The key and its answer are RFC 6455's own.
        let answer = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
        let browser = Self.handshake.merging(
            ["sec-websocket-protocol": "gainrider.1, token.\(Self.token)", "origin": "http://127.0.0.1:8484"]) { $1 }
        #expect(Self.decide("/socket", browser) == .socket(key: answer, agreeing: "gainrider.1"))
        let program = Self.handshake.merging(["authorization": "Bearer \(Self.token)"]) { $1 }
        #expect(Self.decide("/socket", program) == .socket(key: answer, agreeing: nil))
    }

    @Test(arguments: ["upgrade", "connection", "sec-websocket-version", "sec-websocket-key"])
    func `refuses half a handshake`(missing: String) {
        var fields = Self.handshake
        fields[missing] = nil
        fields["authorization"] = "Bearer \(Self.token)"
        #expect(Self.decide("/socket", fields) == .refuse(.handshake))
    }

    @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS", "CONNECT"])
    func `is asked by GET and HEAD alone`(method: String) {
        #expect(Self.decide("/", method: method) == .refuse(.method))
    }

    @Test(arguments: Door.Refusal.allCases)
    func `says what it expects`(refusal: Door.Refusal) {
        #expect(refusal.status >= 400 && refusal.words.count > 20)
    }
}
