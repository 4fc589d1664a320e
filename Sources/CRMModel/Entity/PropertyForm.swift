/// What a property is in memory: one of a few types whose cells are put into it directly, or any other.
enum PropertyForm: Sendable {
  case boolean, integer, money, date, instant, timeOfDay, duration, decimal, percent, text
  /// A reference to a record of one entity.
  case reference(EntityName)
  /// A picklist's code.
  case code(Code)
  case other

  /// What moves a picklist's code.
  struct Code: Sendable {
    /// Puts one into a property: where it lies, the code, and whether nothing lies there yet.
    let put: @Sendable (UnsafeMutableRawPointer, String?, Bool) -> Void
    /// What lies in a property.
    let get: @Sendable (UnsafeRawPointer) -> FieldValue
  }

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
      self = .code(
        Code(put: Self.put(V.self, code)) { $0.assumingMemoryBound(to: V.self).pointee.fieldValue })
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

  private static func put<V: FieldRepresentable, C: PicklistCode>(
    _ type: V.Type, _ code: C.Type
  ) -> @Sendable (UnsafeMutableRawPointer, String?, Bool) -> Void {
    let none = V(fieldValue: .null)
    guard V.isOptional, let none, MemoryLayout<V>.size == MemoryLayout<C>.size else {
      return { place, text, isNew in
        if V.isOptional {
          set(place, text.map { C(rawValue: $0) }, isNew)
        } else {
          set(place, C(rawValue: text ?? ""), isNew)
        }
      }
    }
    // An Optional that takes no more room than what it wraps holds a value as the value itself. To put it there as such saves the look-up of the
    // Optional's type, which takes longer than all the rest.
    return { place, text, isNew in
      if !isNew { place.assumingMemoryBound(to: V.self).deinitialize(count: 1) }
      if let text {
        place.initializeMemory(as: C.self, to: C(rawValue: text))
      } else {
        place.initializeMemory(as: V.self, to: none)
      }
    }
  }

  private static func set<T>(_ place: UnsafeMutableRawPointer, _ value: T, _ isNew: Bool) {
    if isNew {
      place.initializeMemory(as: T.self, to: value)
    } else {
      place.assumingMemoryBound(to: T.self).pointee = value
    }
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
