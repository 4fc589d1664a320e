import Foundation

/// How a case grows with the number of deals.
struct Growth {
  /// Cases whose work is the same however many deals there are: they have to stay flat.
  static let flat: Set<String> = [
    "by_id", "by_unique", "by_id_awaited", "by_id_batches", "by_unique_awaited", "by_unique_batches", "single_insert",
    "single_update", "single_delete", "concurrent_update", "observed_update", "list_view", "list_view_all",
    "list_view_account", "next_page", "open_workspace", "memory_fixtures",
  ]

  let name: String
  let engine: ContenderName
  let from: Int
  let to: Int
  /// How many times as long it takes at the larger size.
  let factor: Double
  /// How many times as long the work by hand takes.
  let byHand: Double?

  /// How many times as long is still flat: a tree is higher by a level, and more of it is outside of the caches.
  static let flatRoom = 2.5
  /// How far above n log n is still that, for a cache that does not hold all any more.
  static let linearRoom = 1.5
  /// How far above the growth by hand is still no fault of the library's.
  static let handRoom = 1.3

  var isFlat: Bool { Growth.flat.contains(name) }

  /// How many times as long the case may take.
  var allowed: Double {
    let (small, large) = (Double(from), Double(to))
    let bound = isFlat ? Growth.flatRoom : large * log(large) / (small * log(small)) * Growth.linearRoom
    // Where the indexes do not suit a list, it is not flat by hand either; that excuses no more than twice the bound.
    return max(bound, min((byHand ?? 0) * Growth.handRoom, bound * 2))
  }

  var isDefect: Bool { factor > allowed }

  /// What is wrong, in a line.
  var complaint: String {
    let expected = isFlat ? "has to be flat" : "worse than n log n"
    let hand = byHand.map { ", by hand \(Figure.short($0)) times" } ?? ""
    return
      "\(name) on \(engine.rawValue): \(Figure.short(factor)) times from \(from) to \(to) deals\(hand); \(expected)"
  }

  /// The growth of all cases from each size to the next and over all.
  static func all(in file: FigureFile) -> [Growth] {
    let sizes = file.sizes
    var steps = Array(zip(sizes, sizes.dropFirst()))
    if sizes.count > 2, let first = sizes.first, let last = sizes.last { steps.append((first, last)) }
    return PeerCase.all.flatMap { work in
      work.engines.flatMap { engine in
        steps.compactMap { from, to -> Growth? in
          guard let small = file.ours(work.name, engine, from)?.least,
            let large = file.ours(work.name, engine, to)?.least, small > 0
          else { return nil }
          let hand = (file.peer(work.name, "c-api", from)?.least, file.peer(work.name, "c-api", to)?.least)
          var byHand: Double?
          if let few = hand.0, let many = hand.1, few > 0 { byHand = many / few }
          return Growth(name: work.name, engine: engine, from: from, to: to, factor: large / small, byHand: byHand)
        }
      }
    }
  }
}
