public import CRMModel
import CRMStorage

extension Snapshot {
  /// The live record whose unique field has a value; nil if there is none.
  ///
  ///     let deal = try snapshot.fetch(\Opportunity.number, "OPP-000042")
  ///
  /// Values are equal as a query finds them so: a folded field without regard to case and accents.
  ///
  /// - Parameter property: The property of a field that is unique by itself.
  /// - Throws: `needs_unique_field` for any other field; ``StoreError`` for a value that the field cannot hold.
  /// - Complexity: O(log *n*) in the number of records.
  public func fetch<E: Entity, V: FieldRepresentable>(
    _ property: KeyPath<E, V>, _ value: V.Base
  ) throws(StoreError) -> E? {
    try reader.entity(E.self, where: E.schema.storedName(of: property), is: value.fieldValue)
  }

  /// The live records whose unique field has one of some values, in the order of the values; values without one are left out.
  ///
  /// - Throws: As for one value, for the first that is wrong.
  /// - Complexity: O(*m* log *n*) for *m* values.
  public func fetch<E: Entity, V: FieldRepresentable>(
    _ property: KeyPath<E, V>, in values: [V.Base]
  ) throws(StoreError) -> [E] {
    let name = E.schema.storedName(of: property)
    var found: [E] = []
    found.reserveCapacity(values.count)
    for value in values {
      if let entity = try reader.entity(E.self, where: name, is: value.fieldValue) { found.append(entity) }
    }
    return found
  }
}
