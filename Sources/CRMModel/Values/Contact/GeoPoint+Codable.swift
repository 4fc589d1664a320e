extension GeoPoint: Codable {
  private enum CodingKeys: String, CodingKey { case latitude, longitude }

  /// Reads `{"latitude": 40.4, "longitude": -3.7}`; places that do not exist are refused.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      latitude: values.decode(Double.self, forKey: .latitude), longitude: values.decode(Double.self, forKey: .longitude)
    )
  }

  /// Writes `{"latitude": 40.4, "longitude": -3.7}`.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(latitude, forKey: .latitude)
    try values.encode(longitude, forKey: .longitude)
  }
}
