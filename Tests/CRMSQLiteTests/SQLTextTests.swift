import CRMModel
import CRMStorage
import CRMTesting
import Testing

@testable import CRMSQLite

@Suite struct `The SQL of a scan` {
  /// Texts that would be seen in SQL wherever they went in.
  static let hostile = [
    "'; DROP TABLE r100; --", "\"", "`x`", "$(1)", "ZZZ", "é漢", "1) OR (1=1", "/*", "\\", "a\0b", "%_", "{}",
  ]

  @Test(arguments: 0..<300)
  func `holds nothing that came from outside`(_ seed: Int) throws {
    var world = FilterWorld(seed: UInt64(seed))
    let filter = world.filter(depth: 4)
    let layouts = [Sample.accountTable: Sample.account, Sample.dealTable: Sample.deal]
    var scan = RowScan(
      sources: [Source(table: Sample.accountTable)], filter: filter, columns: [ColumnRef(column: Sample.name)])
    scan.limit = 7_777
    let sql = try SQLCompiler.rows(scan, layouts)
    let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYabcdefghijklmnopqrstuvwxyz0123456789_.,()=<>?+-|&*' ")
    #expect(sql.text.allSatisfy(allowed.contains), "\(sql.text)")
    // The only text between quotes is a word of ours.
    #expect(!sql.text.replacing("'integer'", with: "").contains("'"))
    #expect(!sql.text.contains("*") || sql.text.contains("count(*)"))
    #expect(!sql.text.contains("7777") && !sql.text.contains("424242"))
    #expect(sql.text.filter { $0 == "?" }.count == sql.bindings.count)
  }

  @Test func `or of an index holds texts as digits`() throws {
    for text in Self.hostile {
      let filter = Filter.isIn(.column(ColumnRef(column: Sample.name)), [.text(text), .integer(.min)])
      let sql = try SQLCompiler.index(IndexLayout(number: 5, columns: [Sample.name], filter: filter), Sample.account)
      let digits = text.utf8.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
      #expect(
        sql.text
          == "CREATE INDEX i5 ON r100(c101) WHERE c101 IN (CAST(x'\(digits)' AS TEXT), (-9223372036854775807 - 1))")
      #expect(sql.bindings.isEmpty)
    }
  }

  @Test func `uses, for a list view, the index of the order`() async throws {
    let fixture = try StoreFixture()
    let engine = try await fixture.opened()
    var scan = RowScan(
      sources: [Source(table: Sample.accountTable)], filter: Sample.isLive, columns: [ColumnRef(column: Sample.name)])
    scan.order = [SortKey(.column(ColumnRef(column: Sample.amount)))]
    scan.limit = 50
    let plan = try await engine.plan(of: scan, [Sample.accountTable: Sample.account])
    #expect(plan == ["SCAN t0 USING INDEX i111"])
    await engine.close(grant)
  }
}

/// Filters made by chance, the same for the same seed.
struct FilterWorld {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private mutating func below(_ bound: Int) -> Int { random.number(below: bound) }

  private mutating func text() -> String { `The SQL of a scan`.hostile[below(`The SQL of a scan`.hostile.count)] }

  private mutating func operand() -> Operand {
    switch below(4) {
    case 0: .folded(ColumnRef(column: Sample.name))
    case 1: .literal(.text(text()))
    default: .column(ColumnRef(column: Sample.name))
    }
  }

  mutating func filter(depth: Int) -> Filter {
    if depth > 0 {
      switch below(6) {
      case 0: return .and((0..<below(12)).map { _ in filter(depth: depth - 1) })
      case 1: return .or((0..<below(12)).map { _ in filter(depth: depth - 1) })
      case 2: return .not(filter(depth: depth - 1))
      case 3: return .isTrue(filter(depth: depth - 1))
      case 4:
        let mark = EntityMark(column: ColumnRef(column: 2), name: text())
        return .exists(
          ChildScan(
            sources: [Source(table: Sample.accountTable)], reference: ColumnRef(column: Sample.parent), entity: mark,
            outer: ColumnRef(column: 0), filter: filter(depth: depth - 1)))
      default: break
      }
    }
    switch below(8) {
    case 0: return .contains(operand(), text())
    case 1: return .hasPrefix(operand(), text())
    case 2: return .isIn(operand(), (0..<below(20)).map { _ in .text(text()) })
    case 3: return .compare(operand(), Comparison.allCases[below(6)], .literal(.text(text())))
    case 4: return .isNull(operand())
    case 5:
      return .within(
        TreeScan(
          member: ColumnRef(column: Sample.parent), table: Sample.accountTable, parent: Sample.parent, root: 424_242))
    case 6:
      let difference = Operand.difference(ColumnRef(column: Sample.amount), ColumnRef(column: 0))
      return .compare(difference, .less, .literal(.integer(424_242)))
    default: return .constant(below(2) == 0 ? nil : true)
    }
  }
}
