import Foundation
import Fuzzing

/// Spoils the inputs of one reader, guided by the parts of the program that each input reaches: libFuzzer, which comes with the Swift
/// toolchain, keeps what reaches a new one and goes on from there.
///
/// `guided-fuzz READER [FOLDER …] [-option=value …]`: folders and options of libFuzzer; the first folder takes what is new. What traps,
/// hangs or takes too much memory ends it, and is kept as a file (`-artifact_prefix`); put that into `Tests/Corpus/<reader>/`.
@main
enum GuidedFuzz {
    // Unsafe: set once, before anything is read.
    nonisolated(unsafe) private static var reader: Reader?

    static func main() {
        var words = CommandLine.arguments
        // libFuzzer starts this program again for some of its options, without the reader's name.
        let variable = "GAINRIDER_GUIDED_READER"
        if let name = ProcessInfo.processInfo.environment[variable] { words.insert(name, at: 1) }
        guard words.count > 1, let reader = Reader.all.first(where: { $0.name == words[1] }) else {
            print("name a reader; there are: \(Reader.all.map(\.name).joined(separator: ", "))")
            exit(64)
        }
        setenv(variable, reader.name, 1)
        GuidedFuzz.reader = reader
        // By the clock on the wall, which runs on while others have the processor.
        let options = ["-max_len=\(reader.longest)", "-timeout=100", "-rss_limit_mb=1000"]
        let arguments = [words[0]] + options + words.dropFirst(2)
        var count = Int32(arguments.count)
        // libFuzzer keeps them as long as it runs.
        var pointers = arguments.map { strdup($0) } + [nil]
        pointers.withUnsafeMutableBufferPointer { pointers in
            var start = pointers.baseAddress
            exit(
                runDriver(&count, &start) { bytes, length in
                    GuidedFuzz.reader?.read(Array(UnsafeBufferPointer(start: bytes, count: length)))
                    return 0
                })
        }
    }
}

/// libFuzzer's loop: reads its options and hands over inputs. Linked where the program is built with `-sanitize=fuzzer`.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ read: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32
