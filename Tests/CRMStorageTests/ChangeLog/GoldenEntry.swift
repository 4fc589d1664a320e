import CRMModel
import Testing

@testable import CRMStorage

/// An entry of the change log and its bytes, put together by hand.
///
/// Numbers are zigzag and compact: 1 is `02`, 2 is `04`, -1 is `01`, 115 is `E6 01`.
struct GoldenEntry: Sendable, CustomTestStringConvertible {
  let testDescription: String
  var actor = "owner"
  var cause = ""
  var generation: Int64?
  let steps: [LoggedStep]
  let bytes: [UInt8]

  static let all = [insert, update, delete, restore, remove, several, nothing, schema, retyped]

  var entry: LogEntry { LogEntry(actor: actor, cause: cause, generation: generation, steps: steps) }

  private static let owner: [UInt8] = [0x0A, 0x6F, 0x77, 0x6E, 0x65, 0x72]

  /// Ids as differences, no values.
  static let insert = GoldenEntry(
    testDescription: "insert",
    steps: [LoggedStep(operation: .insert, table: 115, ids: [1, 2, 12], columns: [], vectors: [])],
    bytes: [1] + owner + [0] + [2, 1, 0xE6, 0x01, 6, 2, 2, 20, 0])

  /// Old cells of each kind, null among them; an id before the one before it.
  static let update = GoldenEntry(
    testDescription: "update", cause: "ConvertLead",
    steps: [
      LoggedStep(
        operation: .update, table: 100, ids: [7, 5], columns: [116, 118, 120],
        vectors: [
          .integers([-1, 0], present: [true, false]), .texts(["Zoë", nil]), .reals([1.5, 0], present: [true, false]),
        ])
    ],
    bytes: [1] + owner + [22] + Array("ConvertLead".utf8) + [2, 2, 0xC8, 0x01, 4, 14, 3, 6]
      + [0xE8, 0x01, 1, 1, 0] + [0xEC, 0x01, 3, 8, 0x5A, 0x6F, 0xC3, 0xAB, 0]
      + [0xF0, 0x01, 2, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0])

  /// The old moment of deletion: none.
  static let delete = GoldenEntry(
    testDescription: "delete",
    steps: [
      LoggedStep(
        operation: .delete, table: 100, ids: [7], columns: [5], vectors: [ColumnVector(nulls: 1, kind: .integer)])
    ],
    bytes: [1] + owner + [0] + [2, 3, 0xC8, 0x01, 2, 14, 2, 10, 0])

  /// The old moment of deletion: 2025-06-02T09:00:00Z in microseconds.
  static let restore = GoldenEntry(
    testDescription: "restore",
    steps: [
      LoggedStep(
        operation: .restore, table: 100, ids: [7], columns: [5],
        vectors: [.integers([1_748_854_800_000_000], present: nil)])
    ],
    bytes: [1] + owner + [0] + [2, 4, 0xC8, 0x01, 2, 14, 2, 10]
      + [1, 0x80, 0x90, 0xF1, 0xD1, 0xDF, 0xA4, 0x9B, 0x06])

  /// The whole row, an id of 64 bits and the smallest number there is.
  static let remove = GoldenEntry(
    testDescription: "remove", actor: "user:user/7218",
    steps: [
      LoggedStep(
        operation: .remove, table: 100, ids: [187_852_809_830_420_480], columns: [2, 116, 118],
        vectors: [.integers([3], present: nil), .integers([.min], present: nil), .texts(["A"])])
    ],
    bytes: [1, 28] + Array("user:user/7218".utf8) + [0] + [2, 5, 0xC8, 0x01, 2]
      + [0x80, 0xC0, 0x82, 0x80, 0xD4, 0xC8, 0xB1, 0x9B, 0x05]
      + [6, 4, 1, 6] + [0xE8, 0x01, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]
      + [0xEC, 0x01, 3, 2, 0x41])

  /// The steps of a commit in the order they were done.
  static let several = GoldenEntry(
    testDescription: "several steps", steps: insert.steps + delete.steps,
    bytes: [1] + owner + [0] + [4, 1, 0xE6, 0x01, 6, 2, 2, 20, 0, 3, 0xC8, 0x01, 2, 14, 2, 10, 0])

  /// A change of the schema that touched no record.
  static let schema = GoldenEntry(
    testDescription: "schema", cause: "modules", generation: 2, steps: [],
    bytes: [1] + owner + [14] + Array("modules".utf8) + [2, 6, 0, 2, 4, 0])

  /// A change of the schema that converted a field: the old cells under the old column.
  static let retyped = GoldenEntry(
    testDescription: "retyped field", generation: 3,
    steps: [
      LoggedStep(
        operation: .update, table: 100, ids: [7], columns: [116], vectors: [.integers([-1], present: nil)])
    ],
    bytes: [1] + owner + [0] + [4, 6, 0, 2, 6, 0] + [2, 0xC8, 0x01, 2, 14, 2, 0xE8, 0x01, 1, 1])

  /// Nothing but who.
  static let nothing = GoldenEntry(testDescription: "no steps", actor: "", steps: [], bytes: [1, 0, 0, 0])
}
