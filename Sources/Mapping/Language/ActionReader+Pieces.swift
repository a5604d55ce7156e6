extension ActionReader {
    static func trimmed(_ piece: Piece) -> Piece {
        let leading = piece.text.prefix { $0 == " " }
        var text = String(piece.text.dropFirst(leading.count))
        while text.hasSuffix(" ") { text.removeLast() }
        return Piece(text: text, offset: piece.offset + leading.count)
    }

    func wrong(_ code: String, _ message: String, _ piece: Piece, help: String? = nil) -> AddressError {
        AddressError(
            code: code, message: message, help: help, offset: piece.offset,
            length: max(1, piece.text.unicodeScalars.count))
    }

    func shifted(_ error: AddressError, by offset: Int? = nil) -> AddressError {
        var error = error
        error.offset += offset ?? address.offset
        return error
    }
}
