import CRMModel

/// How the keys of a row become one number: the combination of each root has bits of its own.
struct PackedKeys: Sendable {
  private(set) var roots: [NumberedRoot]
  /// The lowest bit of each root.
  private(set) var shifts: [Int] = []
  /// How many bits all of them take.
  private(set) var bits = 0

  /// Gives every root its bits. Roots that do not fit are put together into one that is numbered by what occurs.
  init(_ roots: [NumberedRoot], of table: MemoryTable) {
    self.roots = []
    for root in roots { add(root, of: table) }
  }

  private mutating func add(_ root: NumberedRoot, of table: MemoryTable) {
    if bits + PackedKeys.bits(root) > 62, let last = roots.popLast() {
      bits = shifts.removeLast()
      return add(last.combined(with: root, in: table), of: table)
    }
    roots.append(root)
    shifts.append(bits)
    bits += PackedKeys.bits(root)
  }

  private static func bits(_ root: NumberedRoot) -> Int {
    root.count < 2 ? 0 : Int.bitWidth - (root.count - 1).leadingZeroBitCount
  }

  /// Packs the keys of some rows of a chunk.
  ///
  /// - Parameters:
  ///   - rows: The rows, ascending.
  ///   - keys: Where the numbers go, one a row.
  /// - Throws: If it cannot be told what a key of one of `rows` is.
  func pack(
    _ rows: UnsafeBufferPointer<Int32>, of view: ChunkView, into keys: UnsafeMutableBufferPointer<Int64>
  ) throws {
    keys.update(repeating: 0)
    // Coded columns are looked up two at a time, so that a key is loaded and stored half as often.
    var waiting: (parts: ContiguousArray<Int64>, column: Int)?
    for (root, shift) in zip(roots, shifts) {
      if !root.failures.isEmpty { try root.check(rows, of: view) }
      // A root of one combination says nothing.
      if root.count < 2 { continue }
      switch root.chunks[view.index] {
      case .rows(let numbers):
        root.combinations.withUnsafeBufferPointer { combinations in
          numbers.withUnsafeBufferPointer { numbers in
            for index in 0..<rows.count {
              keys[index] |= Int64(combinations[Int(numbers[Int(rows[index])])]) &<< Int64(shift)
            }
          }
        }
      case .coded(let numbers):
        guard let column = root.column else { continue }
        // A dictionary of more values than there are rows is not gone through for them.
        if numbers.count > rows.count {
          root.add(numbers, shift: shift, rows, of: view.chunk.columns[column].codes, to: keys)
          continue
        }
        let parts = root.parts(of: numbers, shift: shift)
        if let other = waiting {
          add(other, (parts, column), rows, of: view, to: keys)
          waiting = nil
        } else {
          waiting = (parts, column)
        }
      }
    }
    if let waiting { add(waiting, waiting, rows, of: view, to: keys) }
  }

  /// Puts what the codes of two columns mean into the keys.
  private func add(
    _ one: (parts: ContiguousArray<Int64>, column: Int), _ other: (parts: ContiguousArray<Int64>, column: Int),
    _ rows: UnsafeBufferPointer<Int32>, of view: ChunkView, to keys: UnsafeMutableBufferPointer<Int64>
  ) {
    let columns = view.chunk.columns
    columns[one.column].codes.withUnsafeBufferPointer { codes in
      columns[other.column].codes.withUnsafeBufferPointer { otherCodes in
        one.parts.withUnsafeBufferPointer { parts in
          other.parts.withUnsafeBufferPointer { otherParts in
            for index in 0..<rows.count {
              let row = Int(rows[index])
              keys[index] |= parts[Int(codes[row])] | otherParts[Int(otherCodes[row])]
            }
          }
        }
      }
    }
  }

  /// What the keys of some groups are, in the order in which a grouping has them.
  func columns(of groups: ContiguousArray<Int64>, count: Int) -> [GroupBatch.KeyColumn] {
    var columns = Array(repeating: GroupBatch.KeyColumn(values: [], codes: []), count: count)
    for (root, shift) in zip(roots, shifts) {
      let mask: Int64 = 1 &<< Int64(PackedKeys.bits(root)) &- 1
      for key in root.keys {
        let codes = groups.map { key.codes[Int(($0 &>> Int64(shift)) & mask)] }
        columns[key.place] = GroupBatch.KeyColumn(values: key.values, codes: codes)
      }
    }
    return columns
  }
}

extension NumberedRoot {
  /// Puts what the codes of some rows mean into the keys.
  fileprivate func add(
    _ numbers: ContiguousArray<Int32>, shift: Int, _ rows: UnsafeBufferPointer<Int32>,
    of codes: ContiguousArray<UInt16>, to keys: UnsafeMutableBufferPointer<Int64>
  ) {
    let shift = Int64(shift)
    numbers.withUnsafeBufferPointer { numbers in
      combinations.withUnsafeBufferPointer { combinations in
        codes.withUnsafeBufferPointer { codes in
          for index in 0..<rows.count {
            keys[index] |= Int64(combinations[Int(numbers[Int(codes[Int(rows[index])])])]) &<< shift
          }
        }
      }
    }
  }

  /// What each code of a chunk's dictionary adds to a key.
  fileprivate func parts(of numbers: ContiguousArray<Int32>, shift: Int) -> ContiguousArray<Int64> {
    ContiguousArray(unsafeUninitializedCapacity: numbers.count) { parts, count in
      numbers.withUnsafeBufferPointer { numbers in
        combinations.withUnsafeBufferPointer { combinations in
          for code in numbers.indices { parts[code] = Int64(combinations[Int(numbers[code])]) &<< Int64(shift) }
        }
      }
      count = numbers.count
    }
  }

  /// Throws why it cannot be told what one of some rows stands for.
  fileprivate func check(_ rows: UnsafeBufferPointer<Int32>, of view: ChunkView) throws {
    let numbers = byRow(view.index, of: view.scope.base.table)
    for row in rows {
      if let failure = failures[numbers[Int(row)]] { throw failure }
    }
  }
}
