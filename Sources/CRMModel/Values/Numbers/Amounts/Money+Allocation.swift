extension Money {
  /// The greatest number of equal parts that ``split(into:)`` makes: one million.
  public static let maximumParts = 1_000_000

  /// Splits an amount in proportion to `weights` without losing a minor unit.
  ///
  /// The parts always add up to `self`. Remaining units go to the largest fractions first, ties to the earlier part
  /// (largest remainder method), so the result does not depend on the machine or the run. A weight of zero gets
  /// nothing. A negative amount is split like its opposite.
  ///
  ///     try Money.usd(100).allocated(by: [1, 1, 1])      // 33.34, 33.33, 33.33
  ///
  /// - Parameter weights: Not negative, at least one above zero.
  /// - Throws: ``ValueError`` with code `invalid_weights`.
  /// - Complexity: O(*n* log *n*) in the number of weights.
  public func allocated(by weights: [Int]) throws(ValueError) -> [Money] {
    var totalWeight: UInt128 = 0
    for weight in weights {
      guard weight >= 0 else { throw .invalidWeights }
      totalWeight += UInt128(weight)
    }
    guard totalWeight > 0 else { throw .invalidWeights }

    // Below 2^63 times 2^63, so the products fit in 128 bits.
    let amount = UInt128(minorAmount.magnitude)
    var parts: [UInt64] = []
    var remainders: [UInt128] = []
    parts.reserveCapacity(weights.count)
    remainders.reserveCapacity(weights.count)
    var missing = minorAmount.magnitude
    for weight in weights {
      let share = (amount * UInt128(weight)).quotientAndRemainder(dividingBy: totalWeight)
      let part = UInt64(truncatingIfNeeded: share.quotient)
      parts.append(part)
      remainders.append(share.remainder)
      missing -= part
    }
    if missing > 0 {
      let ranking = parts.indices.sorted { left, right in
        remainders[left] == remainders[right] ? left < right : remainders[left] > remainders[right]
      }
      // Fewer units are missing than parts were rounded down.
      for index in ranking.prefix(Int(truncatingIfNeeded: missing)) { parts[index] += 1 }
    }
    return parts.map(part(ofMagnitude:))
  }

  /// Splits an amount into equal parts without losing a minor unit; the earlier parts are one unit greater where it
  /// does not come out even.
  ///
  ///     try Money(minor: 10_000, .kwd).split(into: 3)      // 3.334, 3.333, 3.333
  ///
  /// - Parameter count: 1...``maximumParts``.
  /// - Throws: ``ValueError`` with code `invalid_weights`.
  /// - Complexity: O(*n*).
  public func split(into count: Int) throws(ValueError) -> [Money] {
    guard count >= 1, count <= Self.maximumParts else {
      throw ValueError(.invalidWeights, "1...\(Self.maximumParts) parts", input: String(count))
    }
    let (base, remainder) = minorAmount.magnitude.quotientAndRemainder(dividingBy: UInt64(count))
    let greater = Int(remainder)
    return (0..<count).map { part(ofMagnitude: $0 < greater ? base + 1 : base) }
  }

  /// A part with this amount's sign and currency; no part is greater than the whole.
  private func part(ofMagnitude magnitude: UInt64) -> Money {
    let bits = Int64(bitPattern: magnitude)
    // Wrapping only for -2^63, which is its own opposite in 64 bits.
    return Money(minor: isNegative ? 0 &- bits : bits, currency)
  }
}

extension ValueError {
  fileprivate static var invalidWeights: ValueError {
    ValueError(ErrorCode.invalidWeights, "weights that are not negative, at least one above zero")
  }
}
