import CRMTesting
import Testing

@testable import CRMModel

@Suite struct `A folded key` {
  @Test(arguments: [
    ("Straße", "STRASSE"), ("ẞ", "ss"), ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"), ("Σσς", "ςςς"), ("Ångström", "angstrom"),
    ("\u{212B}", "å"), ("ﬁ", "FI"), ("Ｆｕｌｌ", "full"), ("İstanbul", "ISTANBUL"), ("ısı", "ISI"), ("Ǆ", "ǆ"),
    ("Ǉ", "lj"), ("Ѐ", "е"), ("Й", "и"), ("co\u{AD}op", "coop"), ("Ḍ̇", "d"), ("①", "1"), ("ŉ", "ʼN"), ("ſ", "S"),
    ("Ꭰ", "ꭰ"), ("שָׁלוֹם", "שלום"), ("مُحَمَّد", "محمد"), ("\u{FEFF}a\u{200B}", "A"), ("ᾳ", "Α"), ("ﾊﾝｶｸ", "ハンカク"),
    ("ǰ", "J"),
  ])
  func `is the same for spellings that differ in case, accents or presentation`(one: String, other: String) {
    #expect(Array(TextKey.folded(one).utf8) == Array(TextKey.folded(other).utf8))
  }

  @Test(arguments: [
    ("กิน", "กน"), ("कि", "कु"), ("が", "か"), ("ø", "o"), ("ł", "l"), ("a b", "ab"), ("க்", "க"), ("и", "і"), ("가", "각"),
  ])
  func `differs where a letter differs`(one: String, other: String) {
    #expect(TextKey.folded(one) != TextKey.folded(other))
  }

  @Test(arguments: [
    ("José ÁLVAREZ", "jose alvarez"), ("Plain", "plain"), ("already", "already"), ("[`@{", "[`@{"), ("", ""),
    ("\u{301}", ""),
    ("½", "1\u{2044}2"), ("Ελλάδα", "ελλαδα"), ("a\0B", "a\0b"), ("Æ", "æ"), ("パリ", "パリ"),
  ])
  func `reads as stated`(text: String, key: String) {
    #expect(Array(TextKey.folded(text).utf8) == Array(key.utf8))
  }

  @Test func `folded again is the same, for every scalar`() {
    var failures: [UInt32] = []
    for scalar in everyScalar() {
      let key = TextKey.folded(String(scalar))
      if !TextKey.folded(key).utf8.elementsEqual(key.utf8) { failures.append(scalar.value) }
    }
    #expect(failures.isEmpty)
  }

  /// All but the Greek letters with iota subscript: the subscript is an accent, in capitals it is a letter beside.
  @Test func `is the same for both cases of every scalar`() {
    var failures: [UInt32] = []
    for scalar in everyScalar() {
      if CanonicalForms.compatibilityDecomposed(String(scalar)).unicodeScalars.contains("\u{345}") { continue }
      let key = TextKey.folded(String(scalar))
      let cases = [
        scalar.properties.uppercaseMapping, scalar.properties.lowercaseMapping, scalar.properties.titlecaseMapping,
      ]
      if !cases.allSatisfy({ TextKey.folded($0) == key }) { failures.append(scalar.value) }
    }
    #expect(failures.isEmpty)
  }

  @Test func `of random text is stable, composed, the same by table and rule, and the same before and after storing`()
    throws
  {
    let seed: UInt64 = 19_480_101
    print("seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    var byTable = 0
    for _ in 0..<20_000 {
      let text = randomText(&generator)
      let key = TextKey.folded(text)
      if text.unicodeScalars.allSatisfy({ TextKey.tablePosition(of: $0.value) != nil }) { byTable += 1 }
      let agrees = [
        TextKey.folded(key), TextKey.foldedByRule(text), try TextKey.normalized(key),
        TextKey.folded(try TextKey.normalized(text)),
      ].allSatisfy { $0.utf8.elementsEqual(key.utf8) }
      guard agrees else {
        Issue.record("seed \(seed): \(text.unicodeScalars.map { String($0.value, radix: 16) })")
        return
      }
    }
    print("by table \(byTable) of 20,000")
    #expect(byTable > 500)
  }
}

@Suite struct `The order of text` {
  @Test func `ignores case and accents, then goes by bytes`() throws {
    let words = ["zebra", "Zoë", "zoe", "Äpfel", "apfel", "Apfel", "Ana", "ana", "Ána", "1", "", "Ωmega", "中"]
    let ordered = words.sorted(by: TextKey.isOrderedBefore)
    #expect(ordered == ["", "1", "Ana", "ana", "Ána", "Apfel", "apfel", "Äpfel", "zebra", "Zoë", "zoe", "Ωmega", "中"])
  }

  @Test(arguments: [
    ("a", "A", TextKey.Order.after), ("a", "b", .before), ("é", "é", .same), ("\u{FFFD}", "\u{10000}", .before),
  ])
  func `tells before, same and after`(one: String, other: String, order: TextKey.Order) {
    #expect(TextKey.compare(one, other) == order)
    #expect(TextKey.compare(other, one).rawValue == -order.rawValue)
  }

  @Test func `is that of UTF-8 bytes, of scalars and of Swift for text in NFC`() throws {
    let seed: UInt64 = 7
    print("seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      let one = try TextKey.normalized(randomText(&generator))
      let other = try TextKey.normalized(randomText(&generator))
      let isBefore = TextKey.compareBytes(one, other) == .before
      let byBytes = one.utf8.lexicographicallyPrecedes(other.utf8)
      let byScalars = one.unicodeScalars.lexicographicallyPrecedes(other.unicodeScalars)
      guard isBefore == byBytes, isBefore == byScalars, isBefore == (one < other) else {
        Issue.record("seed \(seed): \(one.debugDescription) \(other.debugDescription)")
        return
      }
    }
  }

  @Test(arguments: [
    ("100% sure", "%", true), ("sure", "%", false), ("a_b", "_", true), ("ab", "a_b", false), ("a*b", "*", true),
    ("Straße", "STRASS", true), ("Müller & Söhne", "muller", true), ("Acme", "acme ", false), ("Acme", "", true),
    ("", "a", false),
    ("aab", "ab", true), ("\\%", "\\", true),
  ])
  func `contains a part without wildcards`(text: String, part: String, holds: Bool) {
    #expect(TextKey.contains(text, part) == holds)
  }

  @Test(arguments: [
    ("Ángela", "ANG", true), ("Ángela", "gel", false), ("x", "", true), ("x", "xx", false), ("%x", "%", true),
  ])
  func `starts with a part without wildcards`(text: String, part: String, holds: Bool) {
    #expect(TextKey.starts(text, with: part) == holds)
  }
}
