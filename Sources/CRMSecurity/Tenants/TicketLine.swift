/// Those who wait, by their tickets, the lowest first.
///
/// Who is taken out leaves a gap, which goes when it comes to the front or when there are more gaps than others.
struct TicketLine<Element> {
  private var places: [(ticket: UInt64, element: Element?)] = []
  /// Where the first is; gaps are behind it only.
  private var start = 0
  /// How many there are.
  private(set) var count = 0

  /// Whether there is nobody.
  var isEmpty: Bool { count == 0 }

  /// The one with the lowest ticket.
  ///
  /// - Complexity: O(1).
  var first: (ticket: UInt64, element: Element)? {
    guard start < places.count, let element = places[start].element else { return nil }
    return (places[start].ticket, element)
  }

  /// All of them, in order.
  ///
  /// - Complexity: O(*n*).
  var all: [(ticket: UInt64, element: Element)] {
    places[start...].compactMap { place in place.element.map { (place.ticket, $0) } }
  }

  /// Lets somebody stand where the ticket says; it is nobody else's.
  ///
  /// - Complexity: O(1), amortized, for the highest ticket; else O(*n*).
  mutating func insert(_ element: Element, ticket: UInt64) {
    count += 1
    let index = index(of: ticket)
    if index == places.count {
      places.append((ticket, element))
    } else if places[index].ticket == ticket {
      places[index].element = element
    } else {
      places.insert((ticket, element), at: index)
    }
  }

  /// Takes the first away.
  ///
  /// - Complexity: O(1), amortized.
  @discardableResult mutating func removeFirst() -> Element? { first.flatMap { remove(ticket: $0.ticket) } }

  /// Takes one away; nil if nobody has that ticket.
  ///
  /// - Complexity: O(log *n*), amortized.
  @discardableResult mutating func remove(ticket: UInt64) -> Element? {
    let index = index(of: ticket)
    guard index < places.count, places[index].ticket == ticket, let element = places[index].element else { return nil }
    places[index].element = nil
    count -= 1
    while start < places.count, places[start].element == nil { start += 1 }
    if places.count > 2 * count + 16 {
      places.removeAll { $0.element == nil }
      start = 0
    }
    return element
  }

  /// Where a ticket is or belongs.
  private func index(of ticket: UInt64) -> Int {
    guard let last = places.last, last.ticket >= ticket else { return places.count }
    var (low, high) = (start, places.count)
    while low < high {
      let middle = low + (high - low) / 2
      if places[middle].ticket < ticket { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
