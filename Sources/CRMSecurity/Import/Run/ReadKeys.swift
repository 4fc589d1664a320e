import CRMModel

/// What cells that refer to records were read as: many rows refer to the same few, and a text is read once.
///
/// A way to find has one field that it fills, and so one manner of reading.
struct ReadKeys {
  private var keys: [Int: [String: (key: Scalar?, value: FieldValue)]] = [:]

  /// So many texts are kept for a way to find; then they are forgotten, so that a file of any length takes bounded memory.
  private static let most = 10_000

  /// What a text finds a record by.
  ///
  /// - Parameter read: Reads it; what it throws is not kept.
  mutating func key(
    _ text: String, _ find: Int, _ read: () throws(ValueError) -> (key: Scalar?, value: FieldValue)
  ) throws(ValueError) -> (key: Scalar?, value: FieldValue) {
    if let known = keys[find]?[text] { return known }
    let result = try read()
    if keys[find]?.count ?? 0 >= Self.most { keys[find] = [:] }
    keys[find, default: [:]][text] = result
    return result
  }
}
