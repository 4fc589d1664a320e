import CRawSQLite

/// Memory for the texts that C reads, freed as a whole.
final class TextArena {
  private var blocks: [UnsafeMutableBufferPointer<CChar>] = []
  private var used = 0
  private static let size = 1 << 20

  deinit { for block in blocks { block.deallocate() } }

  /// A text that stays where it is as long as the arena.
  func copy(_ text: String?) -> raw_text {
    guard var text else { return raw_text(bytes: nil, length: -1) }
    return text.withUTF8 { bytes in
      let start = room(bytes.count)
      bytes.withMemoryRebound(to: CChar.self) { chars in
        if let base = chars.baseAddress { start.update(from: base, count: chars.count) }
      }
      return raw_text(bytes: start, length: Int64(bytes.count))
    }
  }

  private func room(_ count: Int) -> UnsafeMutablePointer<CChar> {
    if blocks.isEmpty || TextArena.size - used < count {
      blocks.append(.allocate(capacity: max(TextArena.size, count)))
      used = 0
    }
    let start = blocks[blocks.count - 1].baseAddress.unsafelyUnwrapped + used
    used += count
    return start
  }
}
