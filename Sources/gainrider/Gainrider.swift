import ArgumentParser

@main
struct Gainrider: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gainrider", abstract: "Mix with your hands on Linux.", version: "0.1.0")
}
