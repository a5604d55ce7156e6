import Engine
import Foundation
import Glibc
import Synchronization
import Testing

/// Sends a signal to one thread. The C library has it, and shows it to C alone that asks for more than POSIX.
@_silgen_name("tgkill") private func tgkill(_ process: pid_t, _ thread: Int32, _ signal: Int32) -> Int32

/// A thread that helps to render stands still: the machine has something else to do, or looks into it.
@Suite(.serialized) struct `A worker that stands still` {
    /// Whoever gets the signal waits in it until it is let go.
    private enum Hold {
        static let isOn = Atomic<Bool>(false)
        static let inside = Atomic<Int>(0)

        static func install() {
            signal(SIGUSR2) { _ in
                Hold.inside.add(1, ordering: .sequentiallyConsistent)
                while Hold.isOn.load(ordering: .acquiring) { usleep(500) }
                Hold.inside.subtract(1, ordering: .sequentiallyConsistent)
            }
        }
    }

    /// Threads of this process that help to render.
    private static func workers() -> Set<Int32> {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
        return Set(
            tasks.compactMap(Int32.init).filter {
                (try? String(contentsOfFile: "/proc/self/task/\($0)/comm", encoding: .utf8)) == "render worker\n"
            })
    }

    private static let blocks = 60

    private static func rig(workers: Int) -> Rig {
        let rig = Rig(Rig.fullMix(strips: 150, buses: 3), capacity: 4_096, options: EngineOptions(workers: workers))
        rig.feed(frames: 4_000)
        rig.send(.play(at: 0))
        return rig
    }

    /// A rig, and the threads that have come with it; those of other tests may be among them, and are only slower for a while.
    private static func helped() -> (rig: Rig, threads: Set<Int32>) {
        let before = workers()
        // A thread takes over what is blocked where it is made, and where tests run everything is.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGUSR2)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        defer { pthread_sigmask(SIG_BLOCK, &signals, nil) }
        let rig = rig(workers: 2)
        // It has its name as soon as it runs.
        let limit = ContinuousClock.now + .seconds(10)
        while workers().subtracting(before).isEmpty, ContinuousClock.now < limit { usleep(500) }
        return (rig, workers().subtracting(before))
    }

    private static func stall(_ threads: Set<Int32>) {
        Hold.isOn.store(true, ordering: .releasing)
        for thread in threads { #expect(tgkill(getpid(), thread, SIGUSR2) == 0) }
    }

    @Test func `between two blocks is not waited for: the others do its part, bit for bit`() throws {
        Hold.install()
        let alone = Self.rig(workers: 1)
        alone.render(Self.blocks * 64)
        let (rig, threads) = Self.helped()
        #expect(!threads.isEmpty)
        Self.stall(threads)
        defer { Hold.isOn.store(false, ordering: .releasing) }
        let limit = ContinuousClock.now + .seconds(20)
        while Hold.inside.load(ordering: .acquiring) < threads.count, ContinuousClock.now < limit { usleep(1000) }
        try #require(Hold.inside.load(ordering: .acquiring) >= threads.count)
        rig.render(Self.blocks * 64)
        #expect(Hold.inside.load(ordering: .acquiring) >= threads.count)
        #expect(rig.left == alone.left && rig.right == alone.right)
    }

    @Test func `in the midst of its part holds the block up, and changes no bit of it`() {
        Hold.install()
        let alone = Self.rig(workers: 1)
        alone.render(Self.blocks * 64)
        let (rig, threads) = Self.helped()
        nonisolated(unsafe) let shared = rig
        let end = DispatchSemaphore(value: 0)
        Thread {
            shared.render(Self.blocks * 64)
            end.signal()
        }.start()
        let limit = ContinuousClock.now + .seconds(30)
        var isDone = false
        while !isDone, ContinuousClock.now < limit {
            Self.stall(threads)
            usleep(2000)
            Hold.isOn.store(false, ordering: .releasing)
            isDone = end.wait(timeout: .now() + .microseconds(300)) == .success
        }
        #expect(isDone)
        #expect(rig.left == alone.left && rig.right == alone.right)
    }
}
