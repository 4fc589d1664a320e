import CRMModel
import CRMSecurity
import CRMTestStores
import CRMTesting
import GRDBSQLite
import Logging
import Synchronization
import Testing

@testable import CRMSQLite

/// `logger` is "where the library reports what an operator should know".
@Suite struct `The logger of a workspace` {
  /// Keeps what it is told.
  private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
  }

  private struct Keeper: LogHandler {
    let lines: Lines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    init(_ lines: Lines) { self.lines = lines }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let metadata = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      lines.add("\(event.level) \(event.message) \(metadata.joined(separator: " "))")
    }
  }

  private static let warning = "notice this SQLite may lose pages when two processes write to one file"

  @Test func `is told of a release of SQLite with a fault, and of no other`() throws {
    for (number, isTold) in [(3_040_001, true), (3_051_003, false)] as [(Int32, Bool)] {
      let lines = Lines()
      try SQLiteVersion(number: number).check(Logger(label: "test") { _ in Keeper(lines) })
      let notices = lines.all.filter { $0.hasPrefix("notice") }
      #expect(notices.count == (isTold ? 1 : 0))
      #expect(notices.allSatisfy { $0.hasPrefix(Self.warning) && $0.hasSuffix("sqlite=\(number)") })
    }
  }

  /// What a report of an error needs: the distributions build SQLite in different ways.
  @Test func `is told the release of SQLite and how it was built, once an opening`() async throws {
    let lines = Lines()
    try await StoreKind.sqlite.withWorkspace {
      $0.logger = Logger(label: "test") { _ in Keeper(lines) }
    } _: { _ in
    }
    let told = lines.all.filter { $0.hasPrefix("info SQLite is linked") }
    #expect(told.count == 1)
    #expect(told.first?.contains("sqlite=\(sqlite3_libversion_number())") == true)
    #expect(told.first?.contains("THREADSAFE=") == true)
    var options: [String] = []
    while let option = sqlite3_compileoption_get(Int32(options.count)) { options.append(String(cString: option)) }
    #expect(options.count > 5)
    #expect(told.first?.contains("options=\(options.joined(separator: " "))") == true)
  }

  @Test func `reaches the engine through the options`() async throws {
    let lines = Lines()
    try await StoreKind.sqlite.withWorkspace {
      $0.logger = Logger(label: "test") { _ in Keeper(lines) }
    } _: { workspace in
      _ = try await workspace.session(as: .owner).insert(Account { $0.name = "Geheim" })
    }
    let isTold = SQLiteVersion.linked.losesPagesBetweenWriters
    #expect(lines.all.filter { $0.hasPrefix(Self.warning) }.count == (isTold ? 1 : 0))
    #expect(!lines.all.contains { $0.contains("Geheim") })
  }
}
