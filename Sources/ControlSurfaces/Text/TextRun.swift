/// Texts that stand side by side on a display which is one long line of letters: what is sent to one place goes on into the next. Sent
/// together they need one head instead of many.
struct TextRun {
    /// Where a text stands.
    struct Place: Hashable {
        /// The message up to the place.
        var head: [UInt8]
        var place: Int
        var length: Int
        var suffix: [UInt8]

        /// `nil` for what is no text.
        init?(_ spec: OutputSpec) {
            guard case .text(let template) = spec, template.length > 1, template.coding == .ascii,
                let place = template.prefix.last
            else { return nil }
            head = Array(template.prefix.dropLast())
            self.place = Int(place)
            length = template.length
            suffix = template.suffix
        }

        func moved(by lengths: Int) -> Place {
            var moved = self
            // Blanks after the text belong to it.
            moved.place += lengths * (length + suffix.count - 1)
            return moved
        }
    }

    /// Outputs from the left.
    private(set) var members: [Int]
    /// Bytes before the text.
    let head: Int

    /// - Parameters:
    ///   - texts: where all texts stand.
    ///   - isDue: whether an output may be sent to now and has to be.
    init(
        around index: Int, _ outputs: [FeedbackOutput], _ texts: [Place: Int], where isDue: (FeedbackOutput) -> Bool
    ) {
        members = [index]
        head = Place(outputs[index].spec).map { $0.head.count + 1 } ?? 0
        guard let place = Place(outputs[index].spec) else { return }
        for way in [-1, 1] {
            var next = place.moved(by: way)
            while let neighbour = texts[next], isDue(outputs[neighbour]) {
                if way < 0 { members.insert(neighbour, at: 0) } else { members.append(neighbour) }
                next = next.moved(by: way)
            }
        }
    }

    /// One message of many: the first one's head, all texts, the last one's end.
    static func joined(_ messages: [[UInt8]], _ head: Int) -> [UInt8] {
        guard let first = messages.first else { return [] }
        return first.dropLast() + messages.dropFirst().flatMap { $0.dropFirst(head).dropLast() } + first.suffix(1)
    }
}
