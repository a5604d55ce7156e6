public import AudioFiles
public import Units

/// What was heard, laid on the song's time line: every sample as it was heard last.
public struct Take: Sendable {
    public private(set) var left: [Float]
    public private(set) var right: [Float]
    private var heard: [Bool]
    /// Where the song went elsewhere: the session frame after the last one that came out, and the one that came out next.
    private(set) var leaps: [(from: FramePosition, to: FramePosition)] = []
    /// Session frame after the last one that was heard while it was played.
    private var end: FramePosition = 0

    /// - Parameter length: of the song, in frames.
    public init(length: FramePosition) {
        left = [Float](repeating: 0, count: Int(length))
        right = left
        heard = [Bool](repeating: false, count: Int(length))
    }

    /// Lays a block on the time line; what lies before the song's start or beyond its end is left out.
    public mutating func add(
        _ newLeft: UnsafePointer<Float>, _ newRight: UnsafePointer<Float>, frames: Int, at position: FramePosition
    ) {
        if position != end { leaps.append((from: end, to: position)) }
        end = position + FramePosition(frames)
        let count = min(frames, left.count - Int(position))
        for offset in max(0, -Int(position))..<max(0, -Int(position), count) {
            left[Int(position) + offset] = newLeft[offset]
            right[Int(position) + offset] = newRight[offset]
            heard[Int(position) + offset] = true
        }
    }

    /// Lays frames on the time line only where nothing was heard. Those after its end make it longer, if they follow it.
    public mutating func complete(
        _ newLeft: UnsafePointer<Float>, _ newRight: UnsafePointer<Float>, frames: Int, at position: FramePosition
    ) {
        for offset in 0..<frames {
            let place = Int(position) + offset
            if place == heard.count {
                left.append(newLeft[offset])
                right.append(newRight[offset])
                heard.append(true)
            } else if heard.indices.contains(place), !heard[place] {
                left[place] = newLeft[offset]
                right[place] = newRight[offset]
                heard[place] = true
            }
        }
    }

    /// The first stretch of the song that was not heard.
    public var unheard: Range<FramePosition>? {
        guard let start = heard.firstIndex(of: false) else { return nil }
        let end = heard[start...].firstIndex(of: true) ?? heard.count
        return Int64(start)..<Int64(end)
    }
}

extension Take {
    /// Writes the whole time line.
    public func write(to writer: AudioWriter) throws(FileError) {
        var position = 0
        while position < left.count {
            let count = min(65_536, left.count - position)
            var fault: FileError?
            left.withUnsafeBufferPointer { left in
                right.withUnsafeBufferPointer { right in
                    guard let l = left.baseAddress, let r = right.baseAddress else { return }
                    do throws(FileError) {
                        try writer.write(left: l + position, right: r + position, frames: count)
                    } catch {
                        fault = error
                    }
                }
            }
            if let fault { throw fault }
            position += count
        }
    }
}

extension Take {
    /// How many frames differ in a bit of either side; frames that only one take has count too.
    public func differences(from other: Take) -> Int {
        let common = min(left.count, other.left.count)
        var count = max(left.count, other.left.count) - common
        for frame in 0..<common
        where left[frame].bitPattern != other.left[frame].bitPattern
            || right[frame].bitPattern != other.right[frame].bitPattern
        {
            count += 1
        }
        return count
    }
}
