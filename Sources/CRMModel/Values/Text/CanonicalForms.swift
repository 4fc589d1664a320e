// The only file of this target that needs all of Foundation: on Linux the Unicode normal forms are not in
// FoundationEssentials. It can go when the standard library makes its own normalizer public.
import Foundation

/// The Unicode normal forms (UAX #15) that text rules are built on.
///
/// Time is linear only while runs of combining marks are short: ordering the marks of one run is quadratic in Foundation.
/// Callers bound the runs first, see ``TextKey/longestMarkRun``.
enum CanonicalForms {
  /// The text in NFC as a native string.
  static func composed(_ text: String) -> String {
    var form = text.precomposedStringWithCanonicalMapping
    form.makeContiguousUTF8()
    return form
  }

  /// The text in NFKD as a native string.
  static func compatibilityDecomposed(_ text: String) -> String {
    var form = text.decomposedStringWithCompatibilityMapping
    form.makeContiguousUTF8()
    return form
  }
}
