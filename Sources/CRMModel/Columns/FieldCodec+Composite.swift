extension FieldCodec {
  /// The cells of a value that lies in several columns.
  static func encodeComposite(_ value: FieldValue, as type: FieldType) throws(ValueError) -> [Scalar] {
    switch (type, value) {
    case (.zonedDateTime, .zonedDateTime(let time)):
      return [
        .integer(time.instant.microsecondsSinceEpoch), .integer(time.local.microsecondsSinceEpoch),
        .text(time.zone.name),
      ]
    case (.interval, .interval(let interval)):
      return [.integer(interval.start.microsecondsSinceEpoch), .integer(interval.end.microsecondsSinceEpoch)]
    case (.zonedInterval, .zonedInterval(let interval)):
      if interval.isUnset { return nulls(of: type) }
      return [
        .integer(interval.start.microsecondsSinceEpoch), .integer(interval.end.microsecondsSinceEpoch),
        .integer(interval.localStart.microsecondsSinceEpoch), .integer(interval.localEnd.microsecondsSinceEpoch),
        .text(interval.zone.name),
      ]
    case (.dateRange, .dateRange(let range)):
      return [.integer(Int64(range.start.daysSinceEpoch)), .integer(Int64(range.end.daysSinceEpoch))]
    case (.geoPoint, .geoPoint(let point)):
      return [.real(point.latitude), .real(point.longitude)]
    case (.personName, .personName(let name)):
      let name = try name.normalized()
      return [name.salutation, name.first, name.middle, name.last, name.suffix].map(cell)
    case (.personName, .text(let text)):
      return try encodeComposite(.personName(PersonName(last: text)), as: .personName)
    case (.address, .address(let address)):
      let address = try address.normalized()
      return [address.street, address.city, address.region, address.postalCode, address.country].map(cell)
        + [
          address.location.map { .real($0.latitude) } ?? .null, address.location.map { .real($0.longitude) } ?? .null,
        ]
    case (.phone, .phone(let phone)):
      return [.text(phone.description), .text(phone.normalized)]
    case (.phone, .text(let text)):
      return text.isEmpty ? nulls(of: type) : try encodeComposite(.phone(PhoneNumber(text)), as: .phone)
    case (.file, .file(let file)):
      return [.text(file.digest), .text(file.name), .text(file.mediaType), .integer(file.size)]
    default: throw wrongType(type)
    }
  }

  private static func cell(_ text: String) -> Scalar { text.isEmpty ? .null : .text(text) }
}
