import CRMModel
import CRMTestStores
import Foundation
import Testing

@Suite struct `A phone number` {
  struct Region: Decodable {
    struct Example: Decodable { var national, e164, international, rfc3966: String }
    var region: String
    var countryCode: Int
    var examples: [Example]
  }

  private static func regions() throws -> [Region] {
    try JSONDecoder().decode([Region].self, from: Data(SharedData.bytes("phone/split_dev.json")))
  }

  /// Examples made with phonenumbers 9.0.43, a port of libphonenumber.
  @Test(.enabled(if: SharedData.has("phone/split_dev.json"), "the phone number examples are not here"))
  func `in an international form has the E164 key`() throws {
    var count = 0
    for region in try Self.regions() {
      for example in region.examples {
        count += 1
        for form in [example.e164, example.international, example.rfc3966, "00" + example.e164.dropFirst()] {
          #expect(try PhoneNumber(form).normalized == example.e164, "\(form)")
          #expect(try PhoneNumber(form, callingCode: "49").normalized == example.e164, "\(form)")
        }
      }
    }
    #expect(count == 462)
  }

  @Test(.enabled(if: SharedData.has("phone/split_dev.json"), "the phone number examples are not here"))
  func `in national form mostly has the E164 key`() throws {
    var matched = 0
    var missed: [String] = []
    for region in try Self.regions() {
      for example in region.examples {
        let key = try PhoneNumber(example.national, callingCode: String(region.countryCode)).normalized
        if key == example.e164 { matched += 1 } else { missed.append("\(region.region) \(example.national) \(key)") }
      }
    }
    print("national forms: \(matched) of \(matched + missed.count); missed: \(missed)")
    #expect(matched >= 455)
  }

  @Test(
    arguments: [
      ("(020) 7946 0958", "44", "+442079460958"), ("+44 (0)20 7946 0958", nil, "+442079460958"),
      ("0044 (0) 20 7946 0958", nil, "+442079460958"),
      ("+39 (0)6 698 1234", nil, "+39066981234"), ("06 698 1234", "39", "+39066981234"),
      ("8 (495) 123-45-67", "7", "+74951234567"),
      ("1-800-555-0199", "1", "+18005550199"), ("011 49 30 123456", "1", "+4930123456"),
      ("030/123456", nil, "030123456"),
      ("＋４９ ３０ １２３", nil, "+4930123"), ("٠٣٠ ١٢٣", "49", "+4930123"), (" +1 212 555 0100 ", nil, "+12125550100"),
      ("112", nil, "112"), ("06 20 123 4567", "36", "+36201234567"), ("TEL:+1-201-555-0123;ext=7", nil, "+12015550123"),
      ("+49\u{A0}30\u{2013}123", nil, "+4930123"),
    ] as [(String, String?, String)])
  func `has one key for its spellings`(text: String, callingCode: String?, key: String) throws {
    #expect(try PhoneNumber(text, callingCode: callingCode).normalized == key)
  }

  @Test(arguments: [
    "+1 212 555 0100 x12", "+1 212 555 0100 ext. 12", "+1 212 555 0100 EXT 12", "+1 212 555 0100 extension: 12",
    "+1 212 555 0100 #12", "+1 212 555 0100;ext=12", "tel:+1-212-555-0100;isub=1;ext=12",
  ])
  func `has an extension beside the key`(text: String) throws {
    let number = try PhoneNumber(text)
    #expect(number.normalized == "+12125550100" && number.extension == "12" && number.description == text)
    #expect(number.isInternational)
  }

  @Test(arguments: [
    "", "+", "12", "call me", "1-800-FLOWERS", "+0 123 456", "00 012 345", "++49 30 123", "49+30 123", "030 123 x",
    "030 123 ext", "030 123 x12a",
    "030 123\n456", "030 123 \u{202E}456", "x12", "tel:", "030 123 element", "+(0)", "030 123 x123456789012", "٠",
    "030;123",
  ])
  func `is refused`(text: String) {
    #expect { try PhoneNumber(text) } throws: { ($0 as? ValueError)?.code == .phoneNumberInvalid }
  }

  @Test(arguments: [(14, true), (15, true), (16, false)])
  func `has at most fifteen digits`(count: Int, fits: Bool) {
    let digits = String(repeating: "4", count: count)
    #expect(((try? PhoneNumber("+" + digits)) != nil) == fits)
    #expect(((try? PhoneNumber(digits)) != nil) == fits)
    #expect(((try? PhoneNumber(String(digits.dropFirst(2)), callingCode: "49")) != nil) == fits)
  }

  @Test(arguments: ["", "0", "049", "1234", "+49", "４９", "ab"])
  func `refuses a calling code that is none`(callingCode: String) {
    #expect { try PhoneNumber("030 123", callingCode: callingCode) } throws: {
      ($0 as? ValueError)?.code == .callingCodeInvalid
    }
  }
}
