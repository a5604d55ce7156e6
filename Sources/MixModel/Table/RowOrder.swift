/// The roles that nodes of one kind have in a mix, in the order of their rows: eight such nodes lie side by side in each.
///
/// The order is that of the roles without those that the nodes do not have. So the roles of every node with sound come first, then the
/// sends that the mix has, all at the rows of their raw values; only behind these are rows smaller than raw values.
public struct RowOrder: Sendable {
    /// By row.
    public let roles: [Role]
    /// By role: its row; −1: these nodes do not have it.
    public let rows: [Int]

    init(of kind: NodeKinds, sendCount: Int) {
        roles = Role.allCases.filter { role in
            guard !role.nodes.isDisjoint(with: kind) else { return false }
            let number = role.send?.number ?? role.trimmed?.send?.number
            return number.map { $0 <= sendCount } ?? true
        }
        var rows = [Int](repeating: -1, count: Role.allCases.count)
        for (row, role) in roles.enumerated() { rows[role.rawValue] = row }
        self.rows = rows
    }

    /// The row of a role, if these nodes have it.
    public func row(of role: Role) -> Int? {
        let row = rows[role.rawValue]
        return row < 0 ? nil : row
    }

    /// Roles that every node with sound has: the first ones, whose row is their raw value at each of them.
    public static var sharedCount: Int { @_noLocks @_noAllocation get { Role.send1Level.index } }
}
