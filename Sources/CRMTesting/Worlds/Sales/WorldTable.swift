/// The rows of one table of a ``SalesWorld``, each made when it is asked for.
///
/// Unlike an array it holds no rows: going through a million of them takes the memory of one, and going through them
/// again gives the same ones.
public struct WorldTable<Row: Sendable>: Sequence, Sendable {
  /// How many rows there are.
  public let count: Int
  private let make: @Sendable (Int) -> Row

  init(count: Int, _ make: @escaping @Sendable (Int) -> Row) {
    self.count = count
    self.make = make
  }

  /// The row at a place, from 0; nil where there is none.
  ///
  /// - Complexity: O(1).
  public subscript(place: Int) -> Row? { place >= 0 && place < count ? make(place) : nil }

  /// The number of rows, so that an array of them is made at once.
  public var underestimatedCount: Int { count }

  /// Goes through the rows in the order of their places.
  public func makeIterator() -> Iterator { Iterator(table: self) }

  /// Goes through the rows of a table.
  public struct Iterator: IteratorProtocol {
    let table: WorldTable
    private var place = 0

    init(table: WorldTable) { self.table = table }

    /// The next row; nil behind the last.
    public mutating func next() -> Row? {
      guard let row = table[place] else { return nil }
      place += 1
      return row
    }
  }
}
