/// How the 64 bits of a record's identity are used.
///
/// From the highest bit: one zero bit, 41 bits of milliseconds since 2024-01-01T00:00:00Z (until 2093), 10 bits of node number,
/// 12 bits of sequence within the millisecond. Ids of one node ascend; ids of different nodes never meet. The decision and what
/// follows from it (clocks going back, copied files) is record 0001.
public enum RecordIDLayout {
  /// Milliseconds from 1970 to the layout's epoch, 2024-01-01T00:00:00Z.
  public static let epochMilliseconds: Int64 = 1_704_067_200_000
  /// How many nodes there may be; node numbers run from 0 to one less.
  public static let nodeCount: Int64 = 1_024
  /// How many ids a node may make in one millisecond before it borrows the next one.
  public static let sequenceCount: Int64 = 4_096
  /// The highest millisecond that fits, counted from the layout's epoch.
  public static let lastMillisecond: Int64 = (1 << 41) - 1

  /// The id of a node's `sequence`-th record in a millisecond counted from the layout's epoch; arguments out of range are clamped.
  public static func id(millisecond: Int64, node: Int64, sequence: Int64) -> Int64 {
    let time = min(max(millisecond, 0), lastMillisecond)
    let place = min(max(node, 0), nodeCount - 1)
    let step = min(max(sequence, 0), sequenceCount - 1)
    return (time << 22) | (place << 12) | step
  }

  /// The highest id that a record may be given from outside at a moment: one of the next day. Higher ones would leave none for later records.
  public static func latest(at moment: Instant) -> Int64 {
    let milliseconds = moment.microsecondsSinceEpoch / 1_000 - epochMilliseconds + 86_400_000
    return id(millisecond: max(milliseconds, 86_400_000), node: nodeCount - 1, sequence: sequenceCount - 1)
  }

  /// Milliseconds from 1970 to the moment an id was made.
  public static func milliseconds(of id: Int64) -> Int64 { (id >> 22) &+ epochMilliseconds }

  /// The number of the node that made an id.
  public static func node(of id: Int64) -> Int64 { (id >> 12) & (nodeCount - 1) }
}
