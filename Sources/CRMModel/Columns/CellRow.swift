/// The cells of one row at a time, by the position of their columns among those asked.
///
/// An engine fills it for each row of a scan and uses it again for the next, so that a row costs no memory of its own but for long texts.
/// A position that was not asked for reads as null, and what is put there is nowhere.
///
/// It cannot be copied: an engine may lend it the bytes of a row's texts, which are gone with the next row.
public struct CellRow: ~Copyable {
  /// The row's id.
  public var id: Int64 = 0
  /// What each column stores.
  public let kinds: [ColumnKind]
  /// How many columns there are.
  public let count: Int
  @usableFromInline let cells: UnsafeMutablePointer<Cell>
  /// Texts that were put, by position; none unless there is a column of text.
  @usableFromInline let texts: UnsafeMutablePointer<String?>
  /// What texts were made of lent bytes lately, by position.
  @usableFromInline let repeated: UnsafeMutablePointer<RepeatedTexts>

  /// One cell as it lies in memory.
  @usableFromInline struct Cell {
    /// A whole number, the bits of a floating point number, or the address of lent bytes.
    @usableFromInline var word: Int64
    /// How many bytes are lent, or one of the marks below.
    @usableFromInline var length: Int

    @inlinable init(word: Int64, length: Int) {
      self.word = word
      self.length = length
    }

    @inlinable static var null: Cell { Cell(word: 0, length: -1) }
    @inlinable static var heldText: Cell { Cell(word: 0, length: -2) }
    @inlinable static func number(_ word: Int64) -> Cell { Cell(word: word, length: -3) }
    @inlinable var isNull: Bool { length == -1 }
    @inlinable var isHeldText: Bool { length == -2 }
    @inlinable var isNumber: Bool { length == -3 }
  }

  /// Nulls of some kinds.
  public init(kinds: [ColumnKind]) {
    self.kinds = kinds
    count = kinds.count
    cells = .allocate(capacity: max(1, count))
    cells.initialize(repeating: .null, count: count)
    texts = .allocate(capacity: max(1, count))
    texts.initialize(repeating: nil, count: count)
    repeated = .allocate(capacity: max(1, count))
    repeated.initialize(repeating: RepeatedTexts(), count: count)
  }

  deinit {
    cells.deallocate()
    texts.deinitialize(count: count)
    texts.deallocate()
    for position in 0..<count { repeated[position].forget() }
    repeated.deallocate()
  }

  /// Puts a whole number, nil for null, at a position.
  @inlinable
  public mutating func set(_ number: Int64?, at position: Int) {
    guard position >= 0, position < count else { return }
    cells[position] = number.map(Cell.number) ?? .null
  }

  /// Puts a floating point number, nil for null, at a position.
  @inlinable
  public mutating func set(_ number: Double?, at position: Int) {
    set(number.map { Int64(bitPattern: $0.bitPattern) }, at: position)
  }

  /// Puts a text in normal form C, nil for null, at the position of a column of text.
  @inlinable
  public mutating func set(_ text: String?, at position: Int) {
    guard position >= 0, position < count, kinds[position] == .text else { return }
    texts[position] = text
    cells[position] = text == nil ? .null : .heldText
  }

  /// Puts the cell of a row of a column of the same kind at a position.
  @inline(__always)
  package mutating func set(_ column: ColumnVector, _ row: Int, at position: Int) {
    guard row >= 0, row < column.count else { return set(nil as Int64?, at: position) }
    switch column {
    case .integers(let values, let present): set(present?[row] == false ? nil : values[row], at: position)
    case .reals(let values, let present): set(present?[row] == false ? nil : values[row], at: position)
    case .texts(let values): set(values[row], at: position)
    }
  }

  /// Lends a text at the position of a column of text: its bytes in UTF-8, which stay where they are until the next row is put.
  @inlinable
  package mutating func lend(_ text: UnsafeBufferPointer<UInt8>, at position: Int) {
    guard position >= 0, position < count, kinds[position] == .text else { return }
    cells[position] = Cell(word: Int64(Int(bitPattern: text.baseAddress)), length: text.count)
  }

  /// Whether there is no value at a position.
  @inlinable
  public func isNull(at position: Int) -> Bool { position < 0 || position >= count || cells[position].isNull }

  /// The whole number at a position of a column of such numbers; nil for null.
  @inlinable
  public func integer(at position: Int) -> Int64? {
    guard position >= 0, position < count, cells[position].isNumber else { return nil }
    return cells[position].word
  }

  /// The floating point number at a position of a column of such numbers; nil for null.
  @inlinable
  public func real(at position: Int) -> Double? {
    integer(at: position).map { Double(bitPattern: UInt64(bitPattern: $0)) }
  }

  /// The text at a position of a column of text; nil for null.
  @inlinable
  public func text(at position: Int) -> String? {
    guard position >= 0, position < count else { return nil }
    let cell = cells[position]
    if cell.length >= 0 {
      let start = UnsafePointer<UInt8>(bitPattern: Int(truncatingIfNeeded: cell.word))
      return repeated[position].text(UnsafeBufferPointer(start: start, count: cell.length))
    }
    return cell.isNull || cell.isNumber ? nil : texts[position]
  }

  /// One cell; a scalar of another kind than the column's is put as null.
  public subscript(position: Int) -> Scalar {
    get {
      guard !isNull(at: position) else { return .null }
      switch kinds[position] {
      case .integer: return integer(at: position).map(Scalar.integer) ?? .null
      case .real: return real(at: position).map(Scalar.real) ?? .null
      case .text: return text(at: position).map(Scalar.text) ?? .null
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
