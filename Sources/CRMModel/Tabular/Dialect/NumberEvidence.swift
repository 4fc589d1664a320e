/// Counts what the numbers of a sample say about their decimal and grouping signs.
struct NumberEvidence {
  private var decimal: [DecimalSign: Int] = [:]
  private var grouping: [GroupingSign: Int] = [:]
  private var undecided: [DecimalSign: Int] = [:]

  /// Looks at a cell. It votes if it is a number with a sign under exactly one pair of signs, or only as a fraction.
  mutating func note(_ cell: String) {
    let asPoint = Self.reading(cell, .point)
    let asComma = Self.reading(cell, .comma)
    guard asPoint != nil || asComma != nil else { return }
    let hasPoint = cell.utf8.contains(0x2E)
    let hasComma = cell.utf8.contains(0x2C)
    if let reading = asPoint ?? asComma, reading == .space || reading == .apostrophe {
      grouping[reading, default: 0] += 1
    }
    guard hasPoint || hasComma else { return }
    switch (asPoint, asComma) {
    case (.some, .some): undecided[hasPoint ? .point : .comma, default: 0] += 1
    case (.some(let sign), nil): vote(.point, sign)
    case (nil, .some(let sign)): vote(.comma, sign)
    case (nil, nil): break
    }
  }

  private mutating func vote(_ sign: DecimalSign, _ group: GroupingSign) {
    decimal[sign, default: 0] += 1
    if group == sign.usualGrouping { grouping[group, default: 0] += 1 }
  }

  /// The grouping sign that a cell uses, `none` if none, when read with that decimal sign; nil if it cannot be.
  private static func reading(_ cell: String, _ decimal: DecimalSign) -> GroupingSign? {
    for grouping in [GroupingSign.none, decimal.usualGrouping, .space, .apostrophe] {
      if (try? NumberText(cell, decimal: decimal, grouping: grouping)) != nil { return grouping }
    }
    return nil
  }

  /// Chooses the signs.
  func choose() -> (
    decimal: TabularDetection.Choice<DecimalSign>, grouping: TabularDetection.Choice<GroupingSign>
  ) {
    let points = decimal[.point, default: 0]
    let commas = decimal[.comma, default: 0]
    let open = undecided.values.reduce(0, +)
    if points > 0, commas > 0 {
      let evidence = "\(points) numbers need . as decimal sign, \(commas) need ,"
      let signs: [DecimalSign] = points >= commas ? [.point, .comma] : [.comma, .point]
      return (.init(oneOf: signs, evidence), .init(oneOf: signs.map(\.usualGrouping), evidence))
    }
    if points + commas == 0, open > 0 {
      let evidence = "\(open) numbers such as 1.234 or 1,234 can be read both ways, none tells which"
      return (.init(oneOf: [.point, .comma], evidence), .init(oneOf: [.comma, .point], evidence))
    }
    if points + commas == 0 {
      return (.init(.point, .assumed, "no number has a decimal sign"), groupingChoice(beside: .point))
    }
    let sign: DecimalSign = points > 0 ? .point : .comma
    let evidence = "\(points + commas) numbers need \(sign.rawValue) as decimal sign, none needs the other"
    return (.init(sign, .certain, evidence), groupingChoice(beside: sign))
  }

  private func groupingChoice(beside decimal: DecimalSign) -> TabularDetection.Choice<GroupingSign> {
    let seen = GroupingSign.allCases.compactMap { sign in grouping[sign].map { (sign: sign, count: $0) } }
    if seen.count > 1 {
      let evidence = seen.map { "\($0.count) numbers with \($0.sign)" }.joined(separator: ", ")
      return .init(oneOf: seen.map(\.sign), "groups of three digits: \(evidence)")
    }
    if let only = seen.first {
      return .init(only.sign, .certain, "\(only.count) numbers have groups of three digits with \(only.sign)")
    }
    let usual = decimal.usualGrouping
    let evidence = "no number tells; \(usual) is usual beside \(decimal.rawValue) and can mean nothing else"
    return .init(usual, .assumed, evidence)
  }
}
