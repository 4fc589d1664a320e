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
  /// The scan of the page at a cursor, one row longer than the page to know whether there is more.
  ///
  /// - Throws: ``ErrorCode/badCursor`` if the cursor's cells do not fit the order.
  package func page(_ cursor: PageCursor?, first count: Int) throws(StoreError) -> RowScan {
    var page = scan
    page.limit = min(count, Int.max - 1) + 1
    guard let cursor else { return page }
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
    let after = BoundRows.after(keys[...], cells: cells[...], orAt: cursor.isInclusive)
    page.filter = page.filter.map { .and([$0, after]) } ?? after
    page.order = cursor.isBackward ? keys : scan.order
    return page
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
    let literal = Operand.literal(cell)
    let beyond = Filter.compare(key.operand, key.isDescending ? .less : .greater, literal)
    let tied = Filter.and([.compare(key.operand, .equal, literal), rest])
    // The first conjunct lets an engine begin at the right place of an index.
    let from = Filter.compare(key.operand, key.isDescending ? .lessOrEqual : .greaterOrEqual, literal)
    let found = Filter.and([from, .or([beyond, tied])])
    return key.nullsFirst ? found : .or([isNull, found])
  }
}
