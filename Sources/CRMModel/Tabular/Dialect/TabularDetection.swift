/// What a sample says about the dialect of a file, with the evidence for each choice.
public struct TabularDetection: Hashable, Sendable {
  /// How sure a choice is.
  public enum Certainty: String, Hashable, Sendable, Codable, CaseIterable {
    /// The sample has no other reading.
    case certain
    /// The sample speaks for it, but a file of another kind could look the same.
    case likely
    /// The sample has nothing to judge by; the value is a default that does no harm to it.
    case assumed
    /// The sample can be read in more than one way, or contradicts itself; somebody has to state the choice.
    case ambiguous
  }

  /// One choice, what else it could be, and why.
  public struct Choice<Value: Hashable & Sendable>: Hashable, Sendable {
    /// The choice; nil exactly if it is ambiguous.
    public let value: Value?
    /// How sure it is.
    public let certainty: Certainty
    /// The choice; or, if it is ambiguous, the values it lies between, the one with more evidence first.
    public let candidates: [Value]
    /// Why, in words and figures for a person; holds no text of the file.
    public let evidence: String

    init(_ value: Value, _ certainty: Certainty, _ evidence: String) {
      self.value = value
      self.certainty = certainty
      candidates = [value]
      self.evidence = evidence
    }

    init(oneOf candidates: [Value], _ evidence: String) {
      value = nil
      certainty = .ambiguous
      self.candidates = candidates
      self.evidence = evidence
    }
  }

  /// The encoding; never ambiguous.
  public let encoding: Choice<TextEncoding>
  /// The delimiter; never ambiguous.
  public let delimiter: Choice<CSVDelimiter>
  /// The decimal sign.
  public let decimalSign: Choice<DecimalSign>
  /// The sign between groups of three digits.
  public let groupingSign: Choice<GroupingSign>
  /// The order of dates.
  public let dateOrder: Choice<DateOrder>

  /// The dialect, if nothing is ambiguous.
  public var dialect: TabularDialect? {
    guard let decimal = decimalSign.value, let grouping = groupingSign.value, let order = dateOrder.value else {
      return nil
    }
    return make(decimal, grouping, order)
  }

  /// The dialect, with what is ambiguous taken from what somebody states. What was detected stays.
  ///
  /// A stated grouping sign that equals the decimal sign in force gives way to the usual one beside it.
  public func dialect(stating stated: TabularDialect) -> TabularDialect {
    let decimal = decimalSign.value ?? stated.decimalSign
    var grouping = groupingSign.value ?? stated.groupingSign
    if grouping.rawValue == decimal.rawValue { grouping = decimal.usualGrouping }
    return make(decimal, grouping, dateOrder.value ?? stated.dateOrder)
  }

  private func make(_ decimal: DecimalSign, _ grouping: GroupingSign, _ order: DateOrder) -> TabularDialect {
    TabularDialect(
      encoding: encoding.value ?? .utf8, delimiter: delimiter.value ?? .comma, decimalSign: decimal,
      groupingSign: grouping, dateOrder: order)
  }
}
