extension TextParser {
  /// `condition(…)`, a stored condition as a constant.
  mutating func storedCondition() throws(QueryTextError) -> Constant {
    let start = advance()
    advance()
    let inner = try inside(start)
    guard inner.depth < Formula.deepestNesting else { throw tooDeep(at: start) }
    return Constant(value: .condition(inner.formula), depth: inner.depth + 1)
  }

  /// A constant made by a function of its parts.
  mutating func composite(_ function: TextFunction) throws(QueryTextError) -> FieldValue {
    let start = advance()
    advance()
    switch function {
    case .zoned: return try parsed { (text) throws(ValueError) in .zonedDateTime(try ZonedDateTime(text)) }
    case .interval: return try parsed { (text) throws(ValueError) in .interval(try InstantInterval(text)) }
    case .zonedInterval: return try parsed { (text) throws(ValueError) in .zonedInterval(try ZonedInterval(text)) }
    case .dates: return try parsed { (text) throws(ValueError) in .dateRange(try DateRange(text)) }
    case .geo: return .geoPoint(try geoPoint(from: start))
    case .name: return .personName(try personName())
    case .address: return .address(try address())
    case .phone: return .phone(try phone())
    case .codes: return .codes(try codes())
    case .file: return .file(try file(from: start))
    }
  }

  /// The rest of `geo(latitude, longitude)` behind the opening parenthesis.
  mutating func geoPoint(from start: Token) throws(QueryTextError) -> GeoPoint {
    let latitude = try degrees()
    try expect(.comma, "`,` and the longitude")
    let longitude = try degrees()
    try expect(.close, "`)`")
    return try checked(at: start) { () throws(ValueError) in try GeoPoint(latitude: latitude, longitude: longitude) }
  }

  private mutating func degrees() throws(QueryTextError) -> Double {
    let token = try expect(.figure, "degrees such as 40.4")
    let text = source(token)
    // `Double` would also take hexadecimal digits.
    let isDecimal = text.utf8.allSatisfy { ASCII.isDigit($0) || "+-.eE".utf8.contains($0) }
    guard isDecimal, let value = Double(text) else { throw badLiteral("degrees such as 40.4", at: token) }
    return value
  }

  /// The rest of a function whose only part is a text.
  private mutating func parsed(
    _ make: (String) throws(ValueError) -> FieldValue
  ) throws(QueryTextError) -> FieldValue {
    let token = token
    let text = try text()
    let value = try checked(at: token) { () throws(ValueError) in try make(text) }
    try expect(.close, "`)`")
    return value
  }

  private mutating func codes() throws(QueryTextError) -> [String] {
    var codes: [String] = []
    try items { (parser) throws(QueryTextError) in codes.append(try parser.text()) }
    return codes
  }

  /// The number as typed and, where it does not follow from that, the key it is stored with.
  private mutating func phone() throws(QueryTextError) -> PhoneNumber {
    let token = token
    let typed = try text()
    let key = take(.comma) ? try text() : nil
    try expect(.close, "`,` and the number's key, or `)`")
    guard let key else {
      return try checked(at: token) { () throws(ValueError) in try PhoneNumber(typed) }
    }
    guard let phone = PhoneNumber(stored: typed, key: key) else { throw badLiteral("a phone number", at: token) }
    return phone
  }

  private mutating func personName() throws(QueryTextError) -> PersonName {
    var name = PersonName()
    try parts(["salutation", "first", "middle", "last", "suffix"]) { (parser, part) throws(QueryTextError) in
      let text = try parser.text()
      switch part {
      case "salutation": name.salutation = text
      case "first": name.first = text
      case "middle": name.middle = text
      case "last": name.last = text
      default: name.suffix = text
      }
    }
    return name
  }

  private mutating func address() throws(QueryTextError) -> PostalAddress {
    var address = PostalAddress()
    let labels = ["street", "city", "region", "postal_code", "country", "location"]
    try parts(labels) { (parser, part) throws(QueryTextError) in
      if part == "location" {
        guard parser.calledName == TextFunction.geo.rawValue else { throw parser.failure("`geo(latitude, longitude)`") }
        let start = parser.advance()
        parser.advance()
        address.location = try parser.geoPoint(from: start)
        return
      }
      let text = try parser.text()
      switch part {
      case "street": address.street = text
      case "city": address.city = text
      case "region": address.region = text
      case "postal_code": address.postalCode = text
      default: address.country = text
      }
    }
    return address
  }

  private mutating func file(from start: Token) throws(QueryTextError) -> FileLink {
    var texts: [String: String] = [:]
    var size: Int64?
    try parts(["name", "media_type", "size", "digest"]) { (parser, part) throws(QueryTextError) in
      if part == "size" {
        let token = try parser.expect(.figure, "a number of bytes")
        guard let bytes = Int64(parser.source(token)) else { throw parser.badLiteral("a number of bytes", at: token) }
        size = bytes
      } else {
        texts[part] = try parser.text()
      }
    }
    guard let name = texts["name"], let mediaType = texts["media_type"], let digest = texts["digest"], let size else {
      throw badLiteral("a file with name, media_type, size and digest", at: start)
    }
    return try checked(at: start) { () throws(ValueError) in
      try FileLink(digest: digest, name: name, mediaType: mediaType, size: size)
    }
  }

  /// Parts such as `first: "Ana"` in any order, each at most once, up to and with the closing parenthesis.
  private mutating func parts(
    _ labels: [String], _ part: (inout TextParser, String) throws(QueryTextError) -> Void
  ) throws(QueryTextError) {
    var left = labels
    try items { (parser) throws(QueryTextError) in
      guard let place = left.firstIndex(where: { parser.isAt($0) }) else {
        throw parser.failure("`)` or one of these once: \(left.joined(separator: ", "))")
      }
      parser.advance()
      try parser.expect(.colon, "`:`")
      try part(&parser, left.remove(at: place))
    }
  }
}
