import Testing

@testable import Page

@Suite struct `Head of a request` {
    @Test func `is read with its fields and its length`() {
        let bytes = Array("GET /api/values?of=/strip/1 HTTP/1.1\r\nHost: a:1\r\nX-Y:  b \r\n\r\nrest".utf8)
        let head = HTTPHead(
            method: "GET", target: "/api/values?of=/strip/1", fields: ["host": "a:1", "x-y": "b"])
        #expect(HTTPHead.read(bytes) == .head(head, length: bytes.count - 4))
        #expect(head.path == "/api/values" && head.query == "of=/strip/1")
    }

    @Test func `is waited for, byte by byte`() {
        let bytes = Array("GET / HTTP/1.1\r\nHost: a:1\r\n\r\n".utf8)
        for length in 0..<bytes.count { #expect(HTTPHead.read(bytes[..<length]) == .incomplete, "\(length) bytes") }
    }

    @Test(arguments: [
        "\u{16}\u{3}\u{1} hello of TLS", "GET  / HTTP/1.1\r\n\r\n", "GET / HTTP/2\r\n\r\n",
        "GET http://a/ HTTP/1.1\r\n\r\n",
        "GET /\r\n\r\n", " GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET / HTTP/1.1\r\n folded: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET / HTTP/1.1\r\nNoColon\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\n",
        "GET / HTTP/1.1\r\nX: \u{1}\r\n\r\n", "GET /ä HTTP/1.1\r\n\r\n",
    ])
    func `that could be read in two ways is none`(text: String) {
        #expect(HTTPHead.read(Array(text.utf8)) == .malformed)
    }

    @Test func `finds words of a list in any case`() {
        let head = HTTPHead(method: "GET", target: "/", fields: ["connection": "keep-alive, UPGRADE"])
        #expect(head.has("upgrade", in: "connection"))
        #expect(!head.has("up", in: "connection"))
    }
}
