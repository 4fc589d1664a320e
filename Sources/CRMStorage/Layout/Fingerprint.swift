package import CRMModel

/// A short identification that is the same in every process, unlike `Hasher`'s. Not a cryptographic one.
package enum Fingerprint {
  /// FNV-1a, 64 bits (Fowler, Noll, Vo).
  package static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return hash
  }
}

extension Query {
  /// Identifies the query whatever page of it is read: its text form without the limit.
  package var fingerprint: UInt64 {
    var copy = self
    copy.limit = nil
    return Fingerprint.hash(copy.text.utf8)
  }
}
