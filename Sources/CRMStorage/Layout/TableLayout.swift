public import CRMModel

/// The number of a table; the entity's number in the catalog.
public typealias TableID = Int32

/// How the records of one entity lie in a store: what an engine needs to know, and no more.
///
/// Engines see numbers, kinds and indexes. Names, types and meaning stay above.
public struct TableLayout: Hashable, Sendable, Codable {
  /// The table's number.
  public var id: TableID
  /// The columns, system columns first, then by ascending number. Column 0 is the row key.
  public var columns: [ColumnLayout]
  /// The indexes, by ascending number.
  public var indexes: [IndexLayout]

  /// Describes a table.
  public init(id: TableID, columns: [ColumnLayout], indexes: [IndexLayout] = []) {
    self.id = id
    self.columns = columns
    self.indexes = indexes
  }

  /// The position of a column in ``columns``; nil if there is none of this number.
  ///
  /// - Complexity: O(log *n*).
  public func position(of number: Int32) -> Int? { columns.position(of: number) }

  /// The positions of columns of this table in ``columns``; nil if one is of another table or not there.
  func places(of columns: [ColumnRef]) -> [Int]? {
    var places: [Int] = []
    places.reserveCapacity(columns.count)
    for column in columns {
      guard column.source == 0, let place = position(of: column.column) else { return nil }
      places.append(place)
    }
    return places
  }

  /// The kind of a column; nil if there is none of this number.
  public func kind(of number: Int32) -> ColumnKind? { position(of: number).map { columns[$0].kind } }
}

/// One physical column.
public struct ColumnLayout: Hashable, Sendable, Codable {
  /// The column's number, unique in its store and never used again; system columns have 0...5.
  public var number: Int32
  /// What it stores.
  public var kind: ColumnKind

  /// Describes a column.
  public init(number: Int32, kind: ColumnKind) {
    self.number = number
    self.kind = kind
  }
}

extension [ColumnLayout] {
  /// The position of a column among some in the order of their numbers; nil if there is none of this number.
  func position(of number: Int32) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].number < number { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low].number == number ? low : nil
  }
}

/// One index over columns of a table, kept by the engine.
public struct IndexLayout: Hashable, Sendable, Codable {
  /// The index's number, unique in its store.
  public var number: Int32
  /// The columns' numbers, most significant first.
  public var columns: [Int32]
  /// Whether no two rows that the index covers may agree in all columns; rows with a null among them never collide.
  public var isUnique: Bool
  /// Which rows the index covers; nil means all. Names only columns of source 0, and neither children nor trees.
  public var filter: Filter?

  /// Describes an index.
  public init(number: Int32, columns: [Int32], isUnique: Bool = false, filter: Filter? = nil) {
    self.number = number
    self.columns = columns
    self.isUnique = isUnique
    self.filter = filter
  }
}
