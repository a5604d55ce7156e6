import CSyncWatch
import Foundation
import TestSupport

/// Something that was done to the files of a folder.
enum DiskDeed {
    case created(file: Int, name: String)
    case written(file: Int, offset: Int, Data)
    case cut(file: Int, length: Int)
    case synced(file: Int)
    case folderSynced
    case unlinked(name: String)
    case renamed(name: String, to: String)
    /// What the test says.
    case marked(Int)

    /// All that is done to the files of a folder while `body` runs. One folder at a time in a process.
    static func recorded(in folder: String, _ body: () throws -> Void) throws -> [DiskDeed] {
        guard disk_log_begin(folder) == 1 else { throw CocoaError(.fileReadUnknown) }
        defer { disk_log_end() }
        try body()
        return (0..<disk_log_count()).map { DiskDeed(disk_log_operation($0)) }
    }

    private init(_ operation: disk_operation) {
        let file = Int(operation.file)
        func text(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
        switch operation.deed {
        case disk_created: self = .created(file: file, name: text(operation.name))
        case disk_written:
            let bytes = operation.bytes.map { Data(bytes: $0, count: operation.length) } ?? Data()
            self = .written(file: file, offset: operation.offset, bytes)
        case disk_cut: self = .cut(file: file, length: operation.offset)
        case disk_synced: self = .synced(file: file)
        case disk_folder_synced: self = .folderSynced
        case disk_unlinked: self = .unlinked(name: text(operation.name))
        case disk_renamed: self = .renamed(name: text(operation.name), to: text(operation.other))
        default: self = .marked(operation.offset)
        }
    }
}

/// A disk with a cache: what was synced it has, what was done since may be there or not when the power goes.
///
/// Stricter than most file systems: a file's name is there for certain only when its folder was synced, whatever became of the file.
struct Disk {
    private struct File {
        var synced = Data()
        /// Since it was synced: bytes at an offset, or a new length.
        var pending: [(offset: Int, bytes: Data?)] = []
    }

    /// What of the cache reached the disk.
    struct Rest {
        /// Of the sectors written since the last sync, in any order; 0 is none and 1 all.
        var share: Double
        /// Bytes that the disk writes whole or not at all.
        var sector: Int

        static func any(_ dice: inout Dice) -> Rest {
            Rest(
                share: [0, 0.1, 0.5, 0.9, 1].randomElement(using: &dice) ?? 0,
                sector: [512, 4096].randomElement(using: &dice) ?? 512)
        }
    }

    private var files: [Int: File] = [:]
    private var names: [String: Int] = [:]
    /// Since the folder was synced. They reach the disk in their order, as the journals of file systems have it.
    private var pendingNames: [DiskDeed] = []
    /// What the test said last.
    private(set) var mark = -1

    mutating func carryOut(_ deed: DiskDeed) {
        switch deed {
        case .created(let file, _):
            files[file] = File()
            pendingNames.append(deed)
        case .written(let file, let offset, let bytes): files[file]?.pending.append((offset, bytes))
        case .cut(let file, let length): files[file]?.pending.append((length, nil))
        case .synced(let file):
            guard var synced = files[file] else { return }
            for change in synced.pending { Disk.apply(change, to: &synced.synced) }
            synced.pending = []
            files[file] = synced
        case .folderSynced:
            for deed in pendingNames { Disk.apply(deed, to: &names) }
            pendingNames = []
        case .unlinked, .renamed: pendingNames.append(deed)
        case .marked(let number): mark = number
        }
    }

    /// The files of the folder when the power comes back.
    func afterPowerCut(_ rest: Rest, _ dice: inout Dice) -> [String: Data] {
        var names = names
        let kept = rest.share == 1 ? pendingNames.count : Int.random(in: 0...pendingNames.count, using: &dice)
        for deed in pendingNames.prefix(kept) { Disk.apply(deed, to: &names) }
        return names.compactMapValues { files[$0].map { Disk.content($0, rest, &dice) } }
    }

    private static func content(_ file: File, _ rest: Rest, _ dice: inout Dice) -> Data {
        var content = file.synced
        for change in file.pending {
            guard let bytes = change.bytes else {
                if dice.chance(rest.share) { apply(change, to: &content) }
                continue
            }
            var start = 0
            while start < bytes.count {
                // Up to the end of the sector.
                let end = min(bytes.count, start + rest.sector - (change.offset + start) % rest.sector)
                if dice.chance(rest.share) {
                    apply(
                        (change.offset + start, Data(bytes[(bytes.startIndex + start)..<(bytes.startIndex + end)])),
                        to: &content)
                }
                start = end
            }
        }
        return content
    }

    private static func apply(_ change: (offset: Int, bytes: Data?), to content: inout Data) {
        guard let bytes = change.bytes else {
            if content.count > change.offset { content.removeSubrange(change.offset...) }
            if content.count < change.offset { content.append(Data(count: change.offset - content.count)) }
            return
        }
        let end = change.offset + bytes.count
        // A hole in a file that has grown is zeros.
        if content.count < end { content.append(Data(count: end - content.count)) }
        content.replaceSubrange(change.offset..<end, with: bytes)
    }

    private static func apply(_ deed: DiskDeed, to names: inout [String: Int]) {
        switch deed {
        case .created(let file, let name): names[name] = file
        case .unlinked(let name): names[name] = nil
        case .renamed(let name, let other): names[other] = names.removeValue(forKey: name)
        default: break
        }
    }
}
