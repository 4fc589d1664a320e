/// Counts, for each delimiter, how many records of a sample it cuts into the same number of fields.
enum DelimiterEvidence {
  /// In the order in which a tie is decided: the rarer a sign is in ordinary text, the more it says.
  private static let preference: [CSVDelimiter] = [.tab, .semicolon, .pipe, .comma]

  /// Chooses the delimiter that cuts most records alike into more than one field.
  static func choose(in text: [UInt8], isWholeFile: Bool) -> TabularDetection.Choice<CSVDelimiter> {
    var best: (delimiter: CSVDelimiter, alike: Int, records: Int, columns: Int)?
    for delimiter in preference {
      let counts = fieldCounts(in: text, delimiter.byte, isWholeFile: isWholeFile)
      // Below half of the lines it is a sign in somebody's text.
      guard let (columns, alike) = mode(of: counts), alike * 2 > counts.count else { continue }
      // Shares are compared by cross-multiplying; both sides are at most a million.
      if let best, alike * best.records <= best.alike * counts.count { continue }
      best = (delimiter, alike, counts.count, columns)
    }
    guard let best else {
      return .init(.comma, .assumed, "no delimiter separates the lines; they are read as one column")
    }
    let evidence = "seen in \(best.alike) of \(best.records) lines, \(best.columns) columns each"
    let isCertain = best.alike == best.records && best.records > 1
    return .init(best.delimiter, isCertain ? .certain : .likely, "\(name(best.delimiter)) \(evidence)")
  }

  private static func name(_ delimiter: CSVDelimiter) -> String { delimiter == .tab ? "TAB" : delimiter.rawValue }

  /// The most frequent number of fields above one, and in how many records it occurs.
  private static func mode(of counts: [Int]) -> (columns: Int, alike: Int)? {
    var histogram: [Int: Int] = [:]
    for count in counts where count > 1 { histogram[count, default: 0] += 1 }
    let most = histogram.max { ($0.value, $0.key) < ($1.value, $1.key) }
    return most.map { ($0.key, $0.value) }
  }

  /// Fields of each record that is not blank. Quotes count only where a field begins, as when reading.
  private static func fieldCounts(in text: [UInt8], _ delimiter: UInt8, isWholeFile: Bool) -> [Int] {
    var counts: [Int] = []
    var fields = 1
    var isQuoted = false
    var justClosed = false
    var atFieldStart = true
    var isBlank = true
    for byte in text {
      if isQuoted {
        if byte == 0x22 { (isQuoted, justClosed) = (false, true) }
        continue
      }
      defer { justClosed = false }
      switch byte {
      case 0x0A, 0x0D:
        if !isBlank { counts.append(fields) }
        if counts.count == TabularDialect.recordsExamined { return counts }
        (fields, atFieldStart, isBlank) = (1, true, true)
      case delimiter:
        fields += 1
        (atFieldStart, isBlank) = (true, false)
      case 0x22:
        // A quote right after a closing one was the second of a pair: the field goes on.
        isQuoted = atFieldStart || justClosed
        (atFieldStart, isBlank) = (false, false)
      default:
        (atFieldStart, isBlank) = (false, false)
      }
    }
    if !isBlank, isWholeFile || counts.isEmpty { counts.append(fields) }
    return counts
  }
}
