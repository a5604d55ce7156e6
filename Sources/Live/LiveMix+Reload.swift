import Desk
import Mapping

/// Mappings that are saved while they are in use.
extension LiveMix {
    /// Takes what the watch has read: a file with mistakes leaves the old mapping in force.
    func takeSavedMappings() {
        guard let watch else { return }
        for change in watch.take() {
            for diagnostic in change.diagnostics { tell(diagnostic.description) }
            guard let mapping = change.mapping else {
                tell("\(change.file) has mistakes: the mapping stays as it was")
                continue
            }
            saved[change.file] = mapping
            let frame = frame(of: clock())
            desk.advance(to: frame)
            for connection in connections.values where connection.surface.mapping.file == change.file {
                desk.reload(mapping, on: connection.surface, at: frame)
            }
            tell("\(change.file) was saved, and is in force")
        }
    }
}
