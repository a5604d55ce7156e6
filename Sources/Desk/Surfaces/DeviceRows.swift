import Units

/// What the desk remembers of devices that stand side by side.
struct DeviceRows {
    /// Names of devices in the order in which the user has put them.
    var arrangement: [String] = []
    /// Engine frame at which it is said what is missing beside a device; `nil`: nothing has changed there.
    var checkAt: FramePosition?
}
