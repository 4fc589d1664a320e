import CRMModel
import CRMTesting
import Testing

@Suite struct `Text of dates and times` {
  /// Each value's text with characters changed, left out, doubled and cut off.
  @Test(arguments: [5, 1_905] as [UInt64])
  func `is either refused with a value error or printed and read again to the same value`(seed: UInt64) throws {
    var numbers = SeededGenerator(seed: seed)
    var seen: [String: (read: Int, refused: Int)] = [:]
    for _ in 0..<400 {
      try check(CalendarDate.self, "2024-02-29", &numbers, &seen)
      try check(Instant.self, "2025-06-06T14:50:00.25+02:00", &numbers, &seen)
      try check(TimeOfDay.self, "14:50:09.5", &numbers, &seen)
      try check(TimeSpan.self, "-P1DT12H30M0.5S", &numbers, &seen)
      try check(LocalDateTime.self, "2025-06-06T14:50:00", &numbers, &seen)
      try check(ZoneID.self, "+02:00", &numbers, &seen)
      try check(ZonedDateTime.self, "2025-06-06T14:50:00+02:00[Europe/Madrid]", &numbers, &seen)
      try check(ZonedInterval.self, "2025-06-06T14:50:00+02:00/2025-06-06T16:20:00+02:00[CET]", &numbers, &seen)
      try check(InstantInterval.self, "2025-06-06T14:50:00Z/2025-06-06T16:20:00Z", &numbers, &seen)
      try check(DateRange.self, "2025-01-01/2025-04-01", &numbers, &seen)
      try check(RelativePeriod.self, "last 90 days", &numbers, &seen)
    }
    print("seed \(seed): \(seen.sorted { $0.key < $1.key })")
    #expect(seen.count == 11)
    #expect(seen.values.allSatisfy { $0.read >= 10 && $0.refused >= 10 }, "some type was starved")
  }

  private func check<Value: TextCodable & Equatable>(
    _ type: Value.Type, _ text: String, _ numbers: inout SeededGenerator,
    _ seen: inout [String: (read: Int, refused: Int)]
  ) throws {
    let damaged = damage(text, &numbers)
    do throws(ValueError) {
      let value = try Value(damaged)
      let again = try Value(value.description)
      #expect(again == value, "\(damaged)")
      #expect(again.description == value.description)
      seen["\(type)", default: (0, 0)].read += 1
    } catch {
      seen["\(type)", default: (0, 0)].refused += 1
    }
  }

  private func damage(_ text: String, _ numbers: inout SeededGenerator) -> String {
    let alphabet = Array("0123456789999000---+:./TZPDHMSW[] dsé٣\u{0}")
    var characters = Array(text)
    for _ in 0..<Int.random(in: 1...2, using: &numbers) where !characters.isEmpty {
      let place = Int.random(in: 0..<characters.count, using: &numbers)
      let other = alphabet.randomElement(using: &numbers) ?? "0"
      switch Int.random(in: 0..<10, using: &numbers) {
      case 0: characters.remove(at: place)
      case 1: characters.insert(characters[place], at: place)
      case 2: characters.removeLast(characters.count - place)
      default:
        characters[place] = characters[place].isNumber ? alphabet[Int.random(in: 0..<16, using: &numbers)] : other
      }
    }
    return String(characters)
  }
}
