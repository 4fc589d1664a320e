import CRMModel

extension FieldConversion {
  /// What became of one value.
  struct Outcome {
    /// The cells of the new type.
    var cells: [Scalar]
    /// Whether something of the value is lost.
    var isLossy: Bool
  }

  /// The cells of a value in the new type.
  func outcome(for value: FieldValue) -> Outcome {
    let none = Array(repeating: Scalar.null, count: to.columns.count)
    if value.isNull { return Outcome(cells: none, isLossy: false) }
    guard let (converted, isExact) = converted(value), let cells = try? FieldCodec.encode(converted, as: to),
      cells.contains(where: { !$0.isNull })
    else { return Outcome(cells: none, isLossy: true) }
    return Outcome(cells: cells, isLossy: !isExact)
  }

  /// The value in the new type; nil if anything would be lost.
  func exactly(_ value: FieldValue) -> FieldValue? {
    guard let (converted, isExact) = converted(value), isExact, (try? FieldCodec.encode(converted, as: to)) != nil
    else {
      return nil
    }
    return converted
  }

  private func converted(_ value: FieldValue) -> (value: FieldValue, isExact: Bool)? {
    if case .refuse = rule { return nil }
    if case .keep = rule { return (value, true) }
    if case (.money, .money) = (from, to) { return (value, true) }
    if let decimals = to.decimals, let number = value.convertibleNumber {
      return number.rounded(to: decimals, as: to)
    }
    switch (to, value) {
    case (.text, _), (.longText, _): return value.plainText.map { (.text($0), true) }
    case (.boolean, .integer(let number)): return (0...1).contains(number) ? (.boolean(number == 1), true) : nil
    case (.integer, .boolean(let isTrue)): return (.integer(isTrue ? 1 : 0), true)
    case (.reference, .reference): return (value, true)
    case (.dateRange, .date(let day)): return (try? DateRange(from: day, through: day)).map { (.dateRange($0), true) }
    case (.date, .dateRange(let range)): return (.date(range.start), false)
    case (.date, .zonedDateTime(let time)): return (.date(time.local.date), false)
    case (.instant, .zonedDateTime(let time)): return (.instant(time.instant), false)
    case (.interval, .zonedInterval(let interval)): return (.interval(interval.interval), false)
    case (.picklist(let options), .codes(let codes)):
      return codes.count == 1 && codes.allSatisfy(options.offers) ? (.text(codes[0]), true) : nil
    case (.picklistSet(let options), .codes(let codes)):
      let kept = codes.filter(options.offers)
      return kept.isEmpty ? nil : (.codes(kept), kept.count == codes.count)
    case (.picklist(let options), .text(let code)): return options.offers(code) ? (.text(code), true) : nil
    case (.picklistSet(let options), .text(let code)): return options.offers(code) ? (.codes([code]), true) : nil
    case (_, .text(let text)): return read(text)
    case (_, .phone(let phone)): return read(phone.description)
    default: return nil
    }
  }

  /// The value that a text means in the new type.
  private func read(_ text: String) -> (value: FieldValue, isExact: Bool)? {
    if let decimals = to.decimals {
      return (try? ExactDecimal(amount(in: text))).flatMap { $0.rounded(to: decimals, as: to) }
    }
    switch to {
    case .money(.any):
      let words = text.split(separator: " ")
      guard words.count == 2, let currency = try? Currency(String(words[1])) else { return nil }
      return (try? Money(String(words[0]), currency)).map { (.money($0), true) }
    case .personName: return (.personName(PersonName(last: text)), true)
    case .email, .phone, .url: return (.text(text), true)
    default: return (try? FieldValue(plainText: text, as: to)).map { ($0, true) }
    }
  }
}

extension FieldConversion {
  /// The text without the code of the currency that the new type has: `12.50 EUR` becomes `12.50`.
  fileprivate func amount(in text: String) -> String {
    guard case .money(.fixed(let currency)) = to else { return text }
    let suffix = " \(currency.code)"
    return text.hasSuffix(suffix) ? String(text.dropLast(suffix.count)) : text
  }
}

extension FieldValue {
  /// The number that a whole number, a decimal or an amount is, in major units.
  fileprivate var convertibleNumber: ExactDecimal? {
    guard case .money(let money) = self else { return plainNumber }
    return try? ExactDecimal(scaledValue: money.minorAmount, scale: money.currency.minorUnits)
  }
}

extension [PicklistOption] {
  fileprivate func offers(_ code: String) -> Bool { contains { $0.code == code } }
}

extension ExactDecimal {
  /// The number with at most some decimals as a value of a type, and whether it is still the same number.
  fileprivate func rounded(to decimals: Int, as type: FieldType) -> (value: FieldValue, isExact: Bool)? {
    guard let number = try? rounded(toScale: decimals, .halfEven) else { return nil }
    switch type {
    case .integer:
      guard let whole = try? number.scaled(to: 0, rounding: .halfEven) else { return nil }
      return (.integer(whole), number == self)
    case .money(.fixed(let currency)):
      return (try? Money(exactly: number, currency)).map { (.money($0), number == self) }
    default: return (.decimal(number), number == self)
    }
  }
}
