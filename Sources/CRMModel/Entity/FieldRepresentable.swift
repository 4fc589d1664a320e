/// A Swift type that a field can have.
///
/// The library's own values conform, and so do Optionals of them and every ``PicklistCode``. The physical columns are a closed set, so
/// there is no need to conform other types than picklists.
public protocol FieldRepresentable: Hashable, Sendable {
  /// The type without Optional.
  associatedtype Base: FieldRepresentable = Self

  /// The kind of field that a property of this type is, unless its field line says otherwise.
  static var fieldType: FieldType { get }
  /// Whether nil is a value.
  static var isOptional: Bool { get }
  /// The value as any field's value; the empty value of a type that has one (`""`, `.unset`) is null.
  var fieldValue: FieldValue { get }
  /// The value out of any field's value; nil if it is of another kind. Null gives the empty value or nil.
  init?(fieldValue: FieldValue)

  /// Reads a whole column into properties; null as the empty value, if the type has one.
  static func load(_ columns: FieldColumns, into target: StridedProperty<Self>)
  /// Writes properties into a whole column.
  static func store(_ source: StridedProperty<Self>, into columns: inout FieldColumns) throws(ValueError)
  /// Reads a whole column into properties that may be nil.
  static func loadOptionals(_ columns: FieldColumns, into target: StridedProperty<Self?>)
  /// Writes properties that may be nil into a whole column.
  static func storeOptionals(_ source: StridedProperty<Self?>, into columns: inout FieldColumns) throws(ValueError)
}

extension FieldRepresentable {
  /// A type is not optional unless it says so.
  public static var isOptional: Bool { false }

  /// Reads cell by cell through ``FieldValue``.
  public static func load(_ columns: FieldColumns, into target: StridedProperty<Self>) {
    for row in 0..<columns.count {
      if let value = Self(fieldValue: columns.value(at: row)) { target[row] = value }
    }
  }

  /// Writes cell by cell through ``FieldValue``.
  public static func store(_ source: StridedProperty<Self>, into columns: inout FieldColumns) throws(ValueError) {
    for row in 0..<source.count { try columns.append(source[row].fieldValue) }
  }

  /// Reads cell by cell through ``FieldValue``.
  public static func loadOptionals(_ columns: FieldColumns, into target: StridedProperty<Self?>) {
    for row in 0..<columns.count {
      if let value = Self?(fieldValue: columns.value(at: row)) { target[row] = value }
    }
  }

  /// Writes cell by cell through ``FieldValue``.
  public static func storeOptionals(
    _ source: StridedProperty<Self?>, into columns: inout FieldColumns
  ) throws(ValueError) {
    for row in 0..<source.count { try columns.append(source[row]?.fieldValue ?? .null) }
  }
}

extension Optional: FieldRepresentable where Wrapped: FieldRepresentable {
  /// The wrapped type.
  public typealias Base = Wrapped.Base
  /// The wrapped type's kind of field.
  public static var fieldType: FieldType { Wrapped.fieldType }
  /// Always: nil is null.
  public static var isOptional: Bool { true }
  /// The wrapped value, or null.
  public var fieldValue: FieldValue { self?.fieldValue ?? .null }
  /// Nil for null; otherwise the wrapped value.
  public init?(fieldValue: FieldValue) {
    if fieldValue.isNull {
      self = nil
    } else if let value = Wrapped(fieldValue: fieldValue) {
      self = value
    } else {
      return nil
    }
  }

  /// Reads a whole column as the wrapped type does.
  public static func load(_ columns: FieldColumns, into target: StridedProperty<Self>) {
    Wrapped.loadOptionals(columns, into: target)
  }

  /// Writes a whole column as the wrapped type does.
  public static func store(_ source: StridedProperty<Self>, into columns: inout FieldColumns) throws(ValueError) {
    try Wrapped.storeOptionals(source, into: &columns)
  }
}
