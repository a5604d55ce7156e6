import Automation
import MixModel
import Units
import Yams

/// Long lists of points, line by line: what is written as we write it is read at once, everything else as a line of YAML.
extension SessionTextReader {
    mutating func readPointLines(_ number: Int, _ role: Role) -> Lane? {
        let spec = role.spec
        // A key goes by the name of a strip; a choice and a switch have words.
        let hasNumbers = !role.isKey && ![.choice, .onOff].contains(spec.unit)
        var list = PointList()
        pointLines.forEachLine(of: number) { bytes, line, column in
            let point =
                hasNumbers ? PlainPoint(bytes).flatMap { $0.point(spec) } : nil
            if let point = point ?? readPointLine(bytes, line, column, role) {
                list.add(point, line, column, &reader)
            } else {
                list.isWhole = false
            }
            return !reader.isFull
        }
        return list.lane(&reader)
    }

    private mutating func readPointLine(
        _ bytes: UnsafeRawBufferPointer, _ line: Int, _ column: Int, _ role: Role
    ) -> Point? {
        (reader.lineOffset, reader.columnOffset) = (line - 1, column - 1)
        defer { (reader.lineOffset, reader.columnOffset) = (0, 0) }
        do throws(TextSyntaxError) {
            guard let node = try TextReader.tree(String(decoding: bytes, as: UTF8.self)) else { return nil }
            return readPoint(node, role)
        } catch {
            reader.add(
                error.fault.line + line - 1, error.fault.column + column - 1, error.fault.message,
                help: error.fault.help)
            return nil
        }
    }
}

/// `[96000, -6.02, linear]` and `[96000, -6.02, hold]`, with plain numbers.
private struct PlainPoint {
    private var frame: FramePosition
    private var value: Double
    private var isHeld: Bool

    /// `nil` for what is written in any other way.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var place = 1
        // A comma and a space after all but the last, which ends with the line.
        func part(isLast: Bool = false) -> Slice<UnsafeRawBufferPointer>? {
            guard let end = bytes[place...].firstIndex(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "]") }),
                isLast
                    ? end == bytes.count - 1 && bytes[end] == UInt8(ascii: "]")
                    : end + 1 < bytes.count && bytes[end] == UInt8(ascii: ",") && bytes[end + 1] == UInt8(ascii: " ")
            else { return nil }
            defer { place = end + 2 }
            return bytes[place..<end]
        }
        guard let first = part(), let second = part(), let third = part(isLast: true),
            let frame = ReadNumber.whole(String(decoding: first, as: UTF8.self), in: 0...SessionSettings.frameLimit),
            let value = ReadNumber.decimal(String(decoding: second, as: UTF8.self)),
            !(value == 0 && value.sign == .minus)
        else { return nil }
        if third.elementsEqual("linear".utf8) {
            isHeld = false
        } else if third.elementsEqual("hold".utf8) {
            isHeld = true
        } else {
            return nil
        }
        (self.frame, self.value) = (frame, value)
    }

    func point(_ spec: ParameterSpec) -> SessionTextReader.Point? {
        guard case .position(let position) = spec.reading(value, written: "") else { return nil }
        return .init(frame: frame, position: position, ramp: isHeld ? .hold(position, from: frame) : nil)
    }
}
