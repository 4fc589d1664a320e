package import CRMModel

/// A place in the order of one query: the sort cells and id of a row, and which way to go on.
///
/// As text it is URL-safe (base64url without padding) and bound to its query: another query refuses it. A cursor names values, no
/// offset, so rows that come or go before it move nothing.
package struct PageCursor: Hashable, Sendable {
  /// Identifies the query.
  package let fingerprint: UInt64
  /// Whether the page before this place is meant.
  package let isBackward: Bool
  /// Whether the row at this place belongs to the page: the way back from a page that is empty, at whose cursor it stands.
  package let isInclusive: Bool
  /// The sort cells of the row at the edge.
  package let cells: [Scalar]
  /// The id of that row.
  package let id: Int64

  package init(fingerprint: UInt64, isBackward: Bool, isInclusive: Bool = false, cells: [Scalar], id: Int64) {
    self.fingerprint = fingerprint
    self.isBackward = isBackward
    self.isInclusive = isInclusive
    self.cells = cells
    self.id = id
  }

  /// The longest text that is read, in bytes: room for two of the longest texts a field holds and their encoding.
  private static var longestText: Int { 2 << 20 }

  /// The other way from this place: what lies behind it, and the row at it.
  package var turned: PageCursor {
    PageCursor(
      fingerprint: fingerprint, isBackward: !isBackward, isInclusive: !isInclusive, cells: cells, id: id)
  }

  /// The text form.
  package var text: String {
    var bytes: [UInt8] = [1, (isBackward ? 1 : 0) | (isInclusive ? 2 : 0)]
    ByteCoding.append(Int64(bitPattern: fingerprint), to: &bytes)
    ByteCoding.append(id, to: &bytes)
    for cell in cells { ByteCoding.append(cell, to: &bytes) }
    ByteCoding.append(Int64(bitPattern: Fingerprint.hash(bytes)), to: &bytes)
    return Base64URL.encode(bytes)
  }

  /// Reads the text form.
  ///
  /// - Throws: ``ErrorCode/badCursor`` for anything that is not a whole cursor of the query.
  package init(_ text: String, for fingerprint: UInt64) throws(StoreError) {
    let damaged = StoreError(.invalid, .badCursor, "the page cursor is damaged; start again at the first page")
    guard text.utf8.count <= PageCursor.longestText, let bytes = Base64URL.decode(text), bytes.count >= 26,
      bytes[0] == 1, bytes[1] <= 3
    else { throw damaged }
    var reader = ByteReader(bytes[2..<(bytes.count - 8)])
    var tail = ByteReader(bytes[(bytes.count - 8)...])
    guard let found = reader.integer(), let id = reader.integer(), let check = tail.integer(),
      UInt64(bitPattern: check) == Fingerprint.hash(Array(bytes.dropLast(8)))
    else { throw damaged }
    guard UInt64(bitPattern: found) == fingerprint else {
      throw StoreError(.invalid, .badCursor, "the page cursor belongs to another query")
    }
    var cells: [Scalar] = []
    while !reader.isAtEnd {
      guard let cell = reader.scalar() else { throw damaged }
      cells.append(cell)
    }
    self.init(
      fingerprint: fingerprint, isBackward: bytes[1] & 1 != 0, isInclusive: bytes[1] & 2 != 0, cells: cells, id: id)
  }
}

extension BoundRows {
  /// The scans of the page at a cursor, in the order in which their rows follow each other.
  ///
  /// Behind a cursor the rows that have a value in the first sort key and those that have none are scans of their own: each is one stretch of
  /// an index on the key, where the two together would be none. Only their limits are left to be set.
  ///
  /// - Throws: ``ErrorCode/badCursor`` if the cursor's cells do not fit the order.
  package func page(_ cursor: PageCursor?) throws(StoreError) -> [RowScan] {
    guard let cursor else { return [scan] }
    guard cursor.cells.count == scan.order.count else {
      throw StoreError(.invalid, .badCursor, "the page cursor does not fit the query's order")
    }
    let idKey = SortKey(.column(ColumnRef(column: SystemField.id.columnNumber)))
    var keys = scan.order + [idKey]
    if cursor.isBackward {
      for index in keys.indices {
        keys[index].isDescending.toggle()
        keys[index].nullsFirst.toggle()
      }
    }
    let cells = cursor.cells + [.integer(cursor.id)]
    let order = cursor.isBackward ? keys : scan.order
    let stretches = BoundRows.stretches(keys[...], cells: cells[...], orAt: cursor.isInclusive)
    return stretches.map { stretch in
      var page = scan
      page.filter = page.filter.map { .and([$0, stretch.filter]) } ?? stretch.filter
      // All rows without a value agree in the key.
      page.order = stretch.isNull ? Array(order.dropFirst()) : order
      // There is nothing but values here, so nulls may stand where an index has them.
      if !stretch.isNull, !page.order.isEmpty { page.order[0].nullsFirst = !page.order[0].isDescending }
      return page
    }
  }

  /// The rows that come after a place, in the order of their first key: those with a value and those without, as far as either come after it.
  private static func stretches(
    _ keys: ArraySlice<SortKey>, cells: ArraySlice<Scalar>, orAt isInclusive: Bool
  ) -> [(filter: Filter, isNull: Bool)] {
    guard let key = keys.first, let cell = cells.first else { return [] }
    let rest = after(keys.dropFirst(), cells: cells.dropFirst(), orAt: isInclusive)
    let isNull = Filter.isNull(key.operand)
    // An id is never null.
    if key.operand == .column(ColumnRef(column: SystemField.id.columnNumber)) {
      return [(beyond(key, cell, rest), false)]
    }
    if cell.isNull {
      let tied = (filter: Filter.and([isNull, rest]), isNull: true)
      return key.nullsFirst ? [tied, (.not(isNull), false)] : [tied]
    }
    let found = (filter: beyond(key, cell, rest), isNull: false)
    return key.nullsFirst ? [found] : [found, (isNull, true)]
  }

  /// Rows that come after a place: greater in the first key, or equal in it and after in the rest; with `isInclusive` the
  /// row at the place too.
  private static func after(
    _ keys: ArraySlice<SortKey>, cells: ArraySlice<Scalar>, orAt isInclusive: Bool
  ) -> Filter {
    guard let key = keys.first, let cell = cells.first else { return .constant(isInclusive) }
    let rest = after(keys.dropFirst(), cells: cells.dropFirst(), orAt: isInclusive)
    let isNull = Filter.isNull(key.operand)
    if cell.isNull {
      let tied = Filter.and([isNull, rest])
      return key.nullsFirst ? .or([.not(isNull), tied]) : tied
    }
    let found = beyond(key, cell, rest)
    return key.nullsFirst ? found : .or([isNull, found])
  }

  /// Rows with a value in a key that is after a cell, or equal to it where `rest` holds.
  private static func beyond(_ key: SortKey, _ cell: Scalar, _ rest: Filter) -> Filter {
    let literal = Operand.literal(cell)
    let beyond = Filter.compare(key.operand, key.isDescending ? .less : .greater, literal)
    let tied = Filter.and([.compare(key.operand, .equal, literal), rest])
    // The first conjunct lets an engine begin at the right place of an index.
    let from = Filter.compare(key.operand, key.isDescending ? .lessOrEqual : .greaterOrEqual, literal)
    return .and([from, .or([beyond, tied])])
  }
}
