/// The keys by which the rows of a world's files refer to each other.
enum RowKey {
  static func account(_ place: Int) -> String { "A" + digits(place + 1, 6) }
  static func contact(_ place: Int) -> String { "C" + digits(place + 1, 7) }
  static func lead(_ place: Int) -> String { "L" + digits(place + 1, 7) }
  static func opportunity(_ place: Int) -> String { "OPP-" + digits(place + 1, 6) }

  /// A number with zeros in front.
  static func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(width - text.utf8.count, 0)) + text
  }
}
