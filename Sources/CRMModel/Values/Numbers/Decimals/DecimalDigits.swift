/// What the characters of a decimal text say, before anybody asks whether it fits.
///
/// The one strict reader of numbers: ASCII digits, an optional leading `-`, and an optional `.` with a digit on both
/// sides. No exponent, plus sign, blank or grouping. Leading zeros are read over.
struct DecimalDigits {
  /// Whether the text begins with `-`.
  private(set) var isNegative = false
  /// The digits without the zeros at the end of the fraction, while they fit.
  private(set) var magnitude: UInt128 = 0
  /// How many of the digits in `magnitude` stand after the point.
  private(set) var scale = 0
  /// How many digits are written after the point, zeros at the end included.
  private(set) var writtenDecimals = 0
  /// Whether `magnitude` and `scale` hold all that was written.
  private(set) var isComplete = true

  /// Reads the text, or returns nil if it is not a number.
  ///
  /// - Complexity: O(*n*) in the length of the text, without allocation.
  init?(_ text: String.UTF8View) {
    var hasPoint = false
    var hasDigit = false
    var isFirst = true
    for byte in text {
      defer { isFirst = false }
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        append(digit: UInt128(byte &- UInt8(ascii: "0")), afterPoint: hasPoint)
        hasDigit = true
      case UInt8(ascii: ".") where hasDigit && !hasPoint:
        hasPoint = true
        hasDigit = false
      case UInt8(ascii: "-") where isFirst:
        isNegative = true
      default:
        return nil
      }
    }
    guard hasDigit else { return nil }
  }

  private mutating func append(digit: UInt128, afterPoint: Bool) {
    guard afterPoint else {
      shift(by: 1, adding: digit)
      return
    }
    writtenDecimals &+= 1
    guard digit != 0 else { return }
    guard writtenDecimals <= ExactDecimal.maximumScale else {
      isComplete = false
      return
    }
    shift(by: writtenDecimals - scale, adding: digit)
    scale = writtenDecimals
  }

  private mutating func shift(by places: Int, adding digit: UInt128) {
    guard isComplete else { return }
    let (shifted, isTooLong) = magnitude.multipliedReportingOverflow(by: PowerOfTen.of(places))
    let (sum, isTooGreat) = shifted.addingReportingOverflow(digit)
    guard !isTooLong, !isTooGreat else {
      isComplete = false
      return
    }
    magnitude = sum
  }
}

extension String {
  /// Writes `magnitude` with `scale` digits after the point.
  init(decimalMagnitude magnitude: some BinaryInteger, scale: Int, isNegative: Bool) {
    let sign = isNegative ? "-" : ""
    let digits = String(magnitude)
    guard scale > 0 else {
      self = sign + digits
      return
    }
    let missing = scale + 1 - digits.utf8.count
    let padded = missing > 0 ? String(repeating: "0", count: missing) + digits : digits
    self = sign + padded.dropLast(scale) + "." + padded.suffix(scale)
  }
}
