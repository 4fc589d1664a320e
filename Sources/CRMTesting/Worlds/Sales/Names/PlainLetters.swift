/// Names in the letters of ASCII, as mailboxes, domains and typists without accents have them.
enum PlainLetters {
  /// The text with accents left out, as somebody types it who has none: `Muller`. Other scripts stay as they are.
  static func withoutAccents(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { bare[$0] ?? $0 }))
  }

  /// The letters and digits as a mailbox or domain has them, in lower case: `mueller`; empty for other scripts.
  static func address(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9": result.unicodeScalars.append(scalar)
      case "A"..."Z": result += String(scalar).lowercased()
      default: result += spelled[scalar] ?? bare[scalar].map { String($0).lowercased() } ?? ""
      }
    }
    return result
  }

  /// What has a spelling of its own in two letters.
  private static let spelled: [Unicode.Scalar: String] = [
    "ä": "ae", "Ä": "ae", "ö": "oe", "Ö": "oe", "ü": "ue", "Ü": "ue", "ß": "ss", "æ": "ae", "Æ": "ae", "Þ": "th",
    "þ": "th", "å": "aa", "Å": "aa", "ø": "oe", "Ø": "oe",
  ]

  private static let bare: [Unicode.Scalar: Unicode.Scalar] = [
    "ä": "a", "Ä": "A", "á": "a", "Á": "A", "à": "a", "â": "a", "å": "a", "Å": "A", "ą": "a", "ã": "a",
    "ç": "c", "Ç": "C", "ć": "c", "č": "c", "é": "e", "É": "E", "è": "e", "ê": "e", "ë": "e", "ę": "e",
    "ğ": "g", "í": "i", "Í": "I", "î": "i", "ï": "i", "ı": "i", "İ": "I", "ł": "l", "Ł": "L", "ñ": "n", "ń": "n",
    "ö": "o", "Ö": "O", "ó": "o", "Ó": "O", "ô": "o", "ø": "o", "Ø": "O", "ś": "s", "Ś": "S", "ş": "s", "Ş": "S",
    "ü": "u", "Ü": "U", "ú": "u", "ù": "u", "û": "u", "ý": "y", "ź": "z", "Ź": "Z", "ż": "z", "Ż": "Z", "ß": "s",
    "Î": "I", "ò": "o", "õ": "o",
  ]
}
