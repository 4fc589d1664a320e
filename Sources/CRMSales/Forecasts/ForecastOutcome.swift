internal import CRMModel

/// What a facet says of records that are decided: they count as what they came to, and not as what somebody expected.
struct ForecastOutcome {
  /// The fields that tell it, in the order in which their values are expected.
  let paths: [FieldPath]
  private let hasDecided: Bool

  /// Reads the parts of a forecast facet.
  init(_ parts: [String: FacetPart]) {
    let won = parts["won"]?.paths.prefix(1) ?? []
    // Without a word for won, decided alone does not tell what of.
    let decided = won.isEmpty ? [] : parts["decided"]?.paths.prefix(1) ?? []
    hasDecided = !decided.isEmpty
    paths = Array(won + decided)
  }

  /// The category of a record that is decided; nil for one that is not, or of which nobody says so.
  ///
  /// - Parameters:
  ///   - isWon: Whether the first of ``paths`` is true.
  ///   - isDecided: Whether the last is.
  func category(isWon: Bool?, isDecided: Bool?) -> ForecastCategory? {
    if isWon == true { return .closed }
    return hasDecided && isDecided == true ? .omitted : nil
  }
}
