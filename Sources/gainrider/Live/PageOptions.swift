import ArgumentParser
import Foundation
import Mapping
import Page
import SessionStore

/// Where the console page is served, if it is.
struct PageOptions: ParsableArguments {
    enum Switch: String, ExpressibleByArgument, CaseIterable { case on, off }

    @Option(name: .customLong("page"), help: ArgumentHelp("Serve the console page: on or off.", valueName: "on|off"))
    var isServed = Switch.on

    @Option(
        name: .customLong("page-port"),
        help: ArgumentHelp(
            "Its port, 1 to 65535; 0 is any that is free (default: \(Page.standardPort), or any if that is taken).",
            valueName: "number"))
    var port: Int?

    @Option(
        name: .customLong("page-address"),
        help: ArgumentHelp(
            "Address it is served at; 0.0.0.0 lets the whole network in that has the link.", valueName: "address"))
    var address = "127.0.0.1"

    @Flag(name: .customLong("open"), help: "Open the page in the browser.")
    var opens = false

    func validate() throws {
        if let port, !(0...65_535).contains(port) {
            throw ValidationError("--page-port \(port): expected 0 to 65535")
        }
    }

    /// Serves the page, and tells its link.
    func serve(_ store: SessionStore, mappings: [DeviceMapping], tell: (String) -> Void) throws -> Page? {
        guard isServed == .on else { return nil }
        let page: Page
        do throws(PageError) {
            page = try Page(
                store: store, address: address, port: port,
                shelf: MappingShelf(
                    mappings: mappings, folder: Mappings.ownFolder, searched: Mappings.library().folders))
        } catch {
            throw Failure(.unavailable, "gainrider: \(error); --page off does without")
        }
        tell("page: \(page.link)")
        if page.isOpen {
            tell(
                "the page can be reached from other machines, and what is sent is not encrypted: give the link only to whom you trust"
            )
        }
        if opens { PageOptions.open(page.link, tell: tell) }
        return page
    }

    /// Opens the user's browser, as the desktop knows it.
    private static func open(_ link: String, tell: (String) -> Void) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["xdg-open", link]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do { try Interruption.launching { try process.run() } } catch {
            tell("no browser could be opened: \(error.localizedDescription)")
        }
    }
}
