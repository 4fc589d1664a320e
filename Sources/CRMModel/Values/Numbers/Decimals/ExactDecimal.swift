/// An exact number in base ten: what a quantity, a rate or an unrounded amount is computed with.
///
/// It has at most 38 significant digits, at most 18 of them after the point; every such number is held exactly, none
/// other is. There is no infinity, no "not a number" and no negative zero. Zeros at the end do not count: `1.0` and
/// `1.00` are equal, hash alike and print as `1`.
///
/// Unlike `Double` it never approximates, and unlike Foundation's decimal it throws instead of rounding in silence.
/// Arithmetic is by throwing methods, and whatever may lose digits asks for a ``RoundingRule``.
/// An integer literal is the number; a fraction is a text, `try ExactDecimal("1.25")`; a `Double` does not compile.
public struct ExactDecimal: Hashable, Sendable, BitwiseCopyable {
  /// The greatest number of digits after the point: 18.
  public static let maximumScale = 18
  /// The greatest number of significant digits: 38.
  public static let maximumDigits = 38

  /// Below 10^38 in magnitude, and no multiple of ten unless `scaleByte` is zero.
  let coefficient: Int128
  let scaleByte: UInt8

  /// The number 0.
  public static let zero = ExactDecimal(0)
  /// The number 1.
  public static let one = ExactDecimal(1)

  /// Makes a whole number.
  ///
  /// - Complexity: O(1).
  public init(_ number: Int) { self.init(whole: Int128(number)) }

  /// Makes a whole number.
  ///
  /// - Complexity: O(1).
  public init(_ number: Int64) { self.init(whole: Int128(number)) }

  /// Makes the number `scaledValue` / 10^`scale`: reads the stored integer of a field with a fixed number of decimals.
  ///
  ///     try ExactDecimal(scaledValue: 1250, scale: 3)      // 1.25
  ///
  /// - Parameter scale: The field's number of decimals, 0...18.
  /// - Throws: ``ValueError`` with code `invalid_scale`.
  /// - Complexity: O(`scale`).
  public init(scaledValue: Int64, scale: Int) throws(ValueError) {
    try Self.checkScale(scale)
    self.init(trimming: UInt128(scaledValue.magnitude), scale: scale, isNegative: scaledValue < 0)
  }

  /// Digits after the point, without zeros at the end: 0...18.
  public var scale: Int { Int(scaleByte) }
  /// Whether the number is 0.
  public var isZero: Bool { coefficient == 0 }
  /// Whether the number is below 0.
  public var isNegative: Bool { coefficient < 0 }
  /// Whether the number has no digits after the point.
  public var isWhole: Bool { scaleByte == 0 }

  init(whole: Int128) {
    coefficient = whole
    scaleByte = 0
  }

  /// Takes a magnitude below 10^38 and a scale in 0...18.
  init(trimming magnitude: UInt128, scale: Int, isNegative: Bool) {
    var magnitude = magnitude
    var scale = scale
    Self.trim(&magnitude, &scale)
    self.init(coefficient: magnitude, scale: scale, isNegative: isNegative)
  }

  private init(coefficient magnitude: UInt128, scale: Int, isNegative: Bool) {
    let coefficient = Int128(truncatingIfNeeded: magnitude)
    self.coefficient = isNegative ? -coefficient : coefficient
    scaleByte = UInt8(truncatingIfNeeded: scale)
  }

  /// Takes any magnitude and scale above or equal 0, or returns nil if no decimal is that number.
  init?(exactly magnitude: WideMagnitude, scale: Int, isNegative: Bool) {
    var magnitude = magnitude
    var scale = scale
    while magnitude.high != 0, scale > 0 {
      let (quotient, remainder) = magnitude.quotientAndRemainder(dividingBy: 10)
      guard remainder == 0 else { return nil }
      magnitude = quotient
      scale -= 1
    }
    guard var narrow = magnitude.narrow else { return nil }
    Self.trim(&narrow, &scale)
    guard scale <= Self.maximumScale, narrow < PowerOfTen.of(Self.maximumDigits) else { return nil }
    self.init(coefficient: narrow, scale: scale, isNegative: isNegative)
  }

  static func checkScale(_ scale: Int) throws(ValueError) {
    guard scale >= 0, scale <= maximumScale else {
      throw ValueError(.invalidScale, "a scale is 0...18 digits after the point", input: String(scale))
    }
  }

  private static func trim(_ magnitude: inout UInt128, _ scale: inout Int) {
    if magnitude == 0 { scale = 0 }
    // Nearly every number fits in 64 bits, where a division takes a tenth of the time.
    if var small = UInt64(exactly: magnitude) {
      trimZeros(&small, &scale)
      magnitude = UInt128(small)
    } else {
      trimZeros(&magnitude, &scale)
    }
  }

  @inline(__always)
  private static func trimZeros<Magnitude: FixedWidthInteger>(_ magnitude: inout Magnitude, _ scale: inout Int) {
    while scale > 0 {
      let (quotient, remainder) = magnitude.quotientAndRemainder(dividingBy: 10)
      guard remainder == 0 else { return }
      magnitude = quotient
      scale -= 1
    }
  }
}

extension ExactDecimal: ExpressibleByIntegerLiteral {
  /// Makes the whole number that is written; a literal beyond `Int` does not compile.
  public init(integerLiteral value: Int) { self.init(value) }
}

extension ExactDecimal: Comparable {
  /// Orders by numeric value.
  public static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    if left.scaleByte == right.scaleByte { return left.coefficient < right.coefficient }
    if left.scaleByte < right.scaleByte {
      let factor = Int128(truncatingIfNeeded: PowerOfTen.of(right.scale - left.scale))
      let (aligned, overflow) = left.coefficient.multipliedReportingOverflow(by: factor)
      // What does not fit when aligned is further from zero than anything that does.
      return overflow ? left.isNegative : aligned < right.coefficient
    }
    let factor = Int128(truncatingIfNeeded: PowerOfTen.of(left.scale - right.scale))
    let (aligned, overflow) = right.coefficient.multipliedReportingOverflow(by: factor)
    return overflow ? !right.isNegative : left.coefficient < aligned
  }
}
