/// What hands hold on a device beside parameters, by names of controls.
struct HeldControls {
    /// Controls that are held now, for modifiers.
    var held: Set<String> = []
    /// Controls that are held on the devices beside it: its own chords are played with them, too.
    var lent: Set<String> = []
    /// Buttons that a short press may hold, or holds, by their places.
    var latches: [Int: LatchState] = [:]
    /// Controls that are held to move members of groups alone.
    var suspending: Set<String> = []
    /// Controls that are held to hear the lanes under a preview.
    var trying: Set<String> = []
    /// Off: values are taken as they come.
    var takesOver = true

    /// All that changes what controls do.
    var all: Set<String> { lent.isEmpty ? held : held.union(lent) }
}

/// The layer that a device works in.
struct LayerChoice {
    /// The layer that was chosen.
    var chosen: String
    /// Layers that are shown while a control is held, the latest last, by the hands that hold them (``Surface/hand(_:)``), which may
    /// be on a device beside this one.
    var held: [(hand: Int, layer: String)] = []

    init(chosen: String) { self.chosen = chosen }

    var shown: String { held.last?.layer ?? chosen }

    /// The mapping has these layers now; what is gone falls back to the first.
    mutating func adopt(_ names: [String]) {
        held.removeAll { !names.contains($0.layer) }
        if !names.contains(chosen) { chosen = names.first ?? "" }
    }
}
