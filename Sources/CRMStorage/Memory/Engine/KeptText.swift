import Synchronization

/// A text that is kept, or what makes it when it is asked for first.
enum KeptText: Sendable {
  case text(String)
  case later(Later)

  init(_ text: String) { self = .text(text) }

  init(_ make: @escaping @Sendable () throws -> String) { self = .later(Later(make)) }

  /// The text; throws what making it does.
  var text: String {
    get throws {
      switch self {
      case .text(let text): text
      case .later(let later): try later.text
      }
    }
  }

  /// Makes a text once.
  final class Later: Sendable {
    private let make: @Sendable () throws -> String
    private let made = Mutex<String?>(nil)

    init(_ make: @escaping @Sendable () throws -> String) { self.make = make }

    var text: String {
      get throws {
        try made.withLock { made in
          if let made { return made }
          let text = try make()
          made = text
          return text
        }
      }
    }
  }
}
