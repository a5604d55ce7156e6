/// The shape of a file for a picture: range and RMS of each column of it.
public struct WaveformOverview: Sendable, Hashable {
    /// The samples of one column, both channels together; nominal range ±1.
    public struct Column: Sendable, Hashable {
        public var minimum: Float = 0
        public var maximum: Float = 0
        /// Root of the mean square, 0 or more.
        public var rms: Float = 0

        /// Silence, unless told otherwise.
        public init(minimum: Float = 0, maximum: Float = 0, rms: Float = 0) {
            self.minimum = minimum
            self.maximum = maximum
            self.rms = rms
        }
    }

    /// From the file's start to its end, in equal parts.
    public var columns: [Column]

    /// Reads a whole file, piece by piece.
    ///
    /// Column `c` of `n` spans the frames from `frames · c / n` up to `frames · (c + 1) / n`, and at least one.
    /// - Parameter count: how many columns, 1 or more.
    /// - Throws: ``FileError`` if the file cannot be opened; what cannot be read of it is drawn as silence.
    public init(path: String, columns count: Int) throws(FileError) {
        let file = try AudioFile(path: path)
        let frames = file.properties.frames
        let block = 8192
        var planes = [Float](repeating: 0, count: 2 * block)
        columns = []
        columns.reserveCapacity(count)
        var held: Range<Int64> = 0..<0
        for index in 0..<Int64(count) {
            var place = scaled(frames, index, Int64(count))
            let end = max(scaled(frames, index + 1, Int64(count)), place + 1)
            let width = end - place
            var column = Accumulated()
            while place < end {
                if !held.contains(place) {
                    held = place..<place + Int64(block)
                    planes.withUnsafeMutableBufferPointer { planes in
                        guard let left = planes.baseAddress else { return }
                        file.read(at: place, left: left, right: left + block, frames: block)
                    }
                }
                let count = Int(min(end, held.upperBound) - place)
                let offset = Int(place - held.lowerBound)
                planes.withUnsafeBufferPointer { planes in
                    guard let left = planes.baseAddress else { return }
                    column.add(left + offset, count)
                    column.add(left + block + offset, count)
                }
                place += Int64(count)
            }
            columns.append(column.column(samples: 2 * width))
        }
    }
}

/// `frames · index / count` without overflow.
private func scaled(_ frames: Int64, _ index: Int64, _ count: Int64) -> Int64 {
    let (high, low) = frames.multipliedFullWidth(by: index)
    return count.dividingFullWidth((high, low)).quotient
}

private struct Accumulated {
    private var minimum = Float.infinity
    private var maximum = -Float.infinity
    private var energy = 0.0

    mutating func add(_ samples: UnsafePointer<Float>, _ count: Int) {
        for index in 0..<count {
            let sample = samples[index]
            minimum = sample < minimum ? sample : minimum
            maximum = sample > maximum ? sample : maximum
            energy += Double(sample) * Double(sample)
        }
    }

    func column(samples: Int64) -> WaveformOverview.Column {
        .init(minimum: minimum, maximum: maximum, rms: Float((energy / Double(samples)).squareRoot()))
    }
}
