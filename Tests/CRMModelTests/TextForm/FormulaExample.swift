import CRMModel
import Testing

/// A formula and its canonical text.
struct FormulaExample: Sendable, CustomTestStringConvertible {
  let text: String
  let formula: Formula

  init(_ text: String, _ formula: Formula) {
    self.text = text
    self.formula = formula
  }

  var testDescription: String { text }

  static var all: [FormulaExample] { operators + junctions + records + names }

  static let operators: [FormulaExample] = [
    FormulaExample("is_closed", .field("is_closed")),
    FormulaExample("amount = 5", .compare(.equal, .field("amount"), .literal(5))),
    FormulaExample("amount != -5", .compare(.notEqual, .field("amount"), .literal(-5))),
    FormulaExample("start < now", .compare(.less, .field("start"), .now)),
    FormulaExample("close_date <= today", .compare(.lessOrEqual, .field("close_date"), .today)),
    FormulaExample("amount > account.limit", .compare(.greater, .field("amount"), .field("account.limit"))),
    FormulaExample("5 >= 4", .compare(.greaterOrEqual, .literal(5), .literal(4))),
    FormulaExample("amount between 1 and 9", .between(.field("amount"), .literal(1), .literal(9))),
    FormulaExample("amount not between 1 and 9", .not(.between(.field("amount"), .literal(1), .literal(9)))),
    FormulaExample("stage.name in (\"Won\", \"Lost\")", .isIn(.field("stage.name"), ["Won", "Lost"])),
    FormulaExample("stage.name not in (\"Won\")", .not(.isIn(.field("stage.name"), ["Won"]))),
    FormulaExample("not stage not in ()", .not(.not(.isIn(.field("stage"), [])))),
    FormulaExample("stage in (null, 1, true)", .isIn(.field("stage"), [nil, 1, true])),
    FormulaExample("name contains \"ana\"", .textMatch(.contains, .field("name"), "ana")),
    FormulaExample("name not contains \"ana\"", .not(.textMatch(.contains, .field("name"), "ana"))),
    FormulaExample("name starts with \"ana\"", .textMatch(.startsWith, .field("name"), "ana")),
    FormulaExample("name not starts with \"\"", .not(.textMatch(.startsWith, .field("name"), ""))),
    FormulaExample("interests includes \"golf\"", .includes("interests", "golf")),
    FormulaExample("interests not includes \"golf\"", .not(.includes("interests", "golf"))),
    FormulaExample("close_date during this quarter", .during("close_date", .this(.quarter))),
    FormulaExample("close_date during next week", .during("close_date", .next(.week))),
    FormulaExample("close_date during previous year", .during("close_date", .previous(.year))),
    FormulaExample("close_date not during yesterday", .not(.during("close_date", .yesterday))),
    FormulaExample("close_date during today and a", .and([.during("close_date", .today), .field("a")])),
    FormulaExample("account is null", .isNull(.field("account"))),
    FormulaExample("account is not null", .not(.isNull(.field("account")))),
    FormulaExample("(a > 1) is true", .isTrue(.compare(.greater, .field("a"), .literal(1)))),
    FormulaExample("a is not true", Formula.field("a").isNot(true)),
    FormulaExample(
      "within(account, account/12)", .within("account", root: AnyRecordID(entity: "account", rawValue: 12))),
    FormulaExample(
      "within(self, school.place/12)",
      .within(FieldPath(words: []), root: AnyRecordID(entity: "school.place", rawValue: 12))),
  ]

  static let junctions: [FormulaExample] = [
    FormulaExample("a and b", .and([.field("a"), .field("b")])),
    FormulaExample("a and b and c", .and([.field("a"), .field("b"), .field("c")])),
    FormulaExample("(a and b) and c", .and([.and([.field("a"), .field("b")]), .field("c")])),
    FormulaExample("a or b and c", .or([.field("a"), .and([.field("b"), .field("c")])])),
    FormulaExample("(a or b) and c", .and([.or([.field("a"), .field("b")]), .field("c")])),
    FormulaExample("a or (b or c)", .or([.field("a"), .or([.field("b"), .field("c")])])),
    FormulaExample("not a and b", .and([.not(.field("a")), .field("b")])),
    FormulaExample("not (a and b)", .not(.and([.field("a"), .field("b")]))),
    FormulaExample("not not a", .not(.not(.field("a")))),
    FormulaExample("not a = b", .not(.compare(.equal, .field("a"), .field("b")))),
    FormulaExample("(not a) = b", .compare(.equal, .not(.field("a")), .field("b"))),
    FormulaExample(
      "(a = b) = (c is null)",
      .compare(.equal, .compare(.equal, .field("a"), .field("b")), .isNull(.field("c")))),
    FormulaExample("all of ()", .and([])),
    FormulaExample("any of ()", .or([])),
    FormulaExample("all of (a or b)", .and([.or([.field("a"), .field("b")])])),
    FormulaExample("not any of (a)", .not(.or([.field("a")]))),
    FormulaExample("all of (all of (a)) and b", .and([.and([.and([.field("a")])]), .field("b")])),
  ]

  static let records: [FormulaExample] = [
    FormulaExample(
      "any(lesson by student: is_paid)", .related(.any, RelatedPath("lesson", "student"), .field("is_paid"))),
    FormulaExample("all(lesson by student)", .related(.all, RelatedPath("lesson", "student"), nil)),
    FormulaExample(
      "none(school.lesson by custom.tutor: a or b)",
      .related(.none, RelatedPath("school.lesson", "custom.tutor"), .or([.field("a"), .field("b")]))),
    FormulaExample(
      "any(account_contact_relation by account through contact: email is not null)",
      .related(
        .any, RelatedPath("account_contact_relation", "account", through: "contact"), .not(.isNull(.field("email"))))),
    FormulaExample(
      "count(lesson by student: slot.start >= today) >= 10",
      .compare(
        .greaterOrEqual,
        .count(RelatedPath("lesson", "student"), .compare(.greaterOrEqual, .field("slot.start"), .today)),
        .literal(10))),
    FormulaExample("count(school.lesson by student)", .count(RelatedPath("school.lesson", "student"), nil)),
    FormulaExample("count() > 3", .compare(.greater, .aggregate(.count), .literal(3))),
    FormulaExample("count(account.name)", .aggregate(Aggregate(.count, "account.name"))),
    FormulaExample("count_distinct(owner)", .aggregate(Aggregate(.distinct, "owner"))),
    FormulaExample("sum(amount)", .aggregate(Aggregate(.sum, "amount"))),
    FormulaExample("avg(amount)", .aggregate(Aggregate(.average, "amount"))),
    FormulaExample("min(amount)", .aggregate(Aggregate(.minimum, "amount"))),
    FormulaExample("max(amount)", .aggregate(Aggregate(.maximum, "amount"))),
  ]

  static let names: [FormulaExample] = [
    FormulaExample("`order`", .field("order")),
    FormulaExample("account.order", .field("account.order")),
    FormulaExample(
      "`order`/5 = `null`.x",
      .compare(
        .equal, .literal(.reference(AnyRecordID(entity: "order", rawValue: 5))), .field("null.x"))),
    FormulaExample("name.first = count", .compare(.equal, .field("name.first"), .field("count"))),
    FormulaExample("all or any or none", .or([.field("all"), .field("any"), .field("none")])),
    FormulaExample("self", .field(FieldPath(words: []))),
    FormulaExample("``", .field("")),
    FormulaExample("`a.b`.``", .field(FieldPath(words: ["a.b", ""]))),
    FormulaExample("`PT3H`", .field("PT3H")),
    FormulaExample("`x\\`; drop table contact; --`", .field("x`; drop table contact; --")),
    FormulaExample("`größe`", .field("größe")),
  ]
}
