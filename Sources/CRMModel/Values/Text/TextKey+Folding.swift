extension TextKey {
  /// The key under which texts that differ only in case, accents or presentation are the same.
  ///
  ///     TextKey.folded("Straße Ångström ﬁ")        // "strasse angstrom fi"
  ///
  /// The rule: compatibility decomposition (NFKD); accents and ignorable characters are dropped; every scalar is mapped
  /// to lower, upper and lower case by Unicode's full mappings, so that ß, ẞ, SS and ss agree, and σ, ς, Σ; composition
  /// (NFC); again until nothing changes. Accents are marks of combining class 1 (overlays), 10...36 (Hebrew, Arabic and
  /// Syriac vowel points) and 200 or more (above, below, attached). Marks of other classes spell words (Indic vowels
  /// and viramas, Thai vowels and tones, the voicing of kana) and stay. Ignorable is Default_Ignorable_Code_Point: soft
  /// hyphens, joiners, variation selectors, direction controls. Letters with a stroke (ł, ø, đ) are letters of their
  /// own in Unicode, and stay. Turkish ı, İ, I and i agree, as nothing depends on a language.
  ///
  /// Folding twice changes nothing. Text need not be normalized; of a run of more than ``longestMarkRun`` marks only
  /// the first count. A text of accents alone has the empty key.
  ///
  /// - Complexity: O(*n*); without allocation for ASCII in lower case, by table below U+0590 (Latin, Greek, Cyrillic,
  ///   Armenian) and for dashes, quotation marks and signs of currencies.
  public static func folded(_ text: String) -> String {
    if let quick = text.utf8.withContiguousStorageIfAvailable({ foldedASCII($0, of: text) }) ?? nil { return quick }
    return foldedByTable(text) ?? foldedByRule(text)
  }

  /// The scalars from 0 up to this one fold one by one, whatever stands beside them.
  static let tableEnd: UInt32 = 0x0590

  private static func foldedASCII(_ bytes: UnsafeBufferPointer<UInt8>, of text: String) -> String? {
    var hasUpperCase = false
    for byte in bytes {
      if byte >= 0x80 { return nil }
      if isUpperCase(byte) { hasUpperCase = true }
    }
    guard hasUpperCase else { return text }
    return String(decoding: bytes.lazy.map { isUpperCase($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  private static func isUpperCase(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }

  private static func foldedByTable(_ text: String) -> String? {
    let table = foldingTable
    var key: [UInt8] = []
    key.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      guard let position = tablePosition(of: scalar.value) else { return nil }
      for index in table.starts[position]..<table.starts[position + 1] { key.append(table.bytes[index]) }
    }
    return String(decoding: key, as: UTF8.self)
  }

  /// Where the table has a scalar; nil if it does not fold by itself.
  static func tablePosition(of scalar: UInt32) -> Int? {
    switch scalar {
    case 0..<tableEnd: Int(scalar)
    // Dashes, quotation marks, dots, the per mille sign; signs of currencies. None joins what stands beside it.
    case 0x2010...0x2027, 0x2030...0x205E, 0x20A0...0x20BF: Int(tableEnd + scalar - tableSigns.lowerBound)
    default: nil
    }
  }

  /// What the table has beyond its first part.
  private static let tableSigns: Range<UInt32> = 0x2010..<0x20C0

  private struct FoldingTable: Sendable {
    var bytes: [UInt8] = []
    var starts: [Int] = [0]
  }

  /// What the rule makes of each scalar that the table has: computed once, never changed.
  private static let foldingTable: FoldingTable = {
    var table = FoldingTable()
    for value in [0..<tableEnd, tableSigns].joined() {
      if let scalar = Unicode.Scalar(value) { table.bytes.append(contentsOf: foldedByRule(String(scalar)).utf8) }
      table.starts.append(table.bytes.count)
    }
    return table
  }()

  /// The key by the stated rule alone; the quick ways above must agree with it.
  static func foldedByRule(_ text: String) -> String {
    var key = text
    // Few texts need a second change; the bound is there for tables of Unicode that are not written yet.
    for _ in 0..<4 {
      let next = foldedOnce(key)
      if next.utf8.elementsEqual(key.utf8) { break }
      key = next
    }
    return key
  }

  private static func foldedOnce(_ text: String) -> String {
    var kept = String.UnicodeScalarView()
    var run = 0
    for scalar in text.unicodeScalars where !isDropped(scalar) {
      run = isMark(scalar) ? run + 1 : 0
      if run <= longestMarkRun { kept.append(scalar) }
    }
    var mapped = String.UnicodeScalarView()
    for scalar in CanonicalForms.compatibilityDecomposed(String(kept)).unicodeScalars where !isDropped(scalar) {
      appendCaseless(scalar, to: &mapped)
    }
    return CanonicalForms.composed(String(mapped))
  }

  private static func appendCaseless(_ scalar: Unicode.Scalar, to mapped: inout String.UnicodeScalarView) {
    // Lower first: the upper case of ẞ is ẞ, but that of its lower case ß is SS.
    for lower in scalar.properties.lowercaseMapping.unicodeScalars {
      for upper in lower.properties.uppercaseMapping.unicodeScalars {
        for caseless in upper.properties.lowercaseMapping.unicodeScalars where !isDropped(caseless) {
          mapped.append(caseless)
        }
      }
    }
  }

  /// Whether a scalar is an accent or ignorable, and so no part of a key.
  private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x300 { return scalar.value == 0xAD }
    switch scalar.properties.canonicalCombiningClass.rawValue {
    case 1, 10...36, 200...: return true
    default: return scalar.properties.isDefaultIgnorableCodePoint
    }
  }
}
