/// An expression over the fields of a record: the one tree behind conditions, row rules, criteria and stored filters.
///
/// A formula is plain data. It knows no schema: names and types are checked when it is used, and all problems are told at once.
///
/// Truth has three values. A comparison with null is neither true nor false; `and`, `or` and `not` follow Kleene's logic; a row
/// is kept only where its condition is *true*. So `!$0.stage.isClosed` drops deals without a stage; ``Formula/isNull(_:)`` and
/// ``Formula/isTrue(_:)`` say otherwise.
public indirect enum Formula: Hashable, Sendable {
  /// A constant. Text, whole numbers and decimals take the type of what they are compared with.
  case literal(FieldValue)
  /// The value of a field, a component of a field, or a field of a parent; null if a parent on the way is missing.
  case field(FieldPath)
  /// The current moment, as the workspace's clock says when the query begins.
  case now
  /// The current calendar date in the workspace's zone.
  case today

  /// `left` compared with `right`; null if either is null. Text orders by its folded key, then by its bytes.
  case compare(Comparison, Formula, Formula)
  /// Whether a value lies between two others, both inclusive; null if any of the three is null.
  case between(Formula, Formula, Formula)
  /// Whether a value equals one of several; null if the value is null. Null in the list never matches.
  case isIn(Formula, [FieldValue])
  /// Whether a text contains or begins with another, case and accents aside; null if the text is null.
  case textMatch(TextMatch, Formula, String)
  /// Whether a multiple picklist holds a code; null if the field is null.
  case includes(FieldPath, String)
  /// Whether a date or moment lies in a period such as `this quarter`, in the workspace's zone and fiscal calendar; null if the field is null.
  case during(FieldPath, RelativePeriod)
  /// Whether a value is null; never null itself.
  case isNull(Formula)
  /// Whether a condition is true, as opposed to false or null; never null itself.
  case isTrue(Formula)

  /// Whether all conditions hold; true for none.
  case and([Formula])
  /// Whether any condition holds; false for none.
  case or([Formula])
  /// The opposite; null stays null.
  case not(Formula)

  /// Whether any, all or none of the related records meet a condition; never null. A child whose condition is null does not meet it.
  case related(Quantifier, RelatedPath, Formula?)
  /// How many related records meet a condition; never null.
  case count(RelatedPath, Formula?)
  /// Whether a record lies in a tree below (and including) a root. The path leads to a record of the tree's entity; the empty path means the record itself.
  case within(FieldPath, root: AnyRecordID)
  /// The great-circle distance in metres between a place and a point; null if the place is null.
  case distance(FieldPath, GeoPoint)
  /// A measure of a group; only in the `having` of a grouped query.
  case aggregate(Aggregate)
}

/// How two values are compared.
public enum Comparison: String, Hashable, Sendable, Codable, CaseIterable {
  /// Equal.
  case equal = "="
  /// Not equal; null if either side is null.
  case notEqual = "!="
  /// Less than.
  case less = "<"
  /// Less than or equal.
  case lessOrEqual = "<="
  /// Greater than.
  case greater = ">"
  /// Greater than or equal.
  case greaterOrEqual = ">="
}

/// How a text is searched in another; case and accents never matter.
public enum TextMatch: String, Hashable, Sendable, Codable, CaseIterable {
  /// Anywhere in the text.
  case contains
  /// At the text's beginning.
  case startsWith = "starts with"
}

/// How many of the related records a condition has to hold for.
public enum Quantifier: String, Hashable, Sendable, Codable, CaseIterable {
  /// At least one.
  case any
  /// Every one; true if there are none.
  case all
  /// Not one.
  case none
}

/// The way from a record to records that point to it.
///
/// `lesson.student` are the lessons whose `student` is this record. With `through`, the way goes on over a second reference of the
/// same record to the far side of a many-to-many relationship: `account_contact_relation.account` through `contact`.
public struct RelatedPath: Hashable, Sendable, Codable {
  /// The entity of the records that point here.
  public var entity: EntityName
  /// Their reference field that points here.
  public var reference: FieldName
  /// Their other reference, if the records meant are on its far side.
  public var through: FieldName?

  /// Names the way.
  public init(_ entity: EntityName, _ reference: FieldName, through: FieldName? = nil) {
    self.entity = entity
    self.reference = reference
    self.through = through
  }
}

/// A condition is a formula whose value is true, false or null.
public typealias Condition = Formula
