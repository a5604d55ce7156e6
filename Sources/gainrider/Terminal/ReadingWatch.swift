import AudioFiles
import Desk
import Foundation

/// Looks on while files are read off line, by the thread that renders: a file that does not answer is named, once.
enum ReadingWatch {
    /// Seconds after which a file is named.
    private static let patience = 5.0

    /// Looks at a disk for as long as somebody renders from it.
    static func begin(_ disk: DiskReader) {
        let watch = Thread { [weak disk] in
            var told: Int?
            while let fault = disk.map({ $0.standstill(of: patience) }) {
                if let fault, told != fault.strip {
                    told = fault.strip
                    Terminal.error.line("gainrider: \(fault); it is waited for, and Ctrl-C leaves")
                }
                Thread.sleep(forTimeInterval: 0.5)
            }
        }
        watch.name = "gainrider-watch"
        watch.start()
    }
}
