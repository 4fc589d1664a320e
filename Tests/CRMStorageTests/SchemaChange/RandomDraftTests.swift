import CRMModel
import CRMStorage
import CRMTesting
import Testing

/// Draws edits of one entity's fields and says, naively, what its records hold afterwards.
private struct RandomDraft {
  var numbers: SeededGenerator
  let rows: Int
  /// The values that each field should show, by its current name.
  var expected: [FieldName: [FieldValue]] = [:]
  var types: [FieldName: String] = [:]
  var retired: Set<FieldName> = []
  var histogram: [String: Int] = [:]
  private var used = 0

  init(seed: UInt64, rows: Int) {
    numbers = SeededGenerator(seed: seed)
    self.rows = rows
  }

  private mutating func freshName() -> FieldName {
    used += 1
    return FieldName("custom.f\(used)")
  }

  mutating func next() -> @Sendable (inout SchemaDraft) -> Void {
    let active = expected.keys.filter { !retired.contains($0) }.sorted()
    guard !active.isEmpty, !numbers.happens(30) else { return add() }
    let field = numbers.pick(active)
    switch Int.random(in: 0..<7, using: &numbers) {
    case 0: return rename(field)
    case 1: return retype(field)
    case 2: return remove(field)
    case 3: return retire(field)
    case 4: return restore() ?? add()
    case 5: return index(field)
    default: return label(field)
    }
  }

  private mutating func count(_ kind: String) { histogram[kind, default: 0] += 1 }

  private mutating func add() -> @Sendable (inout SchemaDraft) -> Void {
    count("add")
    let name = freshName()
    let number = Int64.random(in: 0..<100, using: &numbers)
    let isNumber = numbers.happens(50)
    let value: FieldValue = isNumber ? .integer(number) : .text("Text \(number)")
    let isDefault = numbers.happens(70)
    expected[name] = Array(repeating: isDefault ? value : nil, count: rows)
    types[name] = isNumber ? "integer" : "text"
    let plain: CustomField = isNumber ? .integer(name) : .text(name, maxLength: 40)
    let field = isDefault ? plain.default(value) : plain
    return { $0["thing"].add(field) }
  }

  private mutating func rename(_ field: FieldName) -> @Sendable (inout SchemaDraft) -> Void {
    count("rename")
    let name = freshName()
    expected[name] = expected.removeValue(forKey: field)
    types[name] = types.removeValue(forKey: field)
    return { $0["thing"].rename(field, to: name) }
  }

  private mutating func retype(_ field: FieldName) -> @Sendable (inout SchemaDraft) -> Void {
    count("retype")
    let isNumber = types[field] == "integer"
    types[field] = "text"
    expected[field] = expected[field]?.map { value in
      if case .integer(let number) = value { .text(String(number)) } else { value }
    }
    return { $0["thing"].retype(field, to: isNumber ? .text(maxLength: 40) : .longText) }
  }

  private mutating func remove(_ field: FieldName) -> @Sendable (inout SchemaDraft) -> Void {
    count("remove")
    expected[field] = nil
    types[field] = nil
    return { $0["thing"].remove(field) }
  }

  private mutating func retire(_ field: FieldName) -> @Sendable (inout SchemaDraft) -> Void {
    count("retire")
    retired.insert(field)
    return { $0["thing"].retire(field) }
  }

  private mutating func restore() -> (@Sendable (inout SchemaDraft) -> Void)? {
    guard let field = retired.min() else { return nil }
    count("restore")
    retired.remove(field)
    return { $0["thing"].restore(field) }
  }

  private mutating func index(_ field: FieldName) -> @Sendable (inout SchemaDraft) -> Void {
    count("index")
    let isOn = numbers.happens(70)
    return { $0["thing"].setIndexed(field, isOn) }
  }

  private mutating func label(_ field: FieldName) -> @Sendable (inout SchemaDraft) -> Void {
    count("label")
    let text = LocalizedText("Label \(Int.random(in: 0..<9, using: &numbers))")
    return { $0["thing"].relabel(field, to: text) }
  }
}

@Suite struct `Random schema changes` {
  @Test(arguments: SchemaBench.Kind.allCases)
  func `come to the same one by one, all at once and by a naive model`(_ kind: SchemaBench.Kind) async throws {
    var total: [String: Int] = [:]
    for seed in UInt64(1)...12 {
      var oneByOne = try await start(kind)
      var atOnce = try await start(kind)
      var draft = RandomDraft(seed: seed, rows: 3)
      var edits: [@Sendable (inout SchemaDraft) -> Void] = []
      for _ in 0..<25 {
        let edit = draft.next()
        try await oneByOne.alter(edit)
        edits.append(edit)
      }
      try await atOnce.alter { schema in
        for edit in edits { edit(&schema) }
      }
      atOnce.catalog.generation = oneByOne.catalog.generation
      #expect(atOnce.catalog == oneByOne.catalog, "seed \(seed)")
      for bench in [oneByOne, atOnce] {
        #expect(try await bench.layouts() == bench.expectedLayouts(), "seed \(seed)")
        let names = bench.catalog["custom.thing"]?.fields.map(\.name) ?? []
        #expect(Set(names) == Set(draft.expected.keys), "seed \(seed)")
        for name in names {
          #expect(try await bench.values("custom.thing", name) == draft.expected[name], "seed \(seed), field \(name)")
        }
      }
      total.merge(draft.histogram, uniquingKeysWith: +)
    }
    print("random schema changes, seeds 1 to 12, \(kind.rawValue):", total.sorted { $0.key < $1.key })
    #expect(total.count == 8 && total.values.allSatisfy { $0 >= 5 })
  }

  private func start(_ kind: SchemaBench.Kind) async throws -> SchemaBench {
    var bench = try await SchemaBench(kind)
    try await bench.alter { $0.addEntity("thing") }
    try await bench.insert("custom.thing", [[:], [:], [:]])
    return bench
  }
}
