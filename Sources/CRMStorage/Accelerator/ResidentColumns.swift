import CRMModel
import Synchronization

/// The columns of an engine's tables that are held in memory for groupings.
///
/// The rule: a grouping is answered from columns unless a condition on an indexed field leaves so few rows that reading those is
/// quicker, or the columns do not fit. The first grouping of a table reads the columns that it needs in one pass; later ones read
/// again only what the change log says has changed, so every transaction that changes rows has to append an entry that names them, as those of
/// the record engine do. Columns asked for longest ago go first when there is no more room.
final class ResidentColumns: Sendable {
  fileprivate struct Core {
    var tables: [TableID: ResidentTable] = [:]
    /// The tables whose columns somebody is reading; others do without meanwhile.
    var busy: Set<TableID> = []
    /// The columns that were too many to hold.
    var declined: [TableID: Set<Int32>] = [:]
    var uses = 0
    var answers = 0
    /// Counts how often everything was forgotten: what was read before is not kept.
    var epoch = 0

    mutating func touch(_ table: TableID) {
      uses += 1
      tables[table]?.lastUse = uses
    }
  }

  fileprivate enum Step {
    case ready(MemoryTable)
    case follow(ResidentTable, epoch: Int)
    case read(Set<Int32>, epoch: Int)
    case unavailable
  }

  private let core = Mutex(Core())
  private let limit: Int
  private let fewRows: Int

  /// - Parameters:
  ///   - bytes: How many bytes are held at most.
  ///   - fewRows: A condition on an index that leaves fewer rows than this is left to the engine.
  init(bytes: Int, fewRows: Int) {
    limit = max(0, bytes)
    self.fewRows = fewRows
  }

  /// How many bytes are held.
  var byteCount: Int { core.withLock { $0.tables.values.reduce(0) { $0 + $1.byteCount } } }

  /// How many groupings found what they need.
  var answers: Int { core.withLock { $0.answers } }

  /// Lets go of all columns.
  func forget() {
    core.withLock { core in
      core.tables = [:]
      core.declined = [:]
      core.epoch += 1
    }
  }

  /// The tables that a grouping reads, in the state that a reader sees; nil if the engine had better answer it.
  func state(for scan: GroupScan, from reader: any EngineReader) throws -> MemoryState? {
    if try isNarrow(scan, reader) { return nil }
    let sequence = try reader.lastSequence()
    var state = MemoryState()
    for (table, columns) in ColumnDemand(scan).columns.sorted(by: { $0.key < $1.key }) {
      guard let rows = try self.table(table, columns, at: sequence, from: reader) else { return nil }
      state.tables[table] = rows
    }
    core.withLock { $0.answers += 1 }
    return state
  }

  /// Whether a grouping finds its columns, as far as that is known before they are read.
  func wouldAnswer(_ scan: GroupScan, from reader: any EngineReader) throws -> Bool {
    if try isNarrow(scan, reader) { return false }
    return core.withLock { core in
      ColumnDemand(scan).columns.allSatisfy { table, columns in
        core.declined[table].map { !columns.isSuperset(of: $0) } ?? true
      }
    }
  }

  /// Whether a condition on an indexed column leaves few rows.
  private func isNarrow(_ scan: GroupScan, _ reader: any EngineReader) throws -> Bool {
    guard let table = scan.sources.first?.table else { return true }
    guard let filter = scan.filter else { return false }
    let conditions = filter.conjuncts.filter { $0.comparedColumn != nil }
    if conditions.isEmpty { return false }
    guard let layout = try reader.layouts().first(where: { $0.id == table }) else { return true }
    for condition in conditions {
      guard let column = condition.comparedColumn,
        column == SystemField.id.columnNumber || layout.indexes.contains(where: { $0.columns.first == column })
      else { continue }
      let found = try reader.count([Source(table: table)], condition, limit: fewRows)
      if found < fewRows { return true }
    }
    return false
  }

  private func table(
    _ table: TableID, _ columns: Set<Int32>, at sequence: Int64, from reader: any EngineReader
  ) throws -> MemoryTable? {
    let step = core.withLock { $0.step(table, columns, at: sequence) }
    switch step {
    case .ready(let rows): return rows
    case .unavailable: return nil
    case .follow(var resident, let epoch):
      defer { _ = core.withLock { $0.busy.remove(table) } }
      if try resident.follow(reader, to: sequence) { return keep(resident, epoch) }
      return try read(table, columns, at: sequence, from: reader, epoch)
    case .read(let columns, let epoch):
      defer { _ = core.withLock { $0.busy.remove(table) } }
      return try read(table, columns, at: sequence, from: reader, epoch)
    }
  }

  private func read(
    _ table: TableID, _ columns: Set<Int32>, at sequence: Int64, from reader: any EngineReader, _ epoch: Int
  ) throws -> MemoryTable? {
    guard let resident = try ResidentTable(table, columns, at: sequence, from: reader, bytes: limit) else {
      core.withLock { $0.declined[table] = columns }
      return nil
    }
    return keep(resident, epoch)
  }

  /// Keeps what was read, and makes room for it.
  private func keep(_ resident: ResidentTable, _ epoch: Int) -> MemoryTable {
    let id = resident.rows.layout.id
    core.withLock { core in
      guard core.epoch == epoch else { return }
      core.tables[id] = resident
      core.touch(id)
      var held = core.tables.mapValues(\.byteCount)
      while held.values.reduce(0, +) > limit,
        let oldest = core.tables.filter({ $0.key != id }).min(by: { $0.value.lastUse < $1.value.lastUse })?.key
      {
        core.tables[oldest] = nil
        held[oldest] = nil
      }
      // What has grown beyond all room is used once more and not kept.
      if held.values.reduce(0, +) > limit { core.tables[id] = nil }
    }
    return resident.rows
  }
}

extension ResidentColumns.Core {
  /// What is to be done for a table's columns to be those of a state.
  fileprivate mutating func step(_ table: TableID, _ columns: Set<Int32>, at sequence: Int64) -> ResidentColumns.Step {
    if let known = tables[table] {
      // A read that began earlier sees an older state.
      if known.sequence > sequence { return .unavailable }
      if known.holds(columns), known.sequence == sequence {
        touch(table)
        return .ready(known.rows)
      }
    }
    if let declined = declined[table], columns.isSuperset(of: declined) { return .unavailable }
    if !busy.insert(table).inserted { return .unavailable }
    guard let known = tables[table] else { return .read(columns, epoch: epoch) }
    if known.holds(columns) { return .follow(known, epoch: epoch) }
    return .read(columns.union(known.rows.layout.columns.map(\.number)), epoch: epoch)
  }
}

extension Filter {
  /// The column of source 0 that must equal one of some constants for this to be true; nil if there is none.
  fileprivate var comparedColumn: Int32? {
    switch self {
    case .compare(.column(let column), .equal, .literal), .compare(.literal, .equal, .column(let column)),
      .isIn(.column(let column), _):
      column.source == 0 ? column.column : nil
    default: nil
    }
  }
}
