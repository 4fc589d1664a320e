import CRMModel
import Foundation
import Testing

struct Tier: PicklistCode {
  static let options: [PicklistOption] = ["gold", "silver", "bronze"]
  let rawValue: String
  init(rawValue: String) { self.rawValue = rawValue }
  static let gold = Tier(rawValue: "gold")
  static let silver = Tier(rawValue: "silver")
}

@Suite struct `A picklist code` {
  @Test(arguments: ["gold", "Won", "In progress", "7", "R&D", "Größe", "优先", "a/b", "👍", "x_y-z."])
  func `is printable text`(text: String) throws {
    #expect(try Tier.checked(text).rawValue == text)
    #expect(try PicklistOption(text).code == text)
  }

  @Test(arguments: [
    "", " ", " a", "a ", "a;b", "a,b", "a\nb", "a\tb", "\u{7F}", "\u{202E}a", "a\u{2028}", "\u{A0}", "\u{378}",
    "a\u{200B}",
  ])
  func `is refused otherwise`(text: String) {
    #expect { try Tier.checked(text) } throws: { ($0 as? ValueError)?.code == .picklistCodeInvalid }
  }

  @Test(arguments: [(79, true), (80, true), (81, false)])
  func `has at most eighty scalars`(count: Int, fits: Bool) {
    #expect(((try? Tier.checked(String(repeating: "ü", count: count))) != nil) == fits)
  }

  @Test func `is stored in NFC`() throws {
    #expect(Array(try Tier.checked("Gro\u{308}ße").rawValue.utf8) == Array("Größe".utf8))
  }

  @Test func `is coded as its text`() throws {
    #expect(String(decoding: try JSONEncoder().encode([Tier.gold]), as: UTF8.self) == #"["gold"]"#)
    #expect(try JSONDecoder().decode([Tier].self, from: Data(#"["other"]"#.utf8)) == [Tier(rawValue: "other")])
  }
}

@Suite struct `A picklist option` {
  @Test func `comes back from JSON`() throws {
    let option = try PicklistOption(
      "gold", label: LocalizedText("Gold", key: "tier.gold", translations: ["de": "Gold!"]), isActive: false)
    let data = try JSONEncoder().encode(option)
    #expect(try JSONDecoder().decode(PicklistOption.self, from: data) == option)
  }

  @Test func `may be written with its code alone`() throws {
    let option = try JSONDecoder().decode(PicklistOption.self, from: Data(#"{"code":"gold"}"#.utf8))
    #expect(option.isActive && option.label == "gold")
  }

  @Test func `with a wrong code is refused in JSON`() {
    #expect(throws: ValueError.self) {
      try JSONDecoder().decode(PicklistOption.self, from: Data(#"{"code":"a;b"}"#.utf8))
    }
  }
}

@Suite struct `A set of picklist codes` {
  @Test func `is stored in one way whatever the order`() throws {
    let set = try PicklistSet([Tier.silver, .gold, .silver])
    #expect(set.storedText == ";gold;silver;")
    #expect(set == (try PicklistSet([Tier.gold, .silver])))
    #expect(set.count == 2 && set.contains(.gold))
  }

  @Test(arguments: ["", ";a;", ";Z;a;b;", ";a;é;中;"])
  func `comes back from its stored form`(text: String) throws {
    #expect(try PicklistSet<Tier>(storedText: text).storedText == text)
  }

  @Test(arguments: [";", ";;", "a", ";a", "a;", "a;b", ";a;;b;", ";a,b;"])
  func `is refused in another form`(text: String) {
    #expect(throws: ValueError.self) { try PicklistSet<Tier>(storedText: text) }
  }

  @Test func `mends the order of a stored form`() throws {
    #expect(try PicklistSet<Tier>(storedText: ";b;a;b;").storedText == ";a;b;")
  }

  @Test func `takes and gives codes, and stays as it was when one is wrong`() throws {
    var set = PicklistSet<Tier>()
    #expect(set.isEmpty && set.storedText == "")
    try set.insert(.silver)
    try set.insert(.gold)
    try set.insert(.gold)
    #expect(throws: ValueError.self) { try set.insert(Tier(rawValue: "a;b")) }
    #expect(set.codes == [.gold, .silver])
    set.remove(.gold)
    #expect(set.storedText == ";silver;")
  }
}

@Suite struct `A localized text` {
  private let text = LocalizedText(
    "Colour", key: "colour", translations: ["EN_us": "Color", "de": "Farbe", "zh-hant": "顏色", "en": "Hue"])

  @Test(arguments: [
    ("en-GB", "Hue"), ("en-US", "Color"), ("en_us", "Color"), ("de-AT-1996", "Farbe"), ("zh-Hant-TW", "顏色"),
    ("zh", "Colour"),
    ("fr", "Colour"), ("", "Colour"), ("-", "Colour"), ("de-x-acme", "Farbe"), ("DE", "Farbe"),
  ])
  func `falls back part by part`(language: String, expected: String) {
    #expect(text.resolve(for: language) == expected)
  }

  @Test func `keeps tags in the casing of RFC 5646`() {
    #expect(text.translations.keys.sorted() == ["de", "en", "en-US", "zh-Hant"])
  }

  @Test func `may be a literal and comes back from JSON`() throws {
    let literal: LocalizedText = "Gold"
    #expect(literal.key == "Gold" && literal.resolve(for: "de") == "Gold")
    #expect(try JSONDecoder().decode(LocalizedText.self, from: JSONEncoder().encode(text)) == text)
  }
}
