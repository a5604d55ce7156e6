struct AddressReader {
    let text: String
    init(_ text: String) { self.text = text }
    func target() throws(AddressError) -> Target {
        throw AddressError(code: "unknown-address", message: "", offset: 0, length: 0)
    }
}
struct ActionReader {
    let text: String
    init(_ text: String) { self.text = text }
    func action() throws(AddressError) -> Action {
        throw AddressError(code: "unknown-address", message: "", offset: 0, length: 0)
    }
}
