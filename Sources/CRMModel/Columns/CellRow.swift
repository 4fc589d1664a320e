/// The cells of one row at a time, by the position of their columns among those asked.
///
/// An engine fills it for each row of a scan and uses it again for the next, so that a row costs no memory of its own but for long texts.
/// A position that was not asked for reads as null, and what is put there is nowhere.
public struct CellRow: Sendable {
  /// The row's id.
  public var id: Int64 = 0
  /// What each column stores.
  public let kinds: [ColumnKind]
  // A whole number, or the bits of a floating point number; 0 under a null and for text.
  @usableFromInline var words: ContiguousArray<Int64>
  @usableFromInline var texts: ContiguousArray<String?>
  @usableFromInline var nulls: ContiguousArray<Bool>

  /// Nulls of some kinds.
  public init(kinds: [ColumnKind]) {
    self.kinds = kinds
    words = ContiguousArray(repeating: 0, count: kinds.count)
    texts = ContiguousArray(repeating: nil, count: kinds.contains(.text) ? kinds.count : 0)
    nulls = ContiguousArray(repeating: true, count: kinds.count)
  }

  /// How many columns there are.
  public var count: Int { kinds.count }

  /// Puts a whole number, nil for null, at a position.
  @inlinable
  public mutating func set(_ number: Int64?, at position: Int) {
    guard position >= 0, position < nulls.count else { return }
    words[position] = number ?? 0
    nulls[position] = number == nil
  }

  /// Puts a floating point number, nil for null, at a position.
  @inlinable
  public mutating func set(_ number: Double?, at position: Int) {
    guard position >= 0, position < nulls.count else { return }
    words[position] = Int64(bitPattern: (number ?? 0).bitPattern)
    nulls[position] = number == nil
  }

  /// Puts a text in normal form C, nil for null, at the position of a column of text.
  @inlinable
  public mutating func set(_ text: String?, at position: Int) {
    guard position >= 0, position < texts.count else { return }
    texts[position] = text
    nulls[position] = text == nil
  }

  /// Whether there is no value at a position.
  @inlinable
  public func isNull(at position: Int) -> Bool { position < 0 || position >= nulls.count || nulls[position] }

  /// The whole number at a position of a column of such numbers; nil for null.
  @inlinable
  public func integer(at position: Int) -> Int64? { isNull(at: position) ? nil : words[position] }

  /// The floating point number at a position of a column of such numbers; nil for null.
  @inlinable
  public func real(at position: Int) -> Double? {
    isNull(at: position) ? nil : Double(bitPattern: UInt64(bitPattern: words[position]))
  }

  /// The text at a position of a column of text; nil for null.
  @inlinable
  public func text(at position: Int) -> String? {
    guard position >= 0, position < texts.count else { return nil }
    return texts[position]
  }

  /// One cell; a scalar of another kind than the column's is put as null.
  public subscript(position: Int) -> Scalar {
    get {
      guard !isNull(at: position) else { return .null }
      switch kinds[position] {
      case .integer: return .integer(words[position])
      case .real: return real(at: position).map(Scalar.real) ?? .null
      case .text: return texts[position].map(Scalar.text) ?? .null
      }
    }
    set {
      guard kinds.indices.contains(position) else { return }
      switch kinds[position] {
      case .integer: set(newValue.integerValue, at: position)
      case .real: set(newValue.realValue, at: position)
      case .text: set(newValue.textValue, at: position)
      }
    }
  }
}
