/// A number of per cent points: `12.5` means 12.5 %, the fraction 0.125.
///
/// It has at most 16 decimals, so that its fraction is always exact. It may be negative or above 100.
public struct Percent: Hashable, Sendable, BitwiseCopyable {
  /// The number of per cent points.
  public let points: ExactDecimal

  /// 0 %.
  public static let zero = Percent(whole: 0)
  /// 100 %.
  public static let hundred = Percent(whole: 100)

  /// The greatest number of digits after the point: 16.
  public static let maximumScale = ExactDecimal.maximumScale - 2

  /// Makes a percentage from its points.
  ///
  /// - Throws: ``ValueError`` with code `too_many_decimals` if there are more than 16.
  public init(_ points: ExactDecimal) throws(ValueError) {
    guard points.scale <= Self.maximumScale else {
      throw ValueError(.tooManyDecimals, "a percentage has at most 16 decimals", input: points.description)
    }
    self.points = points
  }

  /// Reads per cent points such as `12.5`, without a sign for per cent, by the rules of ``ExactDecimal/init(_:)-(String)``.
  ///
  /// - Throws: ``ValueError`` with code `not_a_number`, `out_of_range` or `too_many_decimals`.
  public init(_ text: String) throws(ValueError) { try self.init(ExactDecimal(text)) }

  /// Makes the percentage that `fraction` of one is: 0.125 gives 12.5 %.
  ///
  /// - Throws: ``ValueError`` with code `out_of_range` if the points have more than 38 digits.
  public init(fraction: ExactDecimal) throws(ValueError) { try self.init(fraction.multiplied(by: 100)) }

  /// The percentage as a fraction of one: 12.5 % is 0.125. Exact.
  public var fraction: ExactDecimal {
    // Two more decimals than at most 16 always fit, so no digits are lost.
    ExactDecimal(
      trimming: points.coefficient.magnitude, scale: points.scale + 2, isNegative: points.isNegative)
  }

  private init(whole points: Int) { self.points = ExactDecimal(points) }
}

extension Percent: ExpressibleByIntegerLiteral {
  /// Makes the whole number of per cent points that is written.
  public init(integerLiteral value: Int) { self.init(whole: value) }
}

extension Percent: Comparable, CustomStringConvertible {
  /// Orders by points.
  public static func < (left: Percent, right: Percent) -> Bool { left.points < right.points }

  /// The points and the sign for per cent, such as `12.5%`.
  public var description: String { "\(points)%" }
}

extension Percent: Codable {
  /// Reads the points from a JSON string such as `"12.5"`.
  public init(from decoder: any Decoder) throws {
    let points = try ExactDecimal(from: decoder)
    do {
      try self.init(points)
    } catch {
      throw DecodingError.corrupted(by: error, at: decoder.codingPath)
    }
  }

  /// Writes the points as a JSON string such as `"12.5"`.
  public func encode(to encoder: any Encoder) throws { try points.encode(to: encoder) }
}
