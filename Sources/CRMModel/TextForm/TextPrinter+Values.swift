extension TextPrinter {
  /// What a constant is written with.
  static func pieces(of value: FieldValue) -> [Piece] {
    switch value {
    case .null: [.text("null")]
    case .boolean(let value): [.text(value ? "true" : "false")]
    case .integer(let value): [.text(String(value))]
    // The point is what tells a decimal number from a whole one.
    case .decimal(let value): [.text(value.isWhole ? "\(value).0" : value.description)]
    case .money(let value): [.text(value.description)]
    case .text(let value): [.quoted(value)]
    case .date(let value): [.text(value.description)]
    case .instant(let value): [.text(value.description)]
    case .timeOfDay(let value): [.text(value.description)]
    case .duration(let value): [.text(value.description)]
    case .reference(let value):
      [.path(FieldPath(value.entity.rawValue)), .text("/\(value.rawValue)")]
    case .condition(let formula):
      [.text("\(TextFunction.condition)("), .formula(formula, in: .disjunction), .text(")")]
    default: composite(value)
    }
  }

  private static func composite(_ value: FieldValue) -> [Piece] {
    guard let function = value.textFunction else { return [] }
    return [.text("\(function.rawValue)(")] + parts(of: value) + [.text(")")]
  }

  private static func parts(of value: FieldValue) -> [Piece] {
    switch value {
    case .zonedDateTime(let value): [.quoted(value.description)]
    case .interval(let value): [.quoted(value.description)]
    case .zonedInterval(let value): [.quoted(value.description)]
    case .dateRange(let value): [.quoted(value.description)]
    // The shortest digits that read back as the same number.
    case .geoPoint(let value): [.text("\(value.latitude), \(value.longitude)")]
    case .personName(let value): parts(of: value)
    case .address(let value): parts(of: value)
    case .phone(let value): parts(of: value)
    case .codes(let codes): list(codes.map(Piece.quoted))
    case .file(let value):
      [
        .text("name: "), .quoted(value.name), .text(", media_type: "), .quoted(value.mediaType),
        .text(", size: \(value.size), digest: "), .quoted(value.digest),
      ]
    default: []
    }
  }

  private static func parts(of name: PersonName) -> [Piece] {
    labelled([
      ("salutation", name.salutation), ("first", name.first), ("middle", name.middle), ("last", name.last),
      ("suffix", name.suffix),
    ])
  }

  private static func parts(of address: PostalAddress) -> [Piece] {
    let texts = labelled([
      ("street", address.street), ("city", address.city), ("region", address.region),
      ("postal_code", address.postalCode), ("country", address.country),
    ])
    guard let location = address.location else { return texts }
    return texts + [.text(texts.isEmpty ? "location: " : ", location: "), .value(.geoPoint(location))]
  }

  private static func parts(of phone: PhoneNumber) -> [Piece] {
    let followsFromText = (try? PhoneNumber(phone.description)) == phone
    return [.quoted(phone.description)] + (followsFromText ? [] : [.text(", "), .quoted(phone.normalized)])
  }

  /// The parts that are not empty.
  private static func labelled(_ parts: [(label: String, text: String)]) -> [Piece] {
    var pieces: [Piece] = []
    for part in parts where !part.text.isEmpty {
      pieces.append(.text(pieces.isEmpty ? "\(part.label): " : ", \(part.label): "))
      pieces.append(.quoted(part.text))
    }
    return pieces
  }
}
