package import CRMModel

/// Where a history finds what it keeps, and where it keeps it.
package final class HistoryLayout: Sendable {
  /// The entity that keeps the stays.
  package let keeper: EntityLayout
  /// The keeper's reference to the record.
  package let record: FieldLayout
  /// The keeper's interval.
  package let stay: FieldLayout
  /// The entity of the record.
  package let followedEntity: EntityName
  /// The record's field that is followed.
  package let followed: FieldLayout
  /// The record's fields that are kept with a stay, the followed one first, and the keeper's fields that keep them.
  package let kept: [(from: FieldLayout, to: FieldLayout)]
  /// The record's date or moment at which its first stay begins.
  package let begins: FieldLayout?
  /// Which values close a record.
  package let closing: Closing?

  /// Which values close a record, and the record's fields that tell since when.
  package struct Closing: Sendable {
    package let condition: Formula
    /// The entity of the records that values refer to, if the condition is about those; nil if it is about the record.
    package let target: EntityLayout?
    package let moment: FieldLayout
    package let day: FieldLayout?
  }

  /// Resolves the history of an entity; nil if it has none, or one whose fields are not all in use.
  package init?(_ keeper: EntityLayout, in layouts: [EntityName: EntityLayout]) {
    guard let schema = keeper.schema.history, !keeper.schema.isRetired,
      let record = keeper.used(schema.record), case .reference(.one(let name)) = record.type,
      let entity = layouts[name], let stay = keeper.used(schema.stay), stay.type == .interval,
      let followed = entity.used(schema.follows), let value = keeper.used(schema.value), followed.hasCells(of: value)
    else { return nil }
    var kept = [(followed, value)]
    for (to, from) in schema.copies.sorted(by: { $0.key < $1.key }) {
      guard let from = entity.used(from), let to = keeper.used(to), from.hasCells(of: to) else { continue }
      kept.append((from, to))
    }
    self.keeper = keeper
    self.record = record
    self.stay = stay
    followedEntity = name
    self.followed = followed
    self.kept = kept
    begins = schema.begins.flatMap { entity.used($0) }
    closing = schema.closing.flatMap { closing in
      guard let moment = entity.used(closing.moment), moment.type == .instant else { return nil }
      var target: EntityLayout?
      if case .reference(.one(let name)) = followed.type { target = layouts[name] }
      return Closing(
        condition: closing.condition, target: target, moment: moment,
        day: closing.day.flatMap { entity.used($0) }.flatMap { $0.type == .date ? $0 : nil })
    }
  }
}

extension EntityLayout {
  /// The layout of a field that is written, the owner included.
  fileprivate func used(_ name: FieldName) -> FieldLayout? {
    name == SystemField.owner.name ? .owner : field(name)
  }
}

extension FieldLayout {
  /// Whether the cells of another field can be this one's.
  fileprivate func hasCells(of other: FieldLayout) -> Bool {
    valueColumns.map(\.kind) == other.valueColumns.map(\.kind)
  }
}
