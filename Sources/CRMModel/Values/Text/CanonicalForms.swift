// The only file of this target that needs all of Foundation: on Linux the Unicode normal forms are not in
// FoundationEssentials. It can go when the standard library makes its own normalizer public.
import Foundation

/// The Unicode normal forms (UAX #15) that text rules are built on.
///
/// Foundation decomposes rightly, and composes rightly what is decomposed and ordered and holds no conjoining jamo. On
/// Linux (Swift 6.3) its forms are otherwise not always normal: marks out of the decomposition of a mark or of a letter
/// with marks are not reordered, U+AC00 U+11A8 is not composed, U+1176 and U+11A7 are composed though they are not
/// Hangul vowel and tail. So ordering and Hangul are done here. Compared with Python's `unicodedata` on 400,000 hostile
/// texts: no difference.
enum CanonicalForms {
  /// The text in NFC as a native string.
  ///
  /// - Complexity: O(*n*) while runs of marks are bounded, see ``TextKey/longestMarkRun``; else quadratic in their
  ///   length.
  static func composed(_ text: String) -> String {
    var composed = String.UnicodeScalarView()
    var plain = String.UnicodeScalarView()
    // The last scalar that is still open to a vowel or tail right behind it.
    var open: Unicode.Scalar?
    var plainCount = 0
    for scalar in ordered(inPieces(text) { $0.decomposedStringWithCanonicalMapping }) {
      let isJamo = (0x1100...0x11FF).contains(scalar.value)
      if isJamo || (plainCount >= pieceLength && neverJoins(scalar)) {
        if plainCount > 0 {
          composed.append(contentsOf: String(plain).precomposedStringWithCanonicalMapping.unicodeScalars)
        }
        plain = String.UnicodeScalarView()
        plainCount = 0
      }
      guard isJamo else {
        close(&open, into: &composed)
        plain.append(scalar)
        plainCount += 1
        continue
      }
      if let first = open, let syllable = syllable(first, scalar) {
        open = syllable
      } else {
        close(&open, into: &composed)
        open = scalar
      }
    }
    close(&open, into: &composed)
    composed.append(contentsOf: String(plain).precomposedStringWithCanonicalMapping.unicodeScalars)
    return native(composed)
  }

  /// The text in NFKD as a native string.
  ///
  /// - Complexity: As ``composed(_:)``.
  static func compatibilityDecomposed(_ text: String) -> String {
    native(ordered(inPieces(text) { $0.decomposedStringWithCompatibilityMapping }))
  }

  /// Foundation moves the rest of its buffer for every scalar that changes length, so long text goes to it in pieces.
  private static let pieceLength = 256

  /// Decomposition concerns scalars one by one, as order is made afterwards: a text may be cut anywhere.
  private static func inPieces(_ text: String, _ decompose: (String) -> String) -> String.UnicodeScalarView {
    let scalars = text.unicodeScalars
    var decomposed = String.UnicodeScalarView()
    var start = scalars.startIndex
    while start < scalars.endIndex {
      let end = scalars.index(start, offsetBy: pieceLength, limitedBy: scalars.endIndex) ?? scalars.endIndex
      decomposed.append(contentsOf: decompose(String(scalars[start..<end])).unicodeScalars)
      start = end
    }
    return decomposed
  }

  /// Whether composition never joins the scalar to what stands before it: a starter that is the second half of no
  /// letter.
  ///
  /// Beyond the basic plane, where letters with such halves are still being added, only what is known for certain.
  private static func neverJoins(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x300: return true
    case 0x09BE, 0x09D7, 0x0B3E, 0x0B56, 0x0B57, 0x0BBE, 0x0BD7, 0x0CC2, 0x0CD5, 0x0CD6, 0x0D3E, 0x0D57: return false
    case 0x0DCF, 0x0DDF, 0x102E, 0x1B35: return false
    case 0x10000...: return TextKey.isAlwaysComposed(scalar)
    default: return scalar.properties.canonicalCombiningClass == .notReordered
    }
  }

  private static func native(_ scalars: String.UnicodeScalarView) -> String {
    var text = String(scalars)
    text.makeContiguousUTF8()
    return text
  }

  private static func close(_ open: inout Unicode.Scalar?, into composed: inout String.UnicodeScalarView) {
    if let scalar = open { composed.append(scalar) }
    open = nil
  }

  /// The Hangul syllable of a lead and a vowel, or of a syllable without tail and a tail (The Unicode Standard, section 3.12).
  private static func syllable(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
    switch (first.value, second.value) {
    case (0x1100...0x1112, 0x1161...0x1175):
      return Unicode.Scalar(0xAC00 + ((first.value - 0x1100) * 21 + second.value - 0x1161) * 28)
    case (0xAC00...0xD7A3, 0x11A8...0x11C2) where (first.value - 0xAC00) % 28 == 0:
      return Unicode.Scalar(first.value + second.value - 0x11A7)
    default:
      return nil
    }
  }

  /// Decomposed text with the marks of each run in the order of their classes, those of one class as they stood.
  private static func ordered(_ decomposed: String.UnicodeScalarView) -> String.UnicodeScalarView {
    var text = String.UnicodeScalarView()
    var run: [(rank: UInt8, scalar: Unicode.Scalar)] = []
    for scalar in decomposed {
      let rank = scalar.value < 0x300 ? 0 : scalar.properties.canonicalCombiningClass.rawValue
      guard rank == 0 else {
        // A stable insertion; runs are short.
        let place = run.lastIndex { $0.rank <= rank }.map { $0 + 1 } ?? 0
        run.insert((rank, scalar), at: place)
        continue
      }
      for mark in run { text.append(mark.scalar) }
      run.removeAll(keepingCapacity: true)
      text.append(scalar)
    }
    for mark in run { text.append(mark.scalar) }
    return text
  }
}
