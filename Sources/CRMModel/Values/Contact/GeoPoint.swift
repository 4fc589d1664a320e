#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A point on the earth by latitude and longitude in degrees (WGS 84).
public struct GeoPoint: Hashable, Sendable {
  /// Degrees north of the equator, -90...90.
  public let latitude: Double
  /// Degrees east of Greenwich, -180...180.
  public let longitude: Double

  /// The mean radius of the earth, R1 = (2a + b) / 3 of GRS 80, in meters.
  ///
  /// Source: H. Moritz, "Geodetic Reference System 1980", Journal of Geodesy 74 (2000), adopted by the IUGG:
  /// 6,371,008.7714 m, here to the decimeter.
  public static let earthRadius = 6_371_008.8

  /// Makes a point; a negative zero becomes zero.
  ///
  /// - Throws: ``ValueError`` with code `coordinate_out_of_range` for a number that is not finite or beyond its range.
  public init(latitude: Double, longitude: Double) throws(ValueError) {
    guard (-90...90).contains(latitude), (-180...180).contains(longitude) else {
      throw ValueError(.coordinateOutOfRange, "a latitude of -90 to 90 and a longitude of -180 to 180 degrees")
    }
    self.latitude = latitude + 0
    self.longitude = longitude + 0
  }

  /// The great-circle distance in meters on a sphere of ``earthRadius``, by the haversine formula.
  ///
  /// Every engine computes this formula, so that distances agree; on the ellipsoid they differ by up to 0.5 %. Source:
  /// R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984).
  public func distance(to other: GeoPoint) -> Double {
    let radians = Double.pi / 180
    let sineOfHalfLatitude = sin((other.latitude - latitude) * radians / 2)
    let sineOfHalfLongitude = sin((other.longitude - longitude) * radians / 2)
    let cosines = cos(latitude * radians) * cos(other.latitude * radians)
    let haversine = sineOfHalfLatitude * sineOfHalfLatitude + cosines * sineOfHalfLongitude * sineOfHalfLongitude
    // Rounding may carry the haversine of antipodes past 1, where the arc sine is not defined.
    return 2 * Self.earthRadius * asin(min(1, haversine.squareRoot()))
  }
}
