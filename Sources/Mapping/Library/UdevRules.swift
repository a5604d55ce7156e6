/// Rules for udev, made from the mappings, so that a device is usable when it is plugged in.
///
/// - Source: udev(7); systemd's 70-uaccess.rules and 73-seat-late.rules, between which the tag must be set.
public enum UdevRules {
    /// The text of `70-gainrider.rules`: for each USB device of a mapping its mapping's name as a property, access for the
    /// user at the seat, and no autosuspend, which would lose the first message after a pause. That user may also say how deep
    /// processors sleep while sound plays.
    ///
    /// - Parameter mappings: of two with one device the first counts.
    public static func text(for mappings: [DeviceMapping]) -> String {
        var text = """
            # Made from Mappings/ by `gainrider udev`; a test compares them. Changes here would be lost.
            # GAINRIDER_MAPPING names the mapping of a device; the user at the seat may open it; it is never put to sleep.
            ACTION=="remove", GOTO="gainrider_end"

            """
        var seen: Set<String> = []
        for mapping in mappings {
            for usb in mapping.matches.compactMap(\.usb) where seen.insert(usb).inserted {
                let halves = usb.split(separator: ":")
                guard halves.count == 2, mapping.id.allSatisfy(isPlain) else { continue }
                let property = "ENV{GAINRIDER_MAPPING}=\"\(mapping.id)\""
                text += """

                    # \(mapping.name.filter { !$0.isNewline })
                    SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", ATTR{idVendor}=="\(halves[0])", ATTR{idProduct}=="\(halves[1])", \(property), TEST=="power/control", ATTR{power/control}="on"
                    SUBSYSTEM=="sound", ATTRS{idVendor}=="\(halves[0])", ATTRS{idProduct}=="\(halves[1])", \(property), TAG+="uaccess"

                    """
            }
        }
        return text + """

            # How deep processors sleep while sound plays.
            KERNEL=="cpu_dma_latency", SUBSYSTEM=="misc", TAG+="uaccess"

            LABEL="gainrider_end"

            """
    }

    /// What may stand inside quotes in a rule without being expanded or ending them.
    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "-_.".contains(character))
    }
}
