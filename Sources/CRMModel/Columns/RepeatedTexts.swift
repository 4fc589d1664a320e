/// Makes texts of the bytes of one column, and one text only of bytes that come again: rows have few stages, kinds and sources between them.
///
/// It keeps some texts that it made, in places that the bytes choose. Where a column's texts are all different it gives that up. Short texts need
/// no memory of their own, and to look for long ones takes as long as to make them. Who has it says ``forget()`` at the end.
@usableFromInline
struct RepeatedTexts {
  private var texts: UnsafeMutablePointer<String>?
  /// How many texts were asked for since the last look, and how many of them were there.
  private var asked: Int32 = 0
  private var found: Int32 = 0
  private var isOff = false

  /// A text of so many bytes lies in the place of its string.
  private static let longestInPlace = 15
  private static let longest = 128
  /// How many texts are kept; a power of two.
  private static let places = 32
  /// After how many texts it looks whether it is worth the while: a quarter has to come again.
  private static let stretch: Int32 = 256

  @usableFromInline
  init() {}

  /// The text that bytes in UTF-8 make; what is no UTF-8 is replaced.
  @usableFromInline
  mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard bytes.count > Self.longestInPlace else {
      return String(unsafeUninitializedCapacity: bytes.count) { room in
        _ = room.initialize(from: bytes)
        return bytes.count
      }
    }
    guard !isOff, bytes.count <= Self.longest, let start = bytes.baseAddress else {
      return String(decoding: bytes, as: UTF8.self)
    }
    return repeated(UnsafeRawPointer(start), bytes.count)
  }

  private mutating func repeated(_ start: UnsafeRawPointer, _ length: Int) -> String {
    let known: UnsafeMutablePointer<String>
    if let texts {
      known = texts
    } else {
      known = .allocate(capacity: Self.places)
      known.initialize(repeating: "", count: Self.places)
      texts = known
    }
    let place = known + Self.place(start, length)
    asked += 1
    if Self.isEqual(&place.pointee, start, length) {
      found += 1
      return place.pointee
    }
    let text = String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
    place.pointee = text
    if asked >= Self.stretch {
      if found < Self.stretch / 4 {
        forget()
        isOff = true
      }
      asked = 0
      found = 0
    }
    return text
  }

  /// Lets go of the texts.
  mutating func forget() {
    guard let known = texts else { return }
    known.deinitialize(count: Self.places)
    known.deallocate()
    texts = nil
  }

  /// Where bytes belong: by their length, their first eight and their last eight.
  @inline(__always)
  private static func place(_ start: UnsafeRawPointer, _ length: Int) -> Int {
    let first = start.loadUnaligned(as: UInt64.self)
    let last = start.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self)
    let mixed = (first ^ (last << 17 | last >> 47) ^ UInt64(length)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 59)
  }

  /// Whether a text is made of just these bytes, of which there are 16 or more.
  @inline(__always)
  private static func isEqual(_ text: inout String, _ start: UnsafeRawPointer, _ length: Int) -> Bool {
    guard text.utf8.count == length else { return false }
    return text.withUTF8 { own in
      guard let base = own.baseAddress else { return false }
      let own = UnsafeRawPointer(base)
      var offset = 0
      while offset <= length - 8 {
        if own.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
          != start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        {
          return false
        }
        offset += 8
      }
      return own.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self)
        == start.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self)
    }
  }
}
