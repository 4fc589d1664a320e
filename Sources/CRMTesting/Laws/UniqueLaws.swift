internal import CRMModel
internal import CRMStorage

extension EngineLaws {
  static let uniqueLaws: [EngineLaw] = [
    uniqueInsertIsRefused, uniqueUpdateIsRefused, uniqueWithinBatch, nullsNeverCollide, partialIndexCoversItsRows,
    uniqueValuesAreFreed, uniqueIsJudgedAfterBatch, indexOverRepeatsIsRefused,
  ]

  private static let onText = IndexLayout(number: 100, columns: [.text], isUnique: true)
  private static let onPair = IndexLayout(number: 101, columns: [.name, .whole], isUnique: true)

  static let uniqueInsertIsRefused = EngineLaw(
    "unique: a taken value is refused at insert",
    "An insert that repeats the values of a unique index throws not_unique; text is compared by its bytes, several "
      + "columns all together."
  ) { bench in
    try await bench.create(
      [1: [.text: .text("a"), .name: .text("n"), .whole: .integer(1)]], indexes: [onText, onPair])
    try await bench.require(throws: .notUnique, "same text") { try await bench.insert([2: [.text: .text("a")]]) }
    try await bench.require(throws: .notUnique, "same pair") {
      try await bench.insert([2: [.name: .text("n"), .whole: .integer(1)]])
    }
    try await bench.insert([2: [.text: .text("A"), .name: .text("n"), .whole: .integer(2)], 3: [.text: .text("á")]])
    try bench.require(try await bench.cells(.whole).count, equals: 3, "rows")
  }

  static let uniqueUpdateIsRefused = EngineLaw(
    "unique: a taken value is refused at update",
    "An update that repeats the values of a unique index throws not_unique and changes nothing; writing a row's own "
      + "value again is no repeat."
  ) { bench in
    try await bench.create([1: [.text: .text("a")], 2: [.text: .text("b")]], indexes: [onText])
    try await bench.require(throws: .notUnique, "update") { try await bench.update([2: [.text: .text("a")]]) }
    try await bench.update([1: [.text: .text("a"), .whole: .integer(4)]])
    let found = try await bench.cells(.text, .whole)
    try bench.require(found, equals: [1: [.text("a"), .integer(4)], 2: [.text("b"), .null]], "cells")
  }

  static let uniqueWithinBatch = EngineLaw(
    "unique: two rows of a batch collide",
    "Two rows of one batch with the same values in a unique index throw not_unique."
  ) { bench in
    try await bench.create(indexes: [onText])
    try await bench.require(throws: .notUnique, "insert") {
      try await bench.insert([1: [.text: .text("a")], 2: [.text: .text("b")], 3: [.text: .text("a")]])
    }
    try await bench.insert([1: [:], 2: [:]])
    try await bench.require(throws: .notUnique, "update") {
      try await bench.update([1: [.text: .text("c")], 2: [.text: .text("c")]])
    }
    try bench.require(try await bench.cells(.text), equals: [1: [.null], 2: [.null]], "cells")
  }

  static let nullsNeverCollide = EngineLaw(
    "unique: nulls never collide", "Rows with a null among the columns of a unique index never collide; empty texts do."
  ) { bench in
    try await bench.create(indexes: [onText, onPair])
    try await bench.require(accepts: "nulls") {
      try await bench.insert([1: [.name: .text("n")], 2: [.name: .text("n")], 3: [.whole: .integer(1)]])
      try await bench.insert([4: [.whole: .integer(1)], 5: [.text: .text("")]])
    }
    try await bench.require(throws: .notUnique, "empty text") { try await bench.insert([6: [.text: .text("")]]) }
    try bench.require(try await bench.cells(.text).count, equals: 5, "rows")
  }

  static let partialIndexCoversItsRows = EngineLaw(
    "unique: a partial index covers its rows only",
    "A unique index with a filter judges the rows where the filter is true, as they enter and leave it."
  ) { bench in
    let live = IndexLayout(number: 100, columns: [.text], isUnique: true, filter: .isNull(.own(.deletedAt)))
    let text: Scalar = .text("a")
    try await bench.require(accepts: "rows outside the filter") {
      try await bench.create([1: [.text: text], 2: [.text: text, .deletedAt: .integer(1)]], indexes: [live])
      try await bench.insert([3: [.text: text, .deletedAt: .integer(2)]])
    }
    try await bench.require(throws: .notUnique, "insert") { try await bench.insert([4: [.text: text]]) }
    try await bench.require(throws: .notUnique, "restore") { try await bench.update([2: [.deletedAt: .null]]) }
    try await bench.require(accepts: "a value that left the filter") {
      try await bench.update([1: [.deletedAt: .integer(3)]])
      try await bench.update([2: [.deletedAt: .null]])
    }
    let found = try await bench.cells(.deletedAt)
    try bench.require(found, equals: [1: [.integer(3)], 2: [.null], 3: [.integer(2)]], "cells")
  }

  static let uniqueValuesAreFreed = EngineLaw(
    "unique: values are freed",
    "A value is free again once its row was changed or removed, also later in the same transaction."
  ) { bench in
    try await bench.create([1: [.text: .text("a")], 2: [.text: .text("b")]], indexes: [onText])
    try await bench.require(accepts: "values that are free again") {
      try await bench.write { writer in
        try writer.update(LawTable.batch([1: [.text: .text("c")]]), in: LawTable.first)
        try writer.remove([2], from: LawTable.first)
        try writer.insert(LawTable.batch([3: [.text: .text("a")], 4: [.text: .text("b")]]), into: LawTable.first)
      }
    }
    let found = try await bench.cells(.text)
    try bench.require(found, equals: [1: [.text("c")], 3: [.text("a")], 4: [.text("b")]], "cells")
  }

  static let uniqueIsJudgedAfterBatch = EngineLaw(
    "unique: rows of a batch may swap values",
    "A unique index judges the rows as a batch leaves them, so an update may swap or hand on values whatever its order."
  ) { bench in
    try await bench.create([1: [.text: .text("a")], 2: [.text: .text("b")], 3: [.text: .text("c")]], indexes: [onText])
    try await bench.require(accepts: "a swap") {
      try await bench.update([1: [.text: .text("b")], 2: [.text: .text("a")]])
    }
    try await bench.require(accepts: "handing on") {
      try await bench.update([1: [.text: .text("c")], 3: [.text: .text("d")]])
    }
    let found = try await bench.cells(.text)
    try bench.require(found, equals: [1: [.text("c")], 2: [.text("a")], 3: [.text("d")]], "cells")
  }

  static let indexOverRepeatsIsRefused = EngineLaw(
    "unique: an index over repeats is refused",
    "Creating a unique index over rows that repeat throws not_unique and makes no index; over others it succeeds and "
      + "is kept."
  ) { bench in
    try await bench.create([1: [.text: .text("a")], 2: [.text: .text("a")], 3: [:], 4: [:]])
    try await bench.require(throws: .notUnique, "create") {
      try await bench.write { try $0.apply(.createIndex(onText, on: LawTable.first)) }
    }
    try await bench.update([2: [.text: .text("b")]])
    try await bench.write { try $0.apply(.createIndex(onText, on: LawTable.first)) }
    try await bench.require(throws: .notUnique, "insert") { try await bench.insert([5: [.text: .text("b")]]) }
  }
}
