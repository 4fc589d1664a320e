import Testing

@testable import CRMModel

/// The cells that the form of a type makes of values; nil if it leaves them to the type.
private func cells<V: FieldRepresentable>(_ values: [V], as type: FieldType) -> [Scalar]? {
  values.withUnsafeBytes { bytes in
    guard let base = bytes.baseAddress else { return nil }
    let cells = PropertyCells(
      base: base, stride: MemoryLayout<V>.stride, count: values.count, isOptional: V.isOptional)
    return PropertyForm(V.self).column(cells, in: type).map { column in (0..<column.count).map { column[$0] } }
  }
}

/// Whether values make the same cells by their form as through ``FieldValue``, together and each alone.
private func isSame<V: FieldRepresentable>(_ values: [V], as type: FieldType) throws(ValueError) -> Bool {
  var expected: [Scalar] = []
  for value in values { expected += try FieldCodec.encode(value.fieldValue, as: type) }
  return cells(values, as: type) == expected && values.flatMap { cells([$0], as: type) ?? [] } == expected
}

@Suite struct `The form of a property` {
  @Test func `makes the cells that its value makes`() throws {
    #expect(try isSame([true, false], as: .boolean))
    #expect(try isSame([true, nil, false], as: .boolean))
    #expect(try isSame([Int.min, 0, .max], as: .integer))
    #expect(try isSame([Int64.min, nil, .max], as: .integer))
    #expect(try isSame([Money.usd(3), Money(minor: -5, .usd)], as: .money(.fixed(.usd))))
    #expect(try isSame([Money.usd(3), nil], as: .money(.fixed(.usd))))
    #expect(try isSame([CalendarDate.minimum, CalendarDate(daysSinceEpoch: 20_000) ?? .minimum], as: .date))
    #expect(try isSame([CalendarDate.minimum, nil], as: .date))
    #expect(try isSame([Instant.epoch, Instant(microsecondsSinceEpoch: -7)], as: .instant))
    #expect(try isSame([TimeOfDay.midnight, TimeOfDay(hour: 14, minute: 50)], as: .timeOfDay))
    #expect(try isSame([TimeOfDay.midnight, nil], as: .timeOfDay))
    #expect(try isSame([TimeSpan.zero, TimeSpan(microseconds: -1)], as: .duration))
    #expect(try isSame([ExactDecimal("1.25"), .zero, ExactDecimal("-7")], as: .decimal(scale: 3)))
    #expect(try isSame([ExactDecimal("1.25"), nil], as: .percent(scale: 2)))
    #expect(try isSame([Percent.zero, .hundred], as: .percent(scale: 2)))
    #expect(try isSame([Percent.hundred, nil], as: .decimal(scale: 0)))
    #expect(try isSame([RecordID<User>(rawValue: 5), .unset], as: .reference(.one("user"))))
    #expect(try isSame([RecordID<User>(rawValue: 5), .unset, nil], as: .reference(.one("user"))))
    #expect(try isSame(["", "a", "e\u{301}", "longer than what lies in place"], as: .text))
    #expect(try isSame(["a", nil, "", "longer than what lies in place"], as: .longText))
    #expect(try isSame(["SP-1", nil], as: .autoNumber("SP-0")))
    #expect(try isSame([ForecastCategory.commit, ForecastCategory(rawValue: "")], as: ForecastCategory.fieldType))
    #expect(try isSame([ForecastCategory.commit, nil], as: ForecastCategory.fieldType))
  }

  @Test func `leaves to the type what does not fit the field`() throws {
    #expect(cells([Money.usd(3), Money(minor: 5, .eur)], as: .money(.fixed(.usd))) == nil)
    #expect(cells([Money.usd(3)], as: .money(.any)) == nil)
    #expect(cells([1, 2], as: .decimal(scale: 2)) == nil)
    #expect(try cells([ExactDecimal("1.25")], as: .decimal(scale: 1)) == nil)
    #expect(cells([RecordID<User>(rawValue: 5)], as: .reference(.one("account"))) == nil)
    #expect(cells(["a", String(repeating: "x", count: 256)], as: .text) == nil)
    #expect(cells(["a@example.com"], as: .email) == nil)
  }
}
