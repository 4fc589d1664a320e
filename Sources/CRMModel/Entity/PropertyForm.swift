/// What a property is in memory: one of a few types whose cells are put into it directly, or any other.
enum PropertyForm: Sendable {
  case boolean, integer, money, date, instant, timeOfDay, duration, decimal, percent, text
  /// A reference to a record of one entity.
  case reference(EntityName)
  /// A picklist's code, with what puts one into a property.
  case code(@Sendable (UnsafeMutableRawPointer, String?) -> Void)
  case other

  /// The form of a property's type, Optional or not.
  init<V: FieldRepresentable>(_ type: V.Type) {
    // A type whose Base does not lie in memory as itself or its Optional has no form of its own.
    guard V.self == V.Base.self || V.self == V.Base?.self else {
      self = .other
      return
    }
    let base: Any.Type = V.Base.self
    if base == Bool.self {
      self = .boolean
    } else if base == Int.self || base == Int64.self {
      self = MemoryLayout<Int>.size == MemoryLayout<Int64>.size || base == Int64.self ? .integer : .other
    } else if let identity = base as? any RecordIdentity.Type {
      self = .reference(identity.entityName)
    } else if base == Money.self {
      self = .money
    } else if base == CalendarDate.self {
      self = .date
    } else if base == Instant.self {
      self = .instant
    } else if base == TimeOfDay.self {
      self = .timeOfDay
    } else if base == TimeSpan.self {
      self = .duration
    } else if base == ExactDecimal.self {
      self = .decimal
    } else if base == Percent.self {
      self = .percent
    } else if base == String.self {
      self = .text
    } else if let code = base as? any PicklistCode.Type {
      self = .code(Self.put(code, isOptional: V.isOptional))
    } else {
      self = .other
    }
  }

  /// Whether it is one of the types that are known to be values through and through.
  var isPlain: Bool {
    switch self {
    case .other, .code: false
    default: true
    }
  }

  private static func put<C: PicklistCode>(
    _ type: C.Type, isOptional: Bool
  ) -> @Sendable (UnsafeMutableRawPointer, String?) -> Void {
    if isOptional {
      return { place, text in
        place.assumingMemoryBound(to: C?.self).pointee = text.map { C(rawValue: $0) }
      }
    }
    return { place, text in place.assumingMemoryBound(to: C.self).pointee = C(rawValue: text ?? "") }
  }
}

/// A type that is a record's 64 bits in memory and nothing else.
protocol RecordIdentity {
  /// The entity whose records it identifies.
  static var entityName: EntityName { get }
}

extension RecordID: RecordIdentity {
  static var entityName: EntityName { E.name }
}
