import CRM
import CRMTestStores
import CRMTesting
import Foundation
import Testing

@testable import CRMCommandLine

@Suite struct `The tool's forecast` {
  private func bench() async throws -> ToolBench {
    let bench = try ToolBench()
    #expect(await bench.run("demo", "--store", "@demo.crm").code == 0)
    return bench
  }

  @Test func `shows teams under their managers, a table a period`() async throws {
    let bench = try await bench()
    let run = await bench.run("forecast", "@demo.crm", "--from", "2017-04-01", "--to", "2017-12-31", "--by", "quarter")
    #expect(run.code == 0, "\(run.errors)")
    let heads = run.lines.filter { $0.contains("most likely") }.compactMap { $0.split(separator: " ").first }
    #expect(heads == ["2017-Q2", "2017-Q3", "2017-Q4"])
    #expect(run.lines.filter { $0.hasPrefix("all ") }.count == 3)
    #expect(run.lines.contains { $0.hasPrefix("  ") })
  }

  @Test func `writes the keys that the document tells, and no others`() async throws {
    let bench = try await bench()
    let run = await bench.run(
      "forecast", "@demo.crm", "--period", "2017", "--json", "--currency", "EUR", "--rate", "USD=0.92")
    let json = try #require(try JSONValue(parsing: run.output).objectValue)
    let rates = try #require(json["rates"]?.objectValue)
    let period = try #require(json["periods"]?.arrayValue?.first?.objectValue)
    let row = try #require(json["rows"]?.arrayValue?.first?.objectValue)
    let cell = try #require(row["cells"]?.arrayValue?.first?.objectValue)
    let amounts = try #require(cell["own"]?.objectValue)
    let (single, cumulative) = (amounts["single"]?.objectValue, amounts["cumulative"]?.objectValue)
    let figure = single?["closed"]?.objectValue
    let objects: [JSONObject?] = [json, rates, period, row, cell, amounts, single, cumulative, figure]
    let written = try Set(objects.flatMap { try #require($0).keys })
    let section = try #require(try ProjectDocument("JSON.md").text.components(separatedBy: "## Forecasts\n").last)
    let words = section.split(separator: "`", omittingEmptySubsequences: false).enumerated()
    let told = words.filter { $0.offset % 2 == 1 }.flatMap { $0.element.split(separator: ".").map(String.init) }
    let others: Set = ["crm forecast STORE --json", "--rate", "unassigned", "money"]
    #expect(Set(told).subtracting(others) == written)
  }

  @Test func `shows own figures below the same managers`() async throws {
    let bench = try await bench()
    let names: (Run) -> [String] = { run in
      run.lines.dropFirst(2).map { line in
        var name = line.prefix { !$0.isNumber }
        while name.last == " " { name.removeLast() }
        return String(name)
      }
    }
    let teams = await bench.run("forecast", "@demo.crm", "--period", "2017")
    let own = await bench.run("forecast", "@demo.crm", "--period", "2017", "--own")
    #expect(own.lines.first?.hasPrefix("2017, own") == true)
    #expect(names(teams).count > 5)
    #expect(names(own) == names(teams))
  }

  @Test func `writes the same figures as JSON, which add up`() async throws {
    let bench = try await bench()
    let run = await bench.run("forecast", "@demo.crm", "--period", "2017", "--json")
    let json = try JSONValue(parsing: run.output)
    #expect(json["periods"]?.arrayValue?.first?["label"] == "2017")
    let rows = try #require(json["rows"]?.arrayValue)
    let own = try rows.map { row in
      try Money(
        #require(row["cells"]?.arrayValue?.first?["own"]?["single"]?["closed"]?["amount"]?["amount"]?.stringValue), .usd
      )
    }
    let total = json["total"]?.arrayValue?.first?["single"]?["closed"]?["amount"]?["amount"]?.stringValue
    #expect(try Money.sum(own, in: .usd).amountText == total)
    let metrics = await bench.run("metrics", "@demo.crm", "--json", "--from", "2017-01-01", "--to", "2017-12-31")
    let won = try JSONValue(parsing: metrics.output)["win_rate"]?["won_value"]?["amount"]?.stringValue
    #expect(won == total)
  }

  @Test func `turns figures into another currency`() async throws {
    let bench = try await bench()
    func total(_ arguments: String...) async throws -> (JSONValue?, JSONValue?) {
      let run = await bench.run(["forecast", "@demo.crm", "--period", "2017", "--json"] + arguments)
      #expect(run.code == 0, "\(run.errors)")
      let json = try JSONValue(parsing: run.output)
      return (json["rates"], json["total"]?.arrayValue?.first?["single"]?["closed"]?["amount"])
    }
    let (none, dollars) = try await total()
    #expect(none == .null)
    let plain = try Money(#require(dollars?["amount"]?.stringValue), .usd)
    #expect(plain.isPositive)
    let (rates, pounds) = try await total("--currency", "GBP", "--rate", "USD=0.5", "--rate", "EUR=0.8")
    #expect(rates == ["to": "GBP", "constant": ["EUR": "0.8", "USD": "0.5"]])
    let half = try Money(major: plain.amount.multiplied(by: ExactDecimal("0.5")), .gbp, rounding: .halfEven)
    #expect(pounds == ["amount": .string(half.amountText), "currency": "GBP"])
    // Without --currency it is the store's.
    let (own, same) = try await total("--rate", "EUR=1.1")
    #expect(own == ["to": "USD", "constant": ["EUR": "1.1"]])
    #expect(same == dollars)
    let text = await bench.run("forecast", "@demo.crm", "--period", "2017", "--currency", "GBP", "--rate", "USD=0.5")
    #expect(text.lines.first?.hasPrefix("2017 (GBP)") == true)
  }

  @Test func `takes the records as they were at a moment`() async throws {
    let bench = try await bench()
    let now = await bench.run("forecast", "@demo.crm", "--period", "2017")
    let later = await bench.run("forecast", "@demo.crm", "--period", "2017", "--as-of", "9999-01-01T00:00:00Z")
    #expect(later.code == 0, "\(later.errors)")
    #expect(later.output == now.output)
    let before = await bench.run("forecast", "@demo.crm", "--period", "2017", "--as-of", "2001-01-01T00:00:00Z")
    #expect(before.code == 0 || before.errors.contains("as_of_untold"), "\(before.errors)")
    #expect(before.output != now.output)
  }

  @Test(
    arguments: [
      (["--period", "2017", "--rate", "USD"], "--rate USD"), (["--period", "2017", "--rate", "USD=x"], "--rate USD=x"),
      (["--period", "2017", "--rate", "EUR=0"], "bad_rate"),
      (["--period", "2017", "--rate", "EUR=1", "--rate", "EUR=2"], "EUR has a rate"),
      (["--period", "2017", "--currency", "euro"], "--currency euro"),
      (["--period", "2017", "--as-of", "yesterday"], "--as-of yesterday"),
      ([], "say what is forecast"), (["--period", "2017-Q5"], "--period 2017-Q5"),
      (["--from", "2017-02-01", "--to", "2017-01-31"], "--from 2017-02-01 --to 2017-01-31"),
      (["--period", "2017", "--from", "2017-01-01"], "goes without"),
      (["--period", "2017", "--by", "decade"], "--by decade"),
      (["--period", "2017", "--entity", "account"], "facet_missing"),
      (["--period", "2017", "--entity", "cinema"], "unknown_entity"),
      (["--from", "2010-01-01", "--to", "2017-01-01", "--by", "day"], "too_many_periods"),
    ] as [([String], String)])
  func `tells wrong input in one line`(_ arguments: [String], _ message: String) async throws {
    let bench = try ToolBench()
    #expect(await bench.run("init", "@store.crm").code == 0)
    let run = await bench.run(["forecast", "@store.crm"] + arguments)
    #expect(run.code != 0)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }
}
