import CRMModel
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A query and its canonical text.
struct QueryExample: Sendable, CustomTestStringConvertible {
  let text: String
  let query: Query

  var testDescription: String { text }

  init(_ text: String, _ query: Query, _ change: (inout Query) -> Void = { _ in }) {
    self.text = text
    var query = query
    change(&query)
    self.query = query
  }

  static let all: [QueryExample] = [
    QueryExample("from opportunity", Query("opportunity")),
    QueryExample("from deleted contact", Query("contact").scope(.deleted)),
    QueryExample("from all school.lesson", Query("school.lesson").scope(.all)),
    QueryExample("from `deleted`", Query("deleted")),
    QueryExample("from all `all`.x", Query("all.x").scope(.all)),
    QueryExample("from `order` limit 0", Query("order").limit(0)),
    QueryExample(
      "select name, amount, account.name from opportunity where stage.name in (\"Won\") and amount > 1000 "
        + "order by amount desc limit 20",
      Query("opportunity").select("name", "amount", "account.name")
        .where(.isIn(.field("stage.name"), ["Won"])).where(.compare(.greater, .field("amount"), .literal(1000)))
        .order(by: "amount", .descending).limit(20)),
    QueryExample(
      "select owner, month(close_date), count(), sum(amount) as total, count_distinct(account) from opportunity "
        + "group by owner, month(close_date) having sum(amount) >= 10000 order by sum(amount) desc nulls first, owner",
      Query("opportunity").group(by: "owner").group(by: "close_date", .month).measure(.count)
        .measure(.sum, "amount", as: "total").measure(.distinct, "account")
    ) {
      $0.having = .compare(.greaterOrEqual, .aggregate(Aggregate(.sum, "amount")), .literal(10_000))
      $0.order = [
        OrderTerm(.aggregate(Aggregate(.sum, "amount")), .descending, nulls: .first), OrderTerm("owner"),
      ]
    },
    QueryExample("select year(a) as `select`, day(b) as Day, week(c) as `x y`, quarter(d) from e", Query("e")) {
      $0.selection = [
        SelectTerm(.bucket("a", .year), as: "select"), SelectTerm(.bucket("b", .day), as: "Day"),
        SelectTerm(.bucket("c", .week), as: "x y"), SelectTerm(.bucket("d", .quarter)),
      ]
    },
    QueryExample("from a order by year(b), `desc`, c nulls first", Query("a")) {
      $0.order = [OrderTerm(.bucket("b", .year)), OrderTerm("desc"), OrderTerm("c", nulls: .first)]
    },
    QueryExample("select first, last, name.first, `limit` from x having count() > 1", Query("x")) {
      $0.selection = [FieldPath("first"), "last", "name.first", "limit"].map { SelectTerm(.field($0)) }
      $0.having = .compare(.greater, .aggregate(.count), .literal(1))
    },
  ]
}

@Suite struct `The text of a query` {
  @Test(arguments: QueryExample.all)
  func `is written as documented and read back as the same query`(_ example: QueryExample) throws {
    #expect(example.query.text == example.text)
    #expect(try Query(text: example.text) == example.query)
  }

  @Test(arguments: [
    ("SELECT * FROM contact", "from contact"),
    ("From Deleted contact Order By name ASC Nulls Last Limit 5", "from deleted contact order by name limit 5"),
    ("select a as b\nfrom c\nwhere d = 1\ngroup by a\nlimit 2", "select a as b from c where d = 1 group by a limit 2"),
  ])
  func `accepts other spellings and writes one`(_ spelling: String, _ canonical: String) throws {
    #expect(try Query(text: spelling).text == canonical)
    #expect(try Query(text: canonical) == Query(text: spelling))
  }

  @Test(arguments: QueryExample.all)
  func `is how a query is encoded`(_ example: QueryExample) throws {
    let data = try JSONEncoder().encode([example.query])
    #expect(try JSONDecoder().decode([String].self, from: data) == [example.text])
    #expect(try JSONDecoder().decode([Query].self, from: data) == [example.query])
  }

  @Test func `is how a formula is encoded`() throws {
    let formula = Formula.and([.field("a"), .isNull(.field("b"))])
    let data = try JSONEncoder().encode([formula])
    #expect(String(decoding: data, as: UTF8.self) == "[\"a and b is null\"]")
    #expect(try JSONDecoder().decode([Formula].self, from: data) == [formula])
  }

  @Test func `tells in a decoding error where it cannot be read`() throws {
    let data = Data("[\"from contact where\"]".utf8)
    #expect { try JSONDecoder().decode([Query].self, from: data) } throws: { error in
      guard case DecodingError.dataCorrupted(let context) = error else { return false }
      return (context.underlyingError as? QueryTextError)?.column == 19
    }
  }

  @Test func `is refused by an encoder if it could not be read again`() throws {
    var deep = Formula.field("a")
    for _ in 0..<64 { deep = .not(deep) }
    let hidden = Formula.isIn(.field("a"), [.condition(deep)])
    let queries = [Query("a").where(deep), Query("a").where(hidden)]
    for query in queries {
      #expect { try JSONEncoder().encode([query]) } throws: { ($0 as? ValueError)?.code == .tooDeep }
    }
    let long = Query("a").where(.field(FieldPath(String(repeating: "a", count: 1 << 20))))
    #expect { try JSONEncoder().encode([long]) } throws: { ($0 as? ValueError)?.code == .tooLong }
  }

  @Test func `names a column by its alias or by the text of its value`() {
    #expect(SelectTerm(.aggregate(Aggregate(.sum, "amount"))).name == "sum(amount)")
    #expect(SelectTerm(.bucket("close_date", .month)).name == "month(close_date)")
    #expect(SelectTerm(.field("account.name"), as: "who").name == "who")
  }
}
