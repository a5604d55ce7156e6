public import Units

/// What a lamp of a command may look at. The desk answers; the language does not know it.
public protocol CommandState {
    var isRolling: Bool { get }
    var hasLoop: Bool { get }
    var hasPunch: Bool { get }
    /// Passes are thinned when they end.
    var thins: Bool { get }
    var joins: Bool { get }
    var continuesInLoop: Bool { get }
    var isPreviewing: Bool { get }
    var isPreviewSuspended: Bool { get }
    var groupsLink: Bool { get }
    /// Something is soloed, or listened to like it.
    var isSoloing: Bool { get }
    /// Of the device; `nil`: none.
    var areMotorsOn: Bool? { get }
    /// Whether controls of the device wait for the value; `nil`: none.
    var takesOver: Bool? { get }
}

/// What a command may do: each at the moment at which it is used, and for the device that it came from.
///
/// What can go wrong says what is wrong, for people; `nil`: it is done.
public protocol CommandDeeds {
    /// Of an encoder, signed; 1 for a button.
    var ticks: Int { get }
    var isRolling: Bool { get }
    /// Session frame of the play head.
    var here: FramePosition { get }
    /// Session frame at which the song ends.
    var end: FramePosition { get }

    func play()
    func stop()
    /// - Parameter place: session frame.
    func go(to place: FramePosition)
    func switchLoop(_ switching: Switching) -> String?
    /// - Parameters: session frames; `nil`: stays.
    func moveLoop(start: FramePosition?, end: FramePosition?)
    func switchPunch(_ switching: Switching) -> String?
    /// - Parameters: session frames; `nil`: stays.
    func movePunch(start: FramePosition?, end: FramePosition?) -> String?

    /// Session frame of the next marker, or of the song's end.
    func marker(after place: FramePosition) -> FramePosition
    /// Session frame of the last marker at least half a second back, or of the song's start.
    func marker(before place: FramePosition) -> FramePosition
    func addMarker()

    func switchThinning(_ switching: Switching)
    func switchAutoJoin(_ switching: Switching)
    func switchContinueInLoop(_ switching: Switching)
    func undo()
    func redo()
    func switchPreview(_ switching: Switching)
    func suspendPreview(_ switching: Switching) -> String?
    func punchPreview() -> String?
    func capture()
    func punchCapture() -> String?
    func suspendGroups(_ switching: Switching)
    func clearSolo()

    // Of the device that it came from, else of each.
    func moveBank(by banks: Int)
    /// Among the devices that it is one surface with.
    func moveDevice(by places: Int)
    func resync()
    func switchMotors(_ switching: Switching)
    func switchTakeover(_ switching: Switching)
}
