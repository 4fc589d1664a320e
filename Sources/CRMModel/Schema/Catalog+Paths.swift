extension Catalog {
  /// The type at the end of a path from records of an entity: a field, a parent's field, the start or end of an interval.
  ///
  /// Money that leaves its currency to the workspace is told as of the workspace's.
  ///
  /// - Returns: nil if the path leads nowhere, or through a retired field or a reference to several entities.
  /// - Complexity: O(1) a step.
  public func type(of path: FieldPath, from entity: EntityName) -> FieldType? {
    type(of: path.words[...], from: entity)?.resolved(currency: currency)
  }

  private func type(of words: ArraySlice<String>, from entity: EntityName) -> FieldType? {
    for count in [2, 1] where words.count >= count {
      let name = FieldName(words.prefix(count).joined(separator: "."))
      let rest = words.dropFirst(count)
      let system = SystemField(rawValue: name.rawValue)?.type(in: entity)
      guard let type = field(name, of: entity).flatMap({ $0.isRetired ? nil : $0.type }) ?? system else { continue }
      if rest.isEmpty { return type }
      if case .reference(.one(let parent)) = type { return self.type(of: rest, from: parent) }
      guard rest.count == 1, rest.first == "start" || rest.first == "end" else { return nil }
      switch type {
      case .interval, .zonedInterval: return .instant
      case .dateRange: return .date
      default: return nil
      }
    }
    return nil
  }
}
