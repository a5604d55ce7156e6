import AudioFiles

/// A sound file, read whole.
struct Sound: Equatable {
    let left: [Float]
    let right: [Float]

    init(_ path: String) throws {
        let file = try AudioFile.open(path)
        let frames = Int(file.properties.frames)
        var left = [Float](repeating: 0, count: frames)
        var right = left
        file.read(at: 0, left: &left, right: &right, frames: frames)
        self.left = left
        self.right = right
    }

    var frames: Int { left.count }
    var peak: Float { max(left.map(abs).max() ?? 0, right.map(abs).max() ?? 0) }
}
