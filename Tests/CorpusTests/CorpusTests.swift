import Foundation
import Fuzzing
import Testing

/// What a reader once could not bear stays in the corpus; and a share of the fuzzer's rounds, always the same, is run with every
/// test. `make fuzz` runs as many as there is time for. A trap ends the whole test run: the name of the test says the reader.
@Suite struct `Strangers' bytes` {
    private static let rounds = 200

    @Test(arguments: Reader.all.map(\.name))
    func `of the corpus are read or refused`(_ name: String) throws {
        let reader = try #require(Reader.all.first { $0.name == name })
        let corpus = Corpus(reader)
        #expect(!corpus.files.isEmpty, "\(corpus.folder) needs seeds")
        for file in corpus.files { reader.read(file.bytes) }
    }

    @Test(arguments: Reader.all.map(\.name))
    func `that a mutation has spoilt are read or refused`(_ name: String) throws {
        let reader = try #require(Reader.all.first { $0.name == name })
        let corpus = Corpus(reader)
        for round in 0..<Self.rounds { reader.read(corpus.input(seed: 1, round: round)) }
    }

    @Test func `are the same in every run`() throws {
        let corpus = Corpus(try #require(Reader.all.first { $0.name == "midi" }))
        let inputs = (0..<50).map { corpus.input(seed: 7, round: $0) }
        #expect(inputs == (0..<50).map { corpus.input(seed: 7, round: $0) })
        #expect(Set(inputs).count > 40)
        #expect(inputs != (0..<50).map { corpus.input(seed: 8, round: $0) })
    }
}
