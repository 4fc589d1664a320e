/// Roots of whole numbers, without the floating point that machines may round differently.
enum IntegerRoot {
  /// The greatest whole number whose square is not above `number`; 0 for what is negative.
  static func square(_ number: Int) -> Int {
    guard number > 0 else { return 0 }
    var root = 0
    var bit = 1 << 31
    while bit > 0 {
      let candidate = root | bit
      let (square, isTooBig) = candidate.multipliedReportingOverflow(by: candidate)
      if !isTooBig, square <= number { root = candidate }
      bit >>= 1
    }
    return root
  }
}
