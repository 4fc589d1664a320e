import CRMModel
import CRMStorage
import Testing

@testable import CRMSQLite
@testable import CRMTesting

@Suite struct `The settings of every connection` {
  let fixture: StoreFixture
  init() throws { fixture = try StoreFixture() }

  private func expect(_ connection: SQLiteConnection, _ role: ConnectionRole, synchronous: Int64 = 2) throws {
    try connection.use { () throws in
      for setting in WantedSetting.all where setting.testDescription != "synchronous" {
        #expect(try setting.found(connection) == setting.wanted(role), "\(setting.testDescription) of a \(role)")
      }
      #expect(try connection.pragma("synchronous") == .integer(synchronous), "\(role)")
      #expect(try connection.pragma("journal_mode", .text) == .text("wal"), "\(role)")
      #expect(try connection.pragma("encoding", .text) == .text("UTF-8"), "\(role)")
    }
  }

  /// Lets as many reads be inside at once as there are readers, so that the engine opens all of its connections.
  private func openReaders(_ engine: SQLiteEngine) async throws {
    let inside = Tally()
    let full = Latch()
    let reads = (0..<SQLiteEngine.readerCount).map { _ in
      Task(executorPreference: LawThread()) {
        try await engine.read(grant) { reader in
          if inside.add(1) == SQLiteEngine.readerCount { full.open() }
          _ = try reader.lastSequence()
          return full.block(.seconds(20))
        }
      }
    }
    for read in reads { #expect(try await read.value) }
  }

  @Test(arguments: [Durability.full, .normal])
  func `are right on the writer and on each reader that is opened later, under load`(_ durability: Durability)
    async throws
  {
    await (try await fixture.opened()).close(grant)
    var options = EngineOptions()
    options.durability = durability
    let engine = try await SQLiteEngine.open(fixture.path, options)
    try await openReaders(engine)
    let synchronous: Int64 = durability == .full ? 2 : 1
    let writer = try await engine.writers.acquire()
    // What is not open by now stays so: these are the engine's own connections.
    try expect(try writer.connection(opening: { throw EngineError.closed }), .writer, synchronous: synchronous)
    engine.writers.release(writer)
    var readers: [Lane] = []
    for _ in 0..<SQLiteEngine.readerCount { readers.append(try await engine.readers.acquire()) }
    #expect(readers.count == 4)
    for lane in readers {
      try expect(try lane.connection(opening: { throw EngineError.closed }), .reader, synchronous: synchronous)
      engine.readers.release(lane)
    }
    await engine.close(grant)
  }

  @Test func `are right again after all were closed, and for those who may only read`() async throws {
    let engine = try await fixture.opened()
    for _ in 0..<SQLiteEngine.readerCount {
      let lane = try await engine.readers.acquire()
      lane.close()
      engine.readers.release(lane)
    }
    try await openReaders(engine)
    var readers: [Lane] = []
    for _ in 0..<SQLiteEngine.readerCount { readers.append(try await engine.readers.acquire()) }
    for lane in readers {
      try expect(try lane.connection(opening: { throw EngineError.closed }), .reader)
      engine.readers.release(lane)
    }
    let other = try await fixture.open(readOnly: true)
    let lane = try await other.readers.acquire()
    try expect(try lane.connection(opening: { throw EngineError.closed }), .reader)
    other.readers.release(lane)
    await other.close(grant)
    await engine.close(grant)
  }

  @Test(arguments: [ConnectionRole.writer, .reader], WantedSetting.all)
  func `are read back, so that one that is not kept is told by its name`(
    _ role: ConnectionRole, _ setting: WantedSetting
  )
    async throws
  {
    let engine = try await fixture.opened()
    let connection = try engine.connect(role: role)()
    let settings = ConnectionSettings(role: role, EngineOptions())
    try connection.use {
      try settings.verify(connection)
      try setting.spoil(connection)
      #expect(try setting.found(connection) != setting.wanted(role), "the setting could not be spoilt")
      let error = #expect(throws: EngineError.self) { try settings.verify(connection) }
      #expect(error?.code == .unsupported)
      switch setting.kind {
      case .pragma(let name): #expect(error?.message.hasSuffix(" \(name)") == true, "\(error?.message ?? "")")
      case .option(let number): #expect(error?.message.hasSuffix("option \(number)") == true)
      case .limit(let number): #expect(error?.message.hasSuffix("limit \(number)") == true)
      }
    }
    try connection.close()
    await engine.close(grant)
  }

  @Test func `are read back with the mode of the journal`() async throws {
    let engine = try await fixture.open()
    let lane = try await engine.writers.acquire()
    let connection = try lane.connection(opening: { throw EngineError.closed })
    try connection.use { () throws in
      // Nobody else has the file open, so that SQLite gives up its log.
      #expect(try connection.first(SQLText("PRAGMA journal_mode = DELETE"), .text) == .text("delete"))
      let error = #expect(throws: EngineError.self) {
        try ConnectionSettings(role: .writer, EngineOptions()).verify(connection)
      }
      #expect(error?.message.hasSuffix(" journal_mode") == true)
    }
    engine.writers.release(lane)
    await engine.close(grant)
  }

  @Test(arguments: [ConnectionRole.writer, .reader])
  func `are no others than these`(_ role: ConnectionRole) {
    let settings = ConnectionSettings(role: role, EngineOptions())
    var pragmas: Set<String> = []
    var options: Set<Int32> = []
    var limits: Set<Int32> = []
    for setting in WantedSetting.all {
      switch setting.kind {
      case .pragma(let name): pragmas.insert(name.description)
      case .option(let number): options.insert(number)
      case .limit(let number): limits.insert(number)
      }
    }
    #expect(Set(settings.pragmas.map(\.name.description)) == pragmas)
    #expect(Set(settings.switches.map(\.option)) == options)
    #expect(Set(settings.limits.map(\.limit)) == limits)
  }
}
