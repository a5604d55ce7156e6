import Mapping
import Page

/// Mappings that are saved while they are in use.
extension LiveMix {
    /// Takes what the watch has read: a file with mistakes leaves the old mapping in force.
    func takeSavedMappings() {
        guard let watch = rig.watch else { return }
        for change in watch.take() {
            for diagnostic in change.diagnostics { say(diagnostic.description) }
            guard let mapping = change.mapping else {
                say("\(change.file) has mistakes: the mapping stays as it was")
                continue
            }
            // What the page has saved is in force already.
            if plugged.mappings.loaded.mapping(id: mapping.id) != mapping { reload(mapping) }
            page?.desk.renewLessons(at: frame(of: clock()))
            say("\(change.file) was saved, and is in force")
        }
    }
}
