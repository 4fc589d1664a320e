import CRMModel

/// Which rows make which records, and which rows refer to them: by it a refusal reaches every row that leans on it.
///
/// Only of entities that references of the same file look for, and only lines and ids, so that a row takes some bytes.
struct RowLineage {
  /// A row that makes or means a record.
  struct Support {
    let line: Int
    let id: Int64
    /// Whether the record was not there before; rows of one key make one record together.
    let isMaker: Bool
  }

  /// A row that refers to a record.
  struct Lean {
    let line: Int
    let id: Int64
    /// The way to find that the reference goes, a number of the plan.
    let find: Int
  }

  private(set) var supports: [Support] = []
  private(set) var leans: [Lean] = []

  mutating func add(_ support: Support) { supports.append(support) }
  mutating func add(_ lean: Lean) { leans.append(lean) }
  mutating func add(_ other: RowLineage) {
    supports += other.supports
    leans += other.leans
  }

  /// The rows that are refused because all rows are that make a record they refer to, and so on to the end of each
  /// chain; `reason` says why, for a way to find and the line it leads to.
  ///
  /// - Parameters:
  ///   - refused: The lines of rows that are refused although they were written.
  ///   - limit: How many rows are enough to give up.
  /// - Complexity: O(*n*) in the rows noted.
  func spread(
    _ refused: [Int], limit: Int, reason: (Int, Int) -> RejectedRow.Reason
  ) -> [Int: [RejectedRow.Reason]] {
    var holders: [Int64: Int] = [:]
    for support in supports where support.isMaker { holders[support.id] = 0 }
    var held: [Int: [Int64]] = [:]
    for support in supports {
      guard let count = holders[support.id] else { continue }
      holders[support.id] = count + 1
      held[support.line, default: []].append(support.id)
    }
    var leaning: [Int64: [Int]] = [:]
    for (index, lean) in leans.enumerated() where holders[lean.id] != nil {
      leaning[lean.id, default: []].append(index)
    }

    var found: [Int: [RejectedRow.Reason]] = [:]
    var seen = Set(refused)
    var open = refused
    while let line = open.popLast(), found.count <= limit {
      for id in held[line] ?? [] {
        let rest = (holders[id] ?? 1) - 1
        holders[id] = rest
        if rest > 0 { continue }
        for index in leaning[id] ?? [] {
          let lean = leans[index]
          if seen.insert(lean.line).inserted {
            open.append(lean.line)
          } else if found[lean.line] == nil {
            continue
          }
          found[lean.line, default: []].append(reason(lean.find, line))
        }
      }
    }
    return found
  }
}
