/// The head of an HTTP request: no more of HTTP than a page, a socket and a script need.
///
/// - Source: RFC 9112 §2–§6.
struct HTTPHead: Sendable, Hashable {
    var method: String
    /// As it was sent: nothing in it is decoded, and no path is made of it.
    var target: String
    /// By lower-case name.
    var fields: [String: String]

    /// What bytes that have come so far are.
    enum Reading: Sendable, Hashable {
        case incomplete
        case head(HTTPHead, length: Int)
        /// No request, or one that could be read in two ways.
        case malformed
    }

    /// Reads a head. Every way in which two programs could read it differently makes it malformed.
    ///
    /// - Parameter bytes: all that has come, from the request's first byte.
    static func read(_ bytes: some Collection<UInt8>) -> Reading {
        let bytes = Array(bytes)
        guard let end = length(of: bytes) else {
            // What cannot become a head need not be waited for.
            return bytes.first.map { isToken($0) } ?? true ? .incomplete : .malformed
        }
        guard let text = String(validating: bytes[..<(end - 4)], as: UTF8.self),
            text.utf8.allSatisfy({ $0 >= 32 && $0 < 127 || $0 == 13 || $0 == 10 || $0 == 9 })
        else { return .malformed }
        var lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        let request = lines.removeFirst().split(separator: " ", omittingEmptySubsequences: false)
        guard request.count == 3, request[2] == "HTTP/1.1" || request[2] == "HTTP/1.0", request[1].first == "/",
            !request[0].isEmpty, request[0].utf8.allSatisfy(isToken)
        else { return .malformed }
        var fields: [String: String] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: ":"), colon != line.startIndex,
                line[..<colon].utf8.allSatisfy(isToken)
            else { return .malformed }
            let name = line[..<colon].lowercased()
            let value = trimmed(line[line.index(after: colon)...])
            guard fields[name] == nil || !once.contains(name), !value.utf8.contains(10), !value.utf8.contains(13)
            else { return .malformed }
            fields[name] = fields[name].map { $0 + ", " + value } ?? value
        }
        guard fields["transfer-encoding"] == nil, fields["content-length"].map({ $0 == "0" }) ?? true else {
            return .malformed
        }
        return .head(HTTPHead(method: String(request[0]), target: String(request[1]), fields: fields), length: end)
    }

    /// Whether a list of words in a field has this one, in any case.
    func has(_ word: String, in field: String) -> Bool {
        (fields[field] ?? "").split(separator: ",").contains { HTTPHead.trimmed($0).lowercased() == word }
    }

    /// Path and question of the target.
    var path: Substring { target.prefix { $0 != "?" } }
    var query: Substring { target.dropFirst(path.count).dropFirst() }

    /// Fields that a request has once or not at all.
    private static let once: Set<String> = [
        "host", "origin", "authorization", "content-length", "upgrade", "sec-websocket-key", "sec-websocket-version",
        "sec-websocket-protocol",
    ]

    private static func length(of bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        for index in 3..<bytes.count
        where bytes[index] == 10 && bytes[index - 1] == 13 && bytes[index - 2] == 10 && bytes[index - 3] == 13 {
            return index + 1
        }
        return nil
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
        return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }

    /// A letter, digit or one of the signs that a name may have.
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
