import Foundation
import Fuzzing

/// The child: reads one input after the other, under limits. Before each it writes the round's number where the parent can
/// see it.
struct Worker {
    /// Processor seconds for one input.
    static let seconds = 2
    /// Bytes of memory: the heap, and what is mapped without a file.
    static let memory = 500 << 20

    /// Inputs of one child. libsndfile 1.2.0 loses 6 kB for each damaged Ogg header: millions of them would be taken for a fault of ours.
    private static let share = 100_000

    private let reader: Reader
    private let seed: UInt64
    private let first: Int
    private let deadline: Double
    private let log: Int32

    /// - Parameter words: `--child READER SEED ROUND DEADLINE LOG`.
    init(_ words: [String]) {
        guard words.count == 6, let reader = Fuzz.reader(words[1]), let seed = UInt64(words[2]),
            let first = Int(words[3]),
            let deadline = Double(words[4])
        else { exit(64) }
        self.reader = reader
        self.seed = seed
        self.first = first
        self.deadline = deadline
        log = open(words[5], O_WRONLY)
        // Decoders of the system's libraries complain at length.
        dup2(open("/dev/null", O_WRONLY), STDERR_FILENO)
    }

    func run() -> Never {
        var limit = rlimit(rlim_cur: rlim_t(Self.memory), rlim_max: rlim_t(Self.memory))
        setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &limit)
        let corpus = Corpus(reader)
        var round = first
        var bytes = 0
        while isInTime, round - first < Self.share {
            tell(round, bytes)
            let input = corpus.input(seed: seed, round: round)
            bytes += input.count
            // SIGPROF ends what computes for too long, SIGALRM what waits.
            var time = itimerval()
            time.it_value.tv_sec = Self.seconds
            setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &time, nil)
            alarm(UInt32(20 * Self.seconds))
            reader.read(input)
            round += 1
        }
        // Below 0: the time is over. Else another child goes on here.
        tell(isInTime ? round : -round, bytes)
        exit(0)
    }

    private var isInTime: Bool { Date().timeIntervalSince1970 < deadline }

    /// Where it is, and how much this child has read.
    private func tell(_ round: Int, _ bytes: Int) {
        var note = [Int64(round), Int64(bytes)]
        pwrite(log, &note, 16, 0)
    }
}
