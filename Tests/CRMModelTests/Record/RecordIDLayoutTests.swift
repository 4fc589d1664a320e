import CRMModel
import Testing

/// Decision record 0001: "From the highest bit: a zero, 41 bits of milliseconds since 2024-01-01T00:00:00Z, 10 bits of
/// node, 12 bits of sequence." Ids stand in files and URLs, so not one of these numbers may ever change.
@Suite struct `The bits of an id` {
  @Test(
    arguments: [
      // 2025-06-02T09:00:00Z is 44,787,600,000 ms after the epoch; worked out apart from this library.
      (44_787_600_000, 5, 7, 187_852_809_830_420_487),
      (0, 0, 0, 0), (0, 0, 1, 1), (0, 1, 0, 4_096), (1, 0, 0, 4_194_304),
      ((1 << 41) - 1, 1_023, 4_095, .max),
    ] as [(Int64, Int64, Int64, Int64)])
  func `lie where the decision says`(_ millisecond: Int64, _ node: Int64, _ sequence: Int64, _ id: Int64) {
    #expect(RecordIDLayout.id(millisecond: millisecond, node: node, sequence: sequence) == id)
    #expect(RecordIDLayout.node(of: id) == node)
    #expect(RecordIDLayout.milliseconds(of: id) == 1_704_067_200_000 + millisecond)
  }

  @Test func `have room for what the decision promises`() throws {
    let epoch = try Instant("2024-01-01T00:00:00Z")
    #expect(RecordIDLayout.epochMilliseconds * 1_000 == epoch.microsecondsSinceEpoch)
    #expect(RecordIDLayout.nodeCount == 1_024)
    #expect(RecordIDLayout.sequenceCount == 4_096)
    let last = (RecordIDLayout.epochMilliseconds + RecordIDLayout.lastMillisecond) * 1_000
    #expect(Instant(microsecondsSinceEpoch: last)?.description == "2093-09-06T15:47:35.551Z")
  }

  @Test(
    arguments: [
      (-1, 5, 7, 20_487), (44_787_600_000, -1, 7, 187_852_809_830_400_007),
      (44_787_600_000, 5, 4_096, 187_852_809_830_424_575), (44_787_600_000, 1_024, 7, 187_852_809_834_590_215),
      (.max, 1_023, 4_095, .max),
    ] as [(Int64, Int64, Int64, Int64)])
  func `are clamped, never mixed, for numbers out of range`(
    _ millisecond: Int64, _ node: Int64, _ sequence: Int64, _ id: Int64
  ) {
    #expect(RecordIDLayout.id(millisecond: millisecond, node: node, sequence: sequence) == id)
  }

  @Test func `leave a day for ids from outside`() throws {
    let now = try Instant("2025-06-02T09:00:00Z")
    let tomorrow: Int64 = (44_787_600_000 + 86_400_000) << 22 | 0x3F_FFFF
    #expect(RecordIDLayout.latest(at: now) == tomorrow)
    let before = try Instant("1970-01-01T00:00:00Z")
    #expect(RecordIDLayout.latest(at: before) == 86_400_000 << 22 | 0x3F_FFFF)
  }
}

@Suite struct `An id as text` {
  @Test func `is a decimal number, with its entity before a slash`() {
    let id = Account.ID(rawValue: 187_852_809_830_420_487)
    #expect(id.description == "187852809830420487")
    #expect(Account.ID("187852809830420487") == id)
    #expect(id.erased.description == "account/187852809830420487")
    #expect(AnyRecordID("account/187852809830420487") == id.erased)
    #expect(Contact.ID(id.erased) == nil)
  }

  @Test(arguments: ["", "-1", "1.0", " 1", "0x10", "9223372036854775808", "account/1"])
  func `is nothing else`(_ text: String) {
    #expect(Account.ID(text) == nil)
  }

  @Test(
    arguments: [
      "account", "account/", "/1", "account/-1", "account/1/2", "acc ount/1", "account/9223372036854775808",
    ])
  func `with its entity is nothing else either`(_ text: String) {
    #expect(AnyRecordID(text) == nil)
  }
}
