internal import CRMModel
internal import CRMStorage

extension EngineLaws {
  static let layoutLaws: [EngineLaw] = [
    layoutsAreReported, addedColumnIsFilled, laterRowsAreNotFilled, droppedColumnIsGone, droppedTableIsGone,
    droppedIndexIsGone, undoneLayoutIsGone, missingLayoutIsRefused,
  ]

  static let layoutsAreReported = EngineLaw(
    "layout: is reported",
    "Layouts come by table number as they were created and changed, with filters, columns and indexes by number."
  ) { bench in
    let filter = Filter.and([.isNull(.own(.deletedAt)), .not(.own(.text, is: .text("")))])
    let partial = IndexLayout(number: 101, columns: [.text, .whole], isUnique: true, filter: filter)
    let plain = IndexLayout(number: 100, columns: [.whole])
    try bench.require(try await bench.read { try $0.layouts() }, equals: [], "none")
    try await bench.create(LawTable.second, [:], indexes: [partial])
    try await bench.create(LawTable.first, [:])
    try await bench.write { writer in
      try writer.apply(.createIndex(plain, on: LawTable.second))
      try writer.apply(.addColumn(ColumnLayout(number: 31, kind: .real), to: LawTable.first, filledWith: .null))
      try writer.apply(.dropColumn(.name, from: LawTable.first))
    }
    var first = LawTable.layout(LawTable.first)
    first.columns.append(ColumnLayout(number: 31, kind: .real))
    first.columns.removeAll { $0.number == .name }
    let second = LawTable.layout(LawTable.second, indexes: [plain, partial])
    try bench.require(try await bench.read { try $0.layouts() }, equals: [first, second], "layouts")
  }

  static let addedColumnIsFilled = EngineLaw(
    "layout: an added column is filled",
    "A column added with a constant holds it in every row that is there, and nulls if the constant is null."
  ) { bench in
    try await bench.create([1: [:], 2: [:]])
    let fills: [(Int32, ColumnKind, Scalar)] = [
      (30, .integer, .integer(.min)), (31, .real, .real(0.1)), (32, .text, .text("it's \"é\"")), (33, .text, .null),
      (34, .text, .text("")),
    ]
    try await bench.write { writer in
      for (number, kind, fill) in fills {
        try writer.apply(.addColumn(ColumnLayout(number: number, kind: kind), to: LawTable.first, filledWith: fill))
      }
    }
    let found = try await bench.cells(30, 31, 32, 33, 34)
    try bench.require(found, equals: [1: fills.map(\.2), 2: fills.map(\.2)], "cells")
    let filter = Filter.own(32, is: .text("it's \"é\""))
    try await bench.require(filter, isTrue: [1, 2], isFalse: [], "filter on the column")
  }

  static let laterRowsAreNotFilled = EngineLaw(
    "layout: the constant of an added column is not a default",
    "A row inserted later without the added column holds null there."
  ) { bench in
    try await bench.create([1: [:]])
    try await bench.write { writer in
      let column = ColumnLayout(number: 30, kind: .integer)
      try writer.apply(.addColumn(column, to: LawTable.first, filledWith: .integer(7)))
    }
    try await bench.insert([2: [.whole: .integer(1)]])
    try bench.require(try await bench.cells(30), equals: [1: [.integer(7)], 2: [.null]], "cells")
  }

  static let droppedColumnIsGone = EngineLaw(
    "layout: a dropped column is gone", "After a column is dropped its values are gone and the others stay."
  ) { bench in
    try await bench.create([1: [.whole: .integer(1), .other: .integer(2), .text: .text("t")]])
    try await bench.write { try $0.apply(.dropColumn(.other, from: LawTable.first)) }
    try bench.require(try await bench.cells(.whole, .text), equals: [1: [.integer(1), .text("t")]], "cells")
    let columns = try await bench.read { try $0.layouts().first?.columns.map(\.number) }
    try bench.require(columns?.contains(.other), equals: false, "whether the layout has the column")
    try await bench.require(throws: "no_such_layout", "read") { try await bench.cells(.other) }
  }

  static let droppedTableIsGone = EngineLaw(
    "layout: a dropped table is gone",
    "After a table is dropped its rows are gone, and one made anew under its number is empty."
  ) { bench in
    try await bench.create([1: [.whole: .integer(1)]])
    try await bench.create(LawTable.second, [5: [:]])
    try await bench.write { try $0.apply(.dropTable(LawTable.first)) }
    try bench.require(try await bench.read { try $0.layouts().map(\.id) }, equals: [LawTable.second], "tables")
    try await bench.create()
    try bench.require(try await bench.cells(.whole), equals: [:], "cells")
    try bench.require(try await bench.cells(.whole, in: LawTable.second).count, equals: 1, "rows of the other table")
  }

  static let droppedIndexIsGone = EngineLaw(
    "layout: a dropped index is gone", "After a unique index is dropped rows may repeat."
  ) { bench in
    let index = IndexLayout(number: 100, columns: [.text], isUnique: true)
    try await bench.create([1: [.text: .text("a")]], indexes: [index])
    try await bench.write { try $0.apply(.dropIndex(100, from: LawTable.first)) }
    try await bench.require(accepts: "a repeat") { try await bench.insert([2: [.text: .text("a")]]) }
    try bench.require(try await bench.read { try $0.layouts() }, equals: [LawTable.layout(1)], "layouts")
  }

  static let undoneLayoutIsGone = EngineLaw(
    "layout: a change is undone with its transaction",
    "Tables, columns and indexes changed in what is undone are as before, their rows too."
  ) { bench in
    let index = IndexLayout(number: 100, columns: [.text], isUnique: true)
    try await bench.create([1: [.whole: .integer(1), .text: .text("a")]], indexes: [index])
    let changes: [LayoutChange] = [
      .dropIndex(100, from: 1), .addColumn(ColumnLayout(number: 30, kind: .text), to: 1, filledWith: .text("x")),
      .dropColumn(.whole, from: 1), .dropTable(1), .createTable(LawTable.layout(2)),
    ]
    for change in changes {
      do {
        try await bench.write { writer in
          try writer.apply(change)
          throw Interruption()
        }
      } catch is Interruption {}
    }
    let found = try await bench.read { try $0.layouts() }
    try bench.require(found, equals: [LawTable.layout(1, indexes: [index])], "layouts")
    try bench.require(try await bench.cells(.whole, .text), equals: [1: [.integer(1), .text("a")]], "cells")
  }

  static let missingLayoutIsRefused = EngineLaw(
    "layout: what is missing is refused", "Naming a table, column or index that is not there throws no_such_layout."
  ) { bench in
    try await bench.create([1: [:]])
    let scan = RowScan(sources: [Source(table: 9)], columns: [])
    try await bench.require(throws: "no_such_layout", "scan") { try await bench.ids(scan) }
    try await bench.require(throws: "no_such_layout", "columns") { try await bench.cells(99) }
    try await bench.require(throws: "no_such_layout", "insert") { try await bench.insert([1: [:]], into: 9) }
    try await bench.require(throws: "no_such_layout", "insert column") {
      try await bench.insert([2: [99: .integer(1)]])
    }
    let changes: [LayoutChange] = [
      .dropTable(9), .dropColumn(99, from: 1), .dropIndex(99, from: 1),
      .addColumn(ColumnLayout(number: 30, kind: .text), to: 9, filledWith: .null),
      .createIndex(IndexLayout(number: 100, columns: [99]), on: 1),
    ]
    for change in changes {
      try await bench.require(throws: "no_such_layout", "\(change)") { try await bench.write { try $0.apply(change) } }
    }
  }
}
