/// How much JSON is accepted at once; what is beyond is refused before it is built.
public struct JSONLimits: Hashable, Sendable {
  /// The most bytes of text.
  public var bytes: Int
  /// The most values, those inside others and object keys not counted twice.
  public var values: Int
  /// The deepest nesting of arrays and objects; never more than ``deepestNesting``.
  public var depth: Int

  /// The deepest nesting that is accepted anywhere: 64. The parser recurses, and a thread's stack is small.
  public static let deepestNesting = 64

  /// 16 MiB, a million values, 64 levels.
  public static let standard = JSONLimits()

  /// For what the library has written itself: any size, 64 levels.
  package static let unlimited = JSONLimits(bytes: .max, values: .max)

  /// Makes limits, all inclusive.
  public init(bytes: Int = 16_777_216, values: Int = 1_000_000, depth: Int = JSONLimits.deepestNesting) {
    self.bytes = bytes
    self.values = values
    self.depth = min(depth, JSONLimits.deepestNesting)
  }
}
