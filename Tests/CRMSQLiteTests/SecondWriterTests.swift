import CRMModel
import CRMStorage
import Foundation
import Testing

@testable import CRMSQLite

/// What a second engine that writes to the file meets; two engines stand for two processes, since the lock belongs to
/// an engine.
@Suite struct `A second writer` {
  let fixture: StoreFixture
  init() throws { fixture = try StoreFixture() }

  private static let losing = SQLiteVersion(number: 3_040_001)
  private static let sound = SQLiteVersion(number: 3_051_003)

  private func open(_ version: SQLiteVersion, readOnly: Bool = false) async throws -> SQLiteEngine {
    var options = EngineOptions()
    options.isReadOnly = readOnly
    options.busyTimeout = try TimeSpan(microseconds: 20_000)
    return try await SQLiteEngine.open(fixture.path, options, version: version)
  }

  @Test(arguments: [(losing, losing), (losing, sound), (sound, losing)])
  func `is refused where one of the two loses pages, until the first has closed`(
    _ first: SQLiteVersion, _ second: SQLiteVersion
  ) async throws {
    let engine = try await open(first)
    try await engine.write(grant) { try $0.setMetadata("a", "first") }
    let error = await #expect(throws: EngineError.self) { try await open(second) }
    #expect(error?.code == .busy)
    #expect(error?.isRetryable == true)
    try await engine.write(grant) { try $0.setMetadata("b", "first") }
    await engine.close(grant)
    let next = try await open(second)
    #expect(try await next.write(grant) { try $0.metadata("b") } == "first")
    await next.close(grant)
  }

  @Test func `is let in where neither loses pages`() async throws {
    let first = try await open(Self.sound)
    let second = try await open(Self.sound)
    try await first.write(grant) { try $0.setMetadata("a", "first") }
    try await second.write(grant) { try $0.setMetadata("b", "second") }
    await first.close(grant)
    #expect(try await second.read(grant) { try [$0.metadata("a"), $0.metadata("b")] } == ["first", "second"])
    await second.close(grant)
  }

  @Test func `does not keep out those who only read`() async throws {
    let engine = try await open(Self.losing)
    try await engine.write(grant) { try $0.setMetadata("a", "b") }
    let reader = try await open(Self.losing, readOnly: true)
    #expect(try await reader.read(grant) { try $0.metadata("a") } == "b")
    await reader.close(grant)
    await engine.close(grant)
  }

  @Test func `is told by a file that goes with the last who writes`() async throws {
    let lock = fixture.path + "-lock"
    let first = try await open(Self.sound)
    let second = try await open(Self.sound)
    #expect(FileManager.default.fileExists(atPath: lock))
    await first.close(grant)
    #expect(FileManager.default.fileExists(atPath: lock))
    await #expect(throws: EngineError.self) { try await open(Self.losing) }
    await second.close(grant)
    #expect(!FileManager.default.fileExists(atPath: lock))
  }

  @Test func `is let in when opening the first has failed`() async throws {
    try Data("name,amount\n".utf8).write(to: URL(fileURLWithPath: fixture.path))
    await #expect(throws: EngineError.notAWorkspace) { try await open(Self.losing) }
    #expect(!FileManager.default.fileExists(atPath: fixture.path + "-lock"))
    try FileManager.default.removeItem(atPath: fixture.path)
    await (try await open(Self.losing)).close(grant)
  }

  private static let tool = "/usr/bin/flock"

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: tool), "needs flock(1) of util-linux"))
  func `is refused while another process writes, and let in once that was killed`() async throws {
    await (try await open(Self.losing)).close(grant)
    let other = Process()
    let output = Pipe()
    other.executableURL = URL(fileURLWithPath: Self.tool)
    // Without a fork the process that is killed is the one that holds the lock.
    other.arguments = ["--no-fork", "--exclusive", fixture.path + "-lock", "sh", "-c", "echo held; exec sleep 3600"]
    other.standardOutput = output
    try other.run()
    #expect(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) == "held\n")
    let error = await #expect(throws: EngineError.self) { try await open(Self.losing) }
    #expect(error?.code == .busy)
    kill(other.processIdentifier, SIGKILL)
    other.waitUntilExit()
    let engine = try await open(Self.losing)
    try await engine.write(grant) { try $0.setMetadata("a", "b") }
    await engine.close(grant)
  }
}
