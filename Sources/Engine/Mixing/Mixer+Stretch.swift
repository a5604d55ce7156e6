import Memory
import Vectors

/// Rendering several cells in a row, off line.
///
/// - Thread: audio.
extension Mixer {
    /// Most cells that the mixer can render in one stretch from a cell's beginning on: more than one only while no strip listens to
    /// another, and none is about to change its column.
    var longestStretch: Int {
        @_noLocks @_noAllocation get {
            monitor != nil || isKeyed || wasKeyed || areKeysFresh || !packing.isDone ? 1 : stretch
        }
    }

    /// Renders some whole cells in a row in which no parameter moves: each section of strips all of them, before the next.
    ///
    /// - Parameters: as for ``render(_:slot:frames:at:left:right:reports:)``, which would give the same bits cell by cell.
    @_noLocks @_noAllocation
    mutating func renderStretch(
        _ parameters: borrowing ParameterPlayers, slot: Int, cells: Int, at frame: Int64,
        left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, reports: inout ReportSink
    ) {
        tell(parameters, frames: Block.frames)
        workers.work(.readAndRender, slot: slot, frames: Block.frames, cells: cells, at: frame)
        reportFaults(to: &reports)
        packing.note(renderer.pointer.pointee, parameters, frames: cells &* Block.frames)
        for cell in 0..<cells {
            let offset = cell &* Block.frames
            if cell == 1 {
                for group in layout.stripGroupCount..<layout.groupCount { strips.jobs[group].isStill = true }
            }
            addSections(cell: cell, frames: Block.frames)
            renderMaster(
                frames: Block.frames, at: frame &+ Int64(offset), left: left + offset, right: right + offset, &reports
            )
        }
    }
}
