public import CRMModel

/// A column of one of the tables that a scan reads.
public struct ColumnRef: Hashable, Sendable, Codable {
  /// The position in the scan's ``RowScan/sources``; 0 is the table whose rows are returned.
  public var source: Int
  /// The column's number in that table.
  public var column: Int32

  /// Names a column.
  public init(source: Int = 0, column: Int32) {
    self.source = source
    self.column = column
  }
}

/// A table that a scan reads, and how its row is found.
public struct Source: Hashable, Sendable, Codable {
  /// The table.
  public var table: TableID
  /// For every source but the first: where the row's id is found. The row is missing (all its columns null) when that is null, no row has the id,
  /// or the row found is deleted.
  public var link: Link?

  /// Where a parent's id is found.
  public struct Link: Hashable, Sendable, Codable {
    /// The column with the id, in an earlier source.
    public var id: ColumnRef
    /// For references to several entities: the column with the entity's name and the name it must have.
    public var entity: EntityMark?

    /// Names where the id is found.
    public init(id: ColumnRef, entity: EntityMark? = nil) {
      self.id = id
      self.entity = entity
    }
  }

  /// Names a table.
  public init(table: TableID, link: Link? = nil) {
    self.table = table
    self.link = link
  }
}

/// The name that an entity column must hold for a reference to several entities to mean one of them.
public struct EntityMark: Hashable, Sendable, Codable {
  /// The column with the entity's name.
  public var column: ColumnRef
  /// The name it must hold.
  public var name: String

  /// Names a column and what it must hold.
  public init(column: ColumnRef, name: String) {
    self.column = column
    self.name = name
  }
}

/// What a filter compares.
public indirect enum Operand: Hashable, Sendable, Codable {
  /// A column's value.
  case column(ColumnRef)
  /// The folded key of a text column, computed by `TextKey.folded`.
  case folded(ColumnRef)
  /// A constant.
  case literal(Scalar)
  /// One integer column less another; null if either is null or the result leaves 64 bits.
  case difference(ColumnRef, ColumnRef)
  /// The distance in metres, a real, between the place in two real columns and a point, as `GeoPoint.distance(to:)` computes it; null if either is null.
  case distance(latitude: ColumnRef, longitude: ColumnRef, GeoPoint)
  /// How many rows a child scan finds; never null.
  case count(ChildScan)
}

/// A condition as an engine evaluates it: names resolved to columns, types checked, values physical.
///
/// Truth has three values: comparing with null gives null; `and`, `or`, `not` are Kleene's. A row is kept where the filter is true.
/// Operands that are compared have the same ``ColumnKind``, except that an integer may be compared with a real (by numeric value).
/// Text compares by its UTF-8 bytes.
public indirect enum Filter: Hashable, Sendable, Codable {
  /// Always the same; nil is null.
  case constant(Bool?)
  /// Two operands compared.
  case compare(Operand, Comparison, Operand)
  /// Whether an operand is null; never null.
  case isNull(Operand)
  /// Whether an operand is one of several constants, none of them null; null if the operand is null.
  case isIn(Operand, [Scalar])
  /// Whether a text operand contains a text, byte for byte; null if the operand is null.
  case contains(Operand, String)
  /// Whether a text operand begins with a text, byte for byte; null if the operand is null.
  case hasPrefix(Operand, String)
  /// Whether all hold.
  case and([Filter])
  /// Whether any holds.
  case or([Filter])
  /// The opposite.
  case not(Filter)
  /// Whether the filter is true; never null.
  case isTrue(Filter)
  /// Whether a child scan finds a row; never null.
  case exists(ChildScan)
  /// Whether a row lies in a tree at or below a root; null if the column is null.
  case within(TreeScan)
}

/// The rows of another table that point to a row, kept to those that meet a condition.
public struct ChildScan: Hashable, Sendable, Codable {
  /// The tables read: source 0 is the child's, the others its parents. Numbers of sources start again at 0 here.
  public var sources: [Source]
  /// The column of source 0 that holds the outer row's id.
  public var reference: ColumnRef
  /// For references to several entities: what the entity column must hold.
  public var entity: EntityMark?
  /// The column of the outer scope whose value the reference must equal, usually the outer row's id.
  public var outer: ColumnRef
  /// Which of them count; only those where this is true. Deleted rows are excluded by the filter, not by the engine.
  public var filter: Filter?

  /// Describes a child scan.
  public init(
    sources: [Source], reference: ColumnRef, entity: EntityMark? = nil, outer: ColumnRef, filter: Filter? = nil
  ) {
    self.sources = sources
    self.reference = reference
    self.entity = entity
    self.outer = outer
    self.filter = filter
  }
}

/// A tree made by a column that refers to rows of its own table.
public struct TreeScan: Hashable, Sendable, Codable {
  /// The column of the outer scope with the id that must lie in the tree.
  public var member: ColumnRef
  /// The table that the tree is made of.
  public var table: TableID
  /// The column of that table with the parent's id.
  public var parent: Int32
  /// The id of the tree's root, itself part of the tree.
  public var root: Int64

  /// Describes a tree.
  public init(member: ColumnRef, table: TableID, parent: Int32, root: Int64) {
    self.member = member
    self.table = table
    self.parent = parent
    self.root = root
  }
}
