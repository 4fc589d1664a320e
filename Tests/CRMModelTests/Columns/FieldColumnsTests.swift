import Testing

@testable import CRMModel

/// Moves values of one type through columns of their properties, and through ``FieldValue`` one by one.
private func isSame<V: FieldRepresentable>(_ values: [V], as type: FieldType) throws(ValueError) -> Bool {
  var slow = FieldColumns(type: type)
  for value in values { try slow.append(value.fieldValue) }
  var properties = values
  var quick = FieldColumns(type: type)
  var failure: ValueError?
  properties.withUnsafeMutableBytes { bytes in
    guard let base = bytes.baseAddress else { return }
    let source = StridedProperty<V>(base: base, stride: MemoryLayout<V>.stride, count: values.count)
    do throws(ValueError) { try V.store(source, into: &quick) } catch { failure = error }
  }
  if let failure { throw failure }
  var back = values.map { _ in values[0] }
  back.withUnsafeMutableBytes { bytes in
    guard let base = bytes.baseAddress else { return }
    V.load(quick, into: StridedProperty<V>(base: base, stride: MemoryLayout<V>.stride, count: values.count))
  }
  let cells = quick.vectors.map { vector in (0..<vector.count).map { vector[$0] } }
  return cells == slow.vectors.map { vector in (0..<vector.count).map { vector[$0] } } && back == values
}

@Suite struct `A column of properties` {
  @Test func `holds the same cells as values stored one by one, and gives them back`() throws {
    #expect(try isSame([0, 7, -7], as: .integer))
    #expect(try isSame([0, 7, -7], as: .decimal(scale: 2)))
    #expect(try isSame([true, nil, false], as: .boolean))
    #expect(try isSame([Money.usd(3), Money(minor: -5, .usd)], as: .money(.fixed(.usd))))
    #expect(try isSame([Money.usd(3), nil], as: .money(.fixed(.usd))))
    #expect(try isSame([Money.usd(3), nil, Money(minor: 5, .eur)], as: .money(.any)))
    #expect(try isSame([CalendarDate(daysSinceEpoch: 20_000), nil, .minimum], as: .date))
    #expect(try isSame([RecordID<User>(rawValue: 5), nil], as: .reference(.one("user"))))
    #expect(try isSame([Percent.zero, nil, .hundred], as: .percent(scale: 2)))
    #expect(try isSame([ExactDecimal("1.25"), nil, .zero], as: .decimal(scale: 3)))
    #expect(try isSame(["", "a", "é"], as: .text))
    #expect(try isSame(["a", nil, "long"], as: .longText))
    #expect(try isSame(["gold", nil], as: .picklist(["gold", "silver"])))
  }

  @Test func `puts text into normal form`() throws {
    var texts = ["e\u{301}"]
    var columns = FieldColumns(type: .text)
    try texts.withUnsafeMutableBytes { bytes in
      let base = try #require(bytes.baseAddress)
      try String.store(StridedProperty(base: base, stride: MemoryLayout<String>.stride, count: 1), into: &columns)
    }
    #expect(columns.vectors == [.texts(["\u{E9}"])])
  }

  @Test func `refuses a value that does not fit and tells how many came before it`() throws {
    var amounts = [Money.usd(3), Money.usd(4), Money(minor: 5, .eur)]
    var columns = FieldColumns(type: .money(.fixed(.usd)))
    let error = #expect(throws: ValueError.self) {
      try amounts.withUnsafeMutableBytes { bytes in
        let base = try #require(bytes.baseAddress)
        try Money.store(StridedProperty(base: base, stride: MemoryLayout<Money>.stride, count: 3), into: &columns)
      }
    }
    #expect(error?.code == .currencyMismatch)
    #expect(columns.count == 2)

    var texts: [String?] = ["a", nil, String(repeating: "x", count: 256)]
    var second = FieldColumns(type: .text)
    #expect(throws: ValueError.self) {
      try texts.withUnsafeMutableBytes { bytes in
        let base = try #require(bytes.baseAddress)
        try String?.store(StridedProperty(base: base, stride: MemoryLayout<String?>.stride, count: 3), into: &second)
      }
    }
    #expect(second.count == 2)
  }
}
