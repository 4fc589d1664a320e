/// The keys and values of a JSON object, in order, no key twice.
public struct JSONObject: Hashable, Sendable {
  /// A key with its value.
  public struct Member: Hashable, Sendable {
    /// The key.
    public let key: String
    /// The value.
    public let value: JSONValue

    /// Joins a key and a value.
    public init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// Keys and values in order.
  public private(set) var members: [Member]

  /// The empty object.
  public init() { members = [] }

  /// Keys and values in order; a key given twice keeps its place and the last value.
  ///
  /// - Complexity: O(*n*²) in the number of keys.
  public init(_ elements: [(String, JSONValue)]) {
    members = []
    for (key, value) in elements { self[key] = value }
  }

  /// Members whose keys are known to differ.
  init(distinct members: [Member]) { self.members = members }

  /// The value of a key; setting nil removes the key, setting a new key adds it at the end.
  ///
  /// - Complexity: O(*n*) in the number of keys.
  public subscript(key: String) -> JSONValue? {
    get { members.first { $0.key == key }?.value }
    set {
      let index = members.firstIndex { $0.key == key }
      switch (index, newValue) {
      case (let index?, let value?): members[index] = Member(key, value)
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(Member(key, value))
      case (nil, nil): break
      }
    }
  }

  /// The keys in order.
  public var keys: [String] { members.map(\.key) }

  /// Whether there is no key.
  public var isEmpty: Bool { members.isEmpty }

  /// Adds a key that is known to be new.
  mutating func append(_ key: String, _ value: JSONValue) { members.append(Member(key, value)) }
}
