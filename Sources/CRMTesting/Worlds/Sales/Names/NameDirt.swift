/// What happens to names that people type: case, blanks, letters, accents.
enum NameDirt {
  /// A name that is not written as it should be; always another text, never an empty one.
  static func soiled(_ name: String, _ chance: inout WorldChance) -> String {
    let result =
      switch chance.below(10) {
      case 0: name.uppercased()
      case 1, 2: name.lowercased()
      case 3: " " + name
      case 4: name + " "
      case 5: doubledBlank(name)
      case 6: swapped(name, &chance)
      case 7: shortened(name, &chance)
      case 8: lengthened(name, &chance)
      default: PlainLetters.withoutAccents(name)
      }
    // Some names have no case, blank or accent to lose.
    return result == name ? name + " " : result
  }

  private static func doubledBlank(_ name: String) -> String {
    guard let blank = name.firstIndex(of: " ") else { return name }
    return name[..<blank] + " " + name[blank...]
  }

  private static func swapped(_ name: String, _ chance: inout WorldChance) -> String {
    var letters = Array(name)
    guard let place = place(in: letters, &chance) else { return name }
    letters.swapAt(place, place + 1)
    return String(letters)
  }

  private static func shortened(_ name: String, _ chance: inout WorldChance) -> String {
    var letters = Array(name)
    guard let place = place(in: letters, &chance) else { return name }
    letters.remove(at: place)
    return String(letters)
  }

  private static func lengthened(_ name: String, _ chance: inout WorldChance) -> String {
    var letters = Array(name)
    guard let place = place(in: letters, &chance) else { return name }
    letters.insert(letters[place], at: place)
    return String(letters)
  }

  /// A letter behind the first that another follows; nil in short names.
  private static func place(in letters: [Character], _ chance: inout WorldChance) -> Int? {
    letters.count < 4 ? nil : 1 + chance.below(letters.count - 2)
  }
}
