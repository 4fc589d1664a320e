extension FieldRef where V.Base == ZonedInterval {
  /// The beginning.
  public var start: FieldRef<Instant?> { FieldRef<Instant?>(path: path.appending(FieldPath("start"))) }
  /// The end, not part of it.
  public var end: FieldRef<Instant?> { FieldRef<Instant?>(path: path.appending(FieldPath("end"))) }
  /// End less start.
  public var length: FieldRef<TimeSpan?> { FieldRef<TimeSpan?>(path: path.appending(FieldPath("length"))) }
}

extension FieldRef where V.Base == InstantInterval {
  /// The beginning.
  public var start: FieldRef<Instant?> { FieldRef<Instant?>(path: path.appending(FieldPath("start"))) }
  /// The end, not part of it.
  public var end: FieldRef<Instant?> { FieldRef<Instant?>(path: path.appending(FieldPath("end"))) }
  /// End less start.
  public var length: FieldRef<TimeSpan?> { FieldRef<TimeSpan?>(path: path.appending(FieldPath("length"))) }
}

extension FieldRef where V.Base == PersonName {
  /// The family name.
  public var last: FieldRef<String?> { FieldRef<String?>(path: path.appending(FieldPath("last"))) }
  /// The given name.
  public var first: FieldRef<String?> { FieldRef<String?>(path: path.appending(FieldPath("first"))) }
}

extension FieldRef where V.Base == PostalAddress {
  /// The city.
  public var city: FieldRef<String?> { FieldRef<String?>(path: path.appending(FieldPath("city"))) }
  /// The region or state.
  public var region: FieldRef<String?> { FieldRef<String?>(path: path.appending(FieldPath("region"))) }
  /// The postal code.
  public var postalCode: FieldRef<String?> { FieldRef<String?>(path: path.appending(FieldPath("postal_code"))) }
  /// The country.
  public var country: FieldRef<String?> { FieldRef<String?>(path: path.appending(FieldPath("country"))) }
}

extension FieldRef where V.Base == GeoPoint {
  /// Whether the place is nearer to a point than a distance in metres.
  public func isWithin(metres: Int, of point: GeoPoint) -> Condition {
    .compare(.less, .distance(path, point), .literal(.integer(Int64(metres))))
  }
}

extension FieldRef where V.Base == Money {
  /// The currency's code, where each record has its own; a field of one currency has no such part.
  public var currency: FieldRef<String?> { FieldRef<String?>(path: path.appending(FieldPath("currency"))) }
}
