/// What schema files leave out: a key that is missing or null has its usual value, and that value is not written.
extension KeyedDecodingContainer {
  func value<T: Decodable>(at key: Key, or usual: T) throws -> T { try decodeIfPresent(T.self, forKey: key) ?? usual }

  /// A text with translations, or a string for one without.
  func textIfPresent(at key: Key) throws -> LocalizedText? { try decodeIfPresent(TextForm.self, forKey: key)?.text }
}

extension KeyedEncodingContainer {
  mutating func encode<T: Encodable & Equatable>(_ value: T, at key: Key, unless usual: T) throws {
    if value != usual { try encode(value, forKey: key) }
  }

  mutating func encodeText(_ text: LocalizedText?, at key: Key) throws {
    try encodeIfPresent(text.map(TextForm.init), forKey: key)
  }
}

/// A localized text as schema files write it: `"Plate"`, or an object if it has a key or translations.
private struct TextForm: Codable {
  let text: LocalizedText

  init(_ text: LocalizedText) { self.text = text }

  init(from decoder: any Decoder) throws {
    if let plain = try? decoder.singleValueContainer().decode(String.self) {
      text = LocalizedText(plain)
    } else {
      text = try LocalizedText(from: decoder)
    }
  }

  func encode(to encoder: any Encoder) throws {
    if text == LocalizedText(text.text) {
      var container = encoder.singleValueContainer()
      try container.encode(text.text)
    } else {
      try text.encode(to: encoder)
    }
  }
}
