import CRMModel
import CRMTesting
import Testing

@Suite struct `A person's name` {
  @Test func `in full leaves out what is blank`() {
    #expect(
      PersonName(salutation: "Dr.", first: "Ana", middle: "María", last: "López", suffix: "Jr.").full
        == "Dr. Ana María López Jr.")
    #expect(PersonName(first: " Ana ", middle: " ", last: "López").full == "Ana López")
  }

  @Test func `is empty when all is blank`() {
    #expect(PersonName().isEmpty && PersonName(first: " \u{A0}\n").isEmpty && !PersonName(last: "x").isEmpty)
  }

  @Test func `is stored in NFC and bounded`() throws {
    #expect(Array(try PersonName(last: " Mu\u{308}ller ").normalized().last.utf8) == Array("Müller".utf8))
    #expect(try PersonName(last: String(repeating: "x", count: 255)).normalized().last.count == 255)
    #expect { try PersonName(suffix: String(repeating: "x", count: 256)).normalized() } throws: {
      ($0 as? ValueError)?.code == .textTooLong
    }
    #expect { try PersonName(first: "a\0").normalized() } throws: { ($0 as? ValueError)?.code == .nulInText }
  }
}

@Suite struct `A postal address` {
  @Test func `is empty when nothing is known`() throws {
    #expect(PostalAddress().isEmpty && PostalAddress(city: " ").isEmpty)
    #expect(!PostalAddress(country: "DE").isEmpty)
    #expect(!PostalAddress(location: try GeoPoint(latitude: 0, longitude: 0)).isEmpty)
  }

  @Test func `is stored in NFC and bounded`() throws {
    #expect(Array(try PostalAddress(city: "Zu\u{308}rich").normalized().city.utf8) == Array("Zürich".utf8))
    #expect { try PostalAddress(street: String(repeating: "x", count: 256)).normalized() } throws: {
      ($0 as? ValueError)?.code == .textTooLong
    }
  }
}

@Suite struct `A point on the earth` {
  @Test(arguments: [(90.0, 180.0), (-90.0, -180.0), (0.0, 0.0)])
  func `lies within its range, ends included`(latitude: Double, longitude: Double) throws {
    #expect(try GeoPoint(latitude: latitude, longitude: longitude).latitude == latitude)
  }

  @Test(arguments: [
    (90.0.nextUp, 0.0), (-90.0.nextUp * 1.0000001, 0.0), (0.0, 180.0.nextUp), (0.0, (-180.0).nextDown),
    (Double.nan, 0.0), (0.0, Double.nan),
    (Double.infinity, 0.0), (0.0, -Double.infinity),
  ])
  func `is refused beyond`(latitude: Double, longitude: Double) {
    #expect { try GeoPoint(latitude: latitude, longitude: longitude) } throws: {
      ($0 as? ValueError)?.code == .coordinateOutOfRange
    }
  }

  @Test func `has no negative zero`() throws {
    #expect(try GeoPoint(latitude: -0.0, longitude: -0.0).latitude.sign == .plus)
  }

  /// Quarter, half and one degree of a great circle, and the example of Rosetta Code, "Haversine formula": Nashville
  /// (36.12, -86.67) to Los Angeles (33.94, -118.40), 2,887.25995 km at a radius of 6,372.8 km.
  @Test(
    arguments: [
      ((0.0, 0.0), (0.0, 90.0), 6_371_008.8 * Double.pi / 2), ((0.0, 0.0), (0.0, 180.0), 6_371_008.8 * Double.pi),
      ((90.0, 0.0), (-90.0, 77.0), 6_371_008.8 * Double.pi),
      ((10.0, 20.0), (11.0, 20.0), 6_371_008.8 * Double.pi / 180),
      ((0.0, 179.5), (0.0, -179.5), 6_371_008.8 * Double.pi / 180), ((5.0, 5.0), (5.0, 5.0), 0.0),
      ((36.12, -86.67), (33.94, -118.40), 2_887_259.95 * 6_371_008.8 / 6_372_800),
    ] as [((Double, Double), (Double, Double), Double)])
  func `has a great circle distance`(from: (Double, Double), to: (Double, Double), meters: Double) throws {
    let start = try GeoPoint(latitude: from.0, longitude: from.1)
    let end = try GeoPoint(latitude: to.0, longitude: to.1)
    #expect(abs(start.distance(to: end) - meters) < 0.05)
    #expect(start.distance(to: end) == end.distance(to: start))
  }

  @Test func `has a distance to its antipode whatever the rounding`() throws {
    let seed: UInt64 = 42
    print("seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<1_000 {
      let latitude = Double.random(in: -90...90, using: &generator)
      let longitude = Double.random(in: -180...0, using: &generator)
      let point = try GeoPoint(latitude: latitude, longitude: longitude)
      let antipode = try GeoPoint(latitude: -latitude, longitude: longitude + 180)
      #expect(abs(point.distance(to: antipode) - GeoPoint.earthRadius * Double.pi) < 1)
    }
  }
}
