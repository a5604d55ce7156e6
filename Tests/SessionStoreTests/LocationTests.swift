import Testing

@testable import SessionStore

@Suite struct `Session location` {}
