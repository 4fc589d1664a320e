/// A text for people, with its translations: a label, a help text, a message.
///
/// What is stored in records is a code; a localized text is what a code is shown as.
public struct LocalizedText: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The name by which translators know the text.
  public let key: String
  /// The text where no translation fits.
  public let text: String
  /// Texts by language tag (BCP 47) in the casing that RFC 5646 section 2.1.1 recommends, such as `en-GB` or
  /// `zh-Hant-TW`.
  public let translations: [String: String]

  /// Makes a text.
  ///
  /// - Parameters:
  ///   - key: The name by which translators know the text; the text itself if not given.
  ///   - text: The text where no translation fits.
  ///   - translations: Texts by language tag, in any casing, with `-` or `_`. Of tags that differ only in that, the one
  ///     written in the lower bytes is kept.
  public init(_ text: String, key: String? = nil, translations: [String: String] = [:]) {
    self.key = key ?? text
    self.text = text
    let sorted = translations.sorted { TextKey.compareBytes($0.key, $1.key) == .before }
    self.translations = Dictionary(sorted.map { (Self.canonicalTag($0.key), $0.value) }) { first, _ in first }
  }

  /// Makes a text without translations, whose key is the text.
  public init(stringLiteral text: String) { self.init(text) }

  /// The text for a language: its own, else that of the tag without its last part, and so on, else the default.
  ///
  /// The lookup of RFC 4647 section 3.4: `zh-Hant-TW` falls back to `zh-Hant`, `zh` and ``text``.
  ///
  /// - Parameter language: A language tag (BCP 47) in any casing, with `-` or `_`.
  /// - Complexity: O(*n*) in the parts of the tag.
  public func resolve(for language: String) -> String {
    if translations.isEmpty { return text }
    var parts = Self.canonicalTag(language).split(separator: "-")
    while !parts.isEmpty {
      if let translation = translations[parts.joined(separator: "-")] { return translation }
      parts.removeLast()
      // A single letter announces an extension and means nothing alone.
      if parts.last?.utf8.count == 1 { parts.removeLast() }
    }
    return text
  }

  private static func canonicalTag(_ tag: String) -> String {
    let parts = tag.split { $0 == "-" || $0 == "_" }
    var canonical: [String] = []
    for (position, part) in parts.enumerated() {
      let lower = part.lowercased()
      switch part.utf8.count {
      case 2 where position > 0: canonical.append(part.uppercased())
      case 4 where position > 0: canonical.append(lower.prefix(1).uppercased() + lower.dropFirst())
      default: canonical.append(lower)
      }
    }
    return canonical.joined(separator: "-")
  }
}

extension LocalizedText: Codable {
  private enum CodingKeys: String, CodingKey { case key, text, translations }

  /// Reads a text; `key` and `translations` may be missing.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try values.decode(String.self, forKey: .text),
      key: try values.decodeIfPresent(String.self, forKey: .key),
      translations: try values.decodeIfPresent([String: String].self, forKey: .translations) ?? [:]
    )
  }
}
