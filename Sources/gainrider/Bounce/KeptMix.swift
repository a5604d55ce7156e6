import AudioFiles
import Foundation

/// A mix on its way to its level: kept as it was rendered, so that it is rendered once however often it is measured. It lies
/// beside the target in a file without a name, which is gone when the program is.
final class KeptMix {
    private let file: UnsafeMutablePointer<FILE>
    private(set) var frames = 0

    /// - Parameter target: beside which it lies; `nil` for the folder for temporary files.
    init(beside target: String?) throws {
        do {
            let folder = target.map {
                URL(fileURLWithPath: $0).resolvingSymlinksInPath().deletingLastPathComponent().path
            }
            let descriptor = try folder.map(ScratchFile.open(in:)) ?? ScratchFile.open()
            guard let file = fdopen(descriptor, "w+b") else {
                throw Failure(.cannotCreate, "gainrider: no room for the mix: \(String(cString: strerror(errno)))")
            }
            self.file = file
        } catch let error as FileError {
            throw Failure(error)
        }
    }

    deinit { fclose(file) }

    func add(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, frames count: Int) throws {
        guard fwrite(left, 4, count, file) == count, fwrite(right, 4, count, file) == count else {
            throw Failure(.inputOutput, "gainrider: no room for the mix: \(String(cString: strerror(errno)))")
        }
        lengths.append(count)
        frames += count
    }

    /// Hands the mix out again, piece by piece, in memory that may be changed.
    func play(_ receive: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, Int) throws -> Void) throws {
        guard fflush(file) == 0, fseeko(file, 0, SEEK_SET) == 0 else {
            throw Failure(.inputOutput, "gainrider: no room for the mix: \(String(cString: strerror(errno)))")
        }
        var left: [Float] = []
        var right: [Float] = []
        for count in lengths {
            try Interruption.check()
            if left.count < count {
                left = [Float](repeating: 0, count: count)
                right = left
            }
            guard fread(&left, 4, count, file) == count, fread(&right, 4, count, file) == count else {
                throw Failure(.inputOutput, "gainrider: the mix could not be read again")
            }
            try left.withUnsafeMutableBufferPointer { l in
                try right.withUnsafeMutableBufferPointer { r in
                    guard let l = l.baseAddress, let r = r.baseAddress else { return }
                    try receive(l, r, count)
                }
            }
        }
    }

    /// Frames of each piece.
    private var lengths: [Int] = []
}
