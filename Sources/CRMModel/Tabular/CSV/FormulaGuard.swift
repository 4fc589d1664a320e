/// Tells whether a spreadsheet would run a cell as a formula.
///
/// OWASP ASVS 1.2.10 names `=`, `+`, `-`, `@`, TAB and NUL as first characters; CR, LF, the minus sign U+2212 and the
/// full-width and small forms of the four signs are added, because spreadsheets may fold them. Space, controls and
/// invisible format characters before the sign do not hide it: programs strip them on the way (EspoCRM CVE-2026-55154).
package enum FormulaGuard {
  /// Whether the text needs a `'` in front.
  ///
  /// - Complexity: O(*n*) in the number of leading invisible characters.
  package static func mustGuard(_ text: String) -> Bool {
    var isFirst = true
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x3D, 0x2B, 0x2D, 0x40: return true
      case 0xFF1D, 0xFF0B, 0xFF0D, 0xFF20: return true
      case 0xFE66, 0xFE62, 0xFE63, 0xFE6B, 0x2212: return true
      case 0x09, 0x0A, 0x0D, 0x00: if isFirst { return true }
      case 0x21...0x7E: return false
      default: if !isInvisible(scalar) { return false }
      }
      isFirst = false
    }
    return false
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint { return true }
    switch scalar.properties.generalCategory {
    case .control, .format: return true
    default: return false
    }
  }
}
