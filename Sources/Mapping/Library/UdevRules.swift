/// Rules for udev, made from the mappings, so that a device is usable when it is plugged in.
public enum UdevRules {
    /// The text of `70-gainrider.rules`.
    public static func text(for mappings: [DeviceMapping]) -> String { "" }
}
