import ArgumentParser
import Desk

/// How long sound is kept after the song's end.
struct TailOption: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Play on after the song's end for what still sounds: auto, until nothing is above \(Tail.floorDecibels) dBFS, "
                + "\(Tail.limitSeconds) s at most; or so many seconds.", valueName: "auto|seconds"))
    var tail = "auto"

    func validate() throws {
        guard tail == "auto" || Double(tail).map({ (0...600).contains($0) }) == true else {
            throw ValidationError("--tail \(tail): expected auto, or 0 to 600 seconds")
        }
    }

    /// What was chosen.
    var choice: Tail { Double(tail).map { .seconds($0) } ?? .automatic }
}
