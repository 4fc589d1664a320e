/// A postal address in parts, any of which may be empty, and where it lies if that is known.
public struct PostalAddress: Hashable, Sendable {
  /// Street, house number and what is written above the city; may have several lines.
  public var street: String
  /// City or town.
  public var city: String
  /// State, province, canton or county.
  public var region: String
  /// Postal code as written in its country.
  public var postalCode: String
  /// The country as text: a name or an ISO 3166-1 code, as the workspace prefers. It is not checked.
  public var country: String
  /// Where the address lies.
  public var location: GeoPoint?

  /// Makes an address; parts not given are empty.
  public init(
    street: String = "", city: String = "", region: String = "", postalCode: String = "", country: String = "",
    location: GeoPoint? = nil
  ) {
    self.street = street
    self.city = city
    self.region = region
    self.postalCode = postalCode
    self.country = country
    self.location = location
  }

  /// Whether every part is empty or blank and no location is known.
  public var isEmpty: Bool {
    location == nil && [street, city, region, postalCode, country].allSatisfy { TextPart.trimmed($0) == nil }
  }

  /// The address as it is stored: parts in NFC, without blanks at the ends.
  ///
  /// - Throws: What ``TextKey/normalized(_:within:)`` throws for a part, with ``TextLimits/text``.
  public func normalized() throws(ValueError) -> PostalAddress {
    PostalAddress(
      street: try TextPart.normalized(street), city: try TextPart.normalized(city),
      region: try TextPart.normalized(region), postalCode: try TextPart.normalized(postalCode),
      country: try TextPart.normalized(country), location: location
    )
  }
}
