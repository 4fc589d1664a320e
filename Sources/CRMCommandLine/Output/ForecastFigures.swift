internal import CRM

/// A forecast as `crm forecast` writes it.
struct ForecastFigures {
  private let forecast: Forecast
  private let showsOwn: Bool

  init(_ forecast: Forecast, showsOwn: Bool) {
    self.forecast = forecast
    self.showsOwn = showsOwn
  }

  /// The forecast for people: a table a period, of lines that have something in it.
  func text() throws -> String {
    var texts: [String] = []
    for (index, period) in forecast.periods.enumerated() {
      var table = TextTable(
        [
          "\(period.label)\(showsOwn ? ", own" : "") (\(try forecast.total[index].single(.closed).amount.currency.code))",
          "closed", "commit", "most likely", "best case", "open", "weighted", "count",
        ],
        [.left] + Array(repeating: .right, count: 7))
      for row in forecast.rows {
        // Who has nothing of his own still stands above those who have.
        guard !row.cells[index].team.isEmpty else { continue }
        let amounts = showsOwn ? row.cells[index].own : row.cells[index].team
        table.add([String(repeating: "  ", count: row.depth) + row.name] + (try cells(amounts)))
      }
      table.add(["all"] + (try cells(forecast.total[index])))
      texts.append(table.text)
    }
    return texts.joined(separator: "\n")
  }

  /// The cumulative columns, what is open weighted, and the number of records that are not omitted.
  private func cells(_ amounts: ForecastAmounts) throws -> [String] {
    let columns = try ForecastColumn.allCases.map { try amounts.cumulative($0) }
    let open = try amounts.cumulative(.openPipeline)
    let count = try amounts.single(.closed).count + open.count
    return columns.map { Figures.amount($0.amount) } + [
      Figures.amount(open.weighted), Figures.grouped(Int64(count)),
    ]
  }

  /// The forecast as JSON: single categories and cumulative columns, own and team.
  func json() throws -> JSONValue {
    let periods = forecast.periods.map { period -> JSONValue in
      ["label": .string(period.label), "days": FieldJSON.encode(.dateRange(period.days), as: .dateRange)]
    }
    let rows = try forecast.rows.map { row -> JSONValue in
      [
        "user": row.user.map { .string($0.description) } ?? .null, "name": .string(row.name),
        "manager": row.manager.map { .string($0.description) } ?? .null,
        "depth": .number(JSONNumber(Int64(row.depth))),
        "cells": .array(
          try row.cells.map { cell in ["own": try amounts(cell.own), "team": try amounts(cell.team)] }),
      ]
    }
    return [
      "entity": .string(forecast.entity.rawValue), "rates": forecast.rates.map(rates) ?? .null,
      "periods": .array(periods), "rows": .array(rows),
      "total": .array(try forecast.total.map(amounts)),
    ]
  }

  private func rates(_ rates: ExchangeRates) -> JSONValue {
    var constant = JSONObject()
    for currency in rates.currencies where currency != rates.target {
      constant[currency.code] = rates.rate(of: currency).map { .string($0.description) }
    }
    return ["to": .string(rates.target.code), "constant": .object(constant)]
  }

  private func amounts(_ amounts: ForecastAmounts) throws -> JSONValue {
    var single = JSONObject()
    for option in ForecastCategory.options {
      single[option.code] = figure(try amounts.single(ForecastCategory(rawValue: option.code)))
    }
    var cumulative = JSONObject()
    for column in ForecastColumn.allCases { cumulative[column.rawValue] = figure(try amounts.cumulative(column)) }
    return ["single": .object(single), "cumulative": .object(cumulative)]
  }

  private func figure(_ figure: ForecastFigure) -> JSONValue {
    [
      "count": .number(JSONNumber(Int64(figure.count))), "amount": money(figure.amount),
      "weighted": money(figure.weighted),
    ]
  }

  private func money(_ amount: Money) -> JSONValue { FieldJSON.encode(.money(amount), as: .money(.any)) }
}
