import CRMTesting
import Testing

@testable import CRMSecurity

/// Against a sorted list that is written for clarity.
@Suite struct `A line of tickets` {
  @Test(arguments: [UInt64(1), 2, 3, 20_251_122])
  func `is what a sorted list is, whoever comes and goes when`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var line = TicketLine<Int>()
    var list: [(ticket: UInt64, element: Int)] = []
    var next: UInt64 = 100
    var tally: [String: Int] = [:]
    for step in 0..<4_000 {
      // It grows to some hundred, shrinks to nothing, and so on.
      switch random.number(below: 10) + (step / 500 % 2) * 3 {
      case 0..<4:
        next += UInt64(1 + random.number(below: 3))
        line.insert(step, ticket: next)
        list.append((next, step))
        tally["last", default: 0] += 1
      case 4:
        let ticket = UInt64(random.number(below: Int(next)))
        guard !list.contains(where: { $0.ticket == ticket }) else { continue }
        line.insert(step, ticket: ticket)
        list.append((ticket, step))
        list.sort { $0.ticket < $1.ticket }
        tally["between", default: 0] += 1
      case 5..<8:
        let removed = line.removeFirst()
        #expect(removed == (list.isEmpty ? nil : list.removeFirst().element), "seed \(seed), step \(step)")
        tally[removed == nil ? "none" : "first", default: 0] += 1
      default:
        let ticket = list.randomElement(using: &random)?.ticket ?? 7
        let removed = line.remove(ticket: ticket)
        #expect(removed == list.first { $0.ticket == ticket }?.element, "seed \(seed), step \(step)")
        #expect(line.remove(ticket: ticket) == nil)
        list.removeAll { $0.ticket == ticket }
        tally["any", default: 0] += 1
      }
      #expect(line.count == list.count && line.isEmpty == list.isEmpty, "seed \(seed), step \(step)")
      #expect(line.first?.ticket == list.first?.ticket, "seed \(seed), step \(step)")
      if step % 50 == 0 { #expect(line.all.map(\.element) == list.map(\.element), "seed \(seed), step \(step)") }
    }
    print("tickets: seed \(seed), \(tally.sorted { $0.key < $1.key })")
    #expect(["last", "between", "first", "any", "none"].allSatisfy { tally[$0, default: 0] > 20 })
  }
}
