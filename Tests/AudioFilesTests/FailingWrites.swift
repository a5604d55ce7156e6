import Foundation

/// `write(2)` that fails at the n-th call and from then on, after half of that call's bytes.
// @unchecked: one test uses it from one thread.
final class FailingWrites: @unchecked Sendable {
    private var calls = 0
    private let failing: Int
    private let code: Int32
    private(set) var hasFailed = false

    init(failing: Int, code: Int32) {
        self.failing = failing
        self.code = code
    }

    var write: @Sendable (Int32, UnsafeRawPointer?, Int) -> Int {
        { [self] descriptor, bytes, count in
            calls += 1
            if hasFailed {
                errno = code
                return -1
            }
            guard calls == failing else { return Foundation.write(descriptor, bytes, count) }
            hasFailed = true
            if count > 1 { return Foundation.write(descriptor, bytes, count / 2) }
            errno = code
            return -1
        }
    }
}
