import CRMModel

/// The keys of calendars, each with a place, in the order in which they were added.
///
/// Most keys are a reference to one record: a single whole number, which is looked up without an array for each.
struct CalendarKeys {
  /// What is equal for intervals that stand in each other's way; no part of it is null.
  enum Key {
    case number(Int64)
    case cells([Scalar])

    /// The key of a row; nil if a part of it is null or missing.
    init?(_ vectors: some Collection<ColumnVector?>, _ row: Int) {
      if vectors.count == 1, case .integers(let values, let present)?? = vectors.first {
        if present?[row] == false { return nil }
        self = .number(values[row])
        return
      }
      var cells: [Scalar] = []
      cells.reserveCapacity(vectors.count)
      for vector in vectors {
        guard let cell = vector?[row], !cell.isNull else { return nil }
        cells.append(cell)
      }
      self = .cells(cells)
    }
  }

  private var numbers: [Int64: Int] = [:]
  private var others: [[Scalar]: Int] = [:]
  private let columns: Int

  /// - Parameter columns: How many parts a key has.
  init(columns: Int) { self.columns = columns }

  private var count: Int { numbers.count + others.count }

  /// The place of a key, the next one if it is new.
  mutating func place(adding key: Key) -> Int {
    let next = count
    switch key {
    case .number(let number):
      if let known = numbers[number] { return known }
      numbers[number] = next
    case .cells(let cells):
      if let known = others[cells] { return known }
      others[cells] = next
    }
    return next
  }

  /// The place of a key; nil if it was not added.
  func place(of key: Key) -> Int? {
    switch key {
    case .number(let number): numbers[number]
    case .cells(let cells): others[cells]
    }
  }

  /// The least and the greatest key, if all are single whole numbers.
  var numberRange: ClosedRange<Int64>? {
    guard columns == 1, others.isEmpty, let least = numbers.keys.min(), let greatest = numbers.keys.max() else {
      return nil
    }
    return least...greatest
  }

  /// The keys, by their places.
  var cells: [[Scalar]] {
    var cells = Array(repeating: [Scalar](), count: count)
    for (number, place) in numbers { cells[place] = [.integer(number)] }
    for (key, place) in others { cells[place] = key }
    return cells
  }
}
