import CRMModel
import Testing

@testable import CRMStorage

/// The bytes of an entry, written down from the format in decision record 0006. Files hold them, so none may ever change.
@Suite struct `An entry of the change log` {
  @Test(arguments: GoldenEntry.all)
  func `lies in the bytes that the decision says`(_ golden: GoldenEntry) {
    #expect(LogEntryCodec.encode(golden.entry) == golden.bytes)
  }

  @Test(arguments: GoldenEntry.all)
  func `is read back whole`(_ golden: GoldenEntry) throws {
    let entry = try #require(LogEntryCodec.decode(golden.bytes))
    #expect(entry.actor == golden.actor)
    #expect(entry.cause == golden.cause)
    #expect(entry.generation == golden.generation)
    #expect(entry.steps.map(PlainStep.init) == golden.steps.map(PlainStep.init))
  }

  @Test(arguments: GoldenEntry.all)
  func `that was cut anywhere, or has a byte too many, is damaged`(_ golden: GoldenEntry) {
    for length in 0..<golden.bytes.count {
      #expect(LogEntryCodec.decode(Array(golden.bytes.prefix(length))) == nil, "\(length) bytes")
    }
    #expect(LogEntryCodec.decode(golden.bytes + [0]) == nil)
  }

  @Test(arguments: [0, 2, 3, 255])
  func `of another version is damaged, not a guess`(_ version: UInt8) {
    for golden in GoldenEntry.all {
      #expect(LogEntryCodec.decode([version] + golden.bytes.dropFirst()) == nil)
    }
  }

  @Test(
    arguments: [
      // A second one, one behind another step, one with a table, without or with two numbers, with a column.
      [1, 0, 0, 4, 6, 0, 2, 4, 0, 6, 0, 2, 6, 0], [1, 0, 0, 4, 1, 2, 2, 2, 0, 6, 0, 2, 4, 0],
      [1, 0, 0, 2, 6, 2, 2, 4, 0], [1, 0, 0, 2, 6, 0, 0, 0], [1, 0, 0, 2, 6, 0, 4, 4, 2, 0],
      [1, 0, 0, 2, 6, 0, 2, 4, 2, 2, 0],
    ] as [[UInt8]])
  func `with a change of the schema that is none is damaged`(_ bytes: [UInt8]) {
    #expect(LogEntryCodec.decode(bytes) == nil)
  }

  @Test(arguments: [0, 7, 255])
  func `with an unknown operation is damaged`(_ operation: UInt8) {
    var bytes = GoldenEntry.insert.bytes
    bytes[9] = operation
    #expect(LogEntryCodec.decode(bytes) == nil)
  }

  @Test func `never ends the process whatever byte is wrong`() {
    for golden in GoldenEntry.all {
      for position in golden.bytes.indices {
        for flip in [UInt8(0x01), 0x10, 0x80, 0xFF] {
          var bytes = golden.bytes
          bytes[position] ^= flip
          guard let entry = LogEntryCodec.decode(bytes) else { continue }
          // What still reads has as many cells as ids in each column.
          #expect(entry.steps.allSatisfy { step in step.vectors.allSatisfy { $0.count == step.ids.count } })
        }
      }
    }
  }

  @Test(
    arguments: [
      // Counts of steps, rows and columns that no entry of this length can hold.
      [1, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
      [1, 0, 0, 2, 1, 2, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
      [1, 0, 0, 2, 1, 2, 0, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
      // A negative count, and a number of eleven bytes.
      [1, 0, 0, 1], [1, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
    ] as [[UInt8]])
  func `with impossible counts is damaged`(_ bytes: [UInt8]) {
    #expect(LogEntryCodec.decode(bytes) == nil)
  }
}

/// A step by its cells, whatever the columns are kept in.
private struct PlainStep: Equatable {
  let operation: RecordChange.Operation
  let table: TableID
  let ids: [Int64]
  let columns: [Int32]
  let cells: [[Scalar]]

  init(_ step: LoggedStep) {
    (operation, table, ids, columns) = (step.operation, step.table, step.ids, step.columns)
    cells = step.vectors.map { vector in step.ids.indices.map { vector[$0] } }
  }
}
