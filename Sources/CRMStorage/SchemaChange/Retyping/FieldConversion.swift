package import CRMModel

/// How values of one field type become values of another, and what that may lose.
///
/// A value that does not fit the new type becomes null; a number with too many decimals is rounded, half to even.
/// Either is told in advance, by the verdict, and counted when it happens. A conversion that is called safe loses
/// nothing; should it meet a value that does not fit all the same (a whole number too large for its decimals), the
/// whole change is refused.
///
/// | from | to | |
/// | --- | --- | --- |
/// | any type but file and condition | text, long text | by ``FieldValue/plainText``; safe where the longest one fits |
/// | text, email, url, phone, picklist, automatic number | types with a text form | lossy: unreadable becomes null |
/// | integer, decimal, per cent | the same with more decimals | safe; with fewer: lossy, rounded |
/// | integer, decimal | money of one currency, and back | as among decimals |
/// | money of one currency | money of any | safe; the other way lossy: other currencies become null |
/// | picklist | several codes, and back | safe where every code is offered; several codes for one: lossy |
/// | Boolean | integer 0 or 1 | safe; back: lossy |
/// | date | date range of that day | safe; back: lossy, the first day |
/// | zoned time or interval | its moments, its date | lossy: wall-clock time and zone are lost |
/// | reference to one | reference to several or any, that one included | safe; back: lossy |
/// | date, instant, interval | each other, or zoned | refused: the zone is not known |
/// | anything else | | refused |
package struct FieldConversion: Hashable, Sendable {
  /// The type there is, with the workspace's currency filled in.
  package let from: FieldType
  /// The type wanted, with the workspace's currency filled in.
  package let to: FieldType
  let rule: Rule

  /// What a conversion does.
  enum Rule: Hashable, Sendable {
    /// The cells mean the same in both types.
    case keep
    /// Every value has its counterpart.
    case convert
    /// Something is lost; the text says what.
    case lose(String)
    /// There is no way; the text says why.
    case refuse(String)
  }

  /// Looks a conversion up; both types have the workspace's currency filled in.
  package init(from: FieldType, to: FieldType) {
    self.from = from
    self.to = to
    rule = from == to ? .keep : FieldConversion.rule(from, to)
  }

  /// Whether the stored cells stay as they are.
  package var keepsCells: Bool { rule == .keep }

  /// Whether anything may be lost, or there is no such conversion.
  package var verdict: SchemaVerdict {
    switch rule {
    case .keep, .convert: .safe
    case .lose(let what): .lossy(what)
    case .refuse(let reason): .refused([Violation(.noConversion, reason)])
    }
  }

  private static func rule(_ from: FieldType, _ to: FieldType) -> Rule {
    switch (from, to) {
    case (.file, _), (_, .file): .refuse("a file link has no counterpart in another type")
    case (.condition, _), (_, .condition): .refuse("a stored condition has no counterpart in another type")
    case (_, .autoNumber): .refuse("automatic numbers are given by the store, not converted")
    case (_, .text), (_, .longText): textRule(from, to)
    case (.boolean, .integer): .keep
    case (.integer, .boolean): .lose("numbers other than 0 and 1 become empty")
    case (.money(.fixed), .money(.any)): .convert
    case (.money(.any), .money(.fixed(let currency))):
      .lose("amounts in other currencies than \(currency.code) become empty")
    case (.money, .money): .refuse("amounts of one currency are not amounts of another; there is no rate here")
    case (.date, .dateRange): .convert
    case (.dateRange, .date): .lose("only the first day is kept")
    case (.zonedDateTime, .instant), (.zonedInterval, .interval): .lose("wall-clock time and zone are lost")
    case (.zonedDateTime, .date): .lose("only the local date is kept")
    case (.reference(let old), .reference(let new)): referenceRule(old, new)
    case (.picklist(let old), .picklist(let new)), (.picklistSet(let old), .picklistSet(let new)):
      codesRule(old, new, kept: .keep)
    case (.picklist(let old), .picklistSet(let new)): codesRule(old, new, kept: .convert)
    case (.picklistSet, .picklist): .lose("records with several codes, or one that is not offered, become empty")
    case _ where from.decimals != nil && to.decimals != nil: numberRule(from, to)
    case _ where from.isTextual && to.hasTextForm: .lose("texts that are no \(to.name) become empty")
    case _ where from.needsZone(for: to):
      .refuse("a \(from.name) becomes a \(to.name) only in a zone, and none is told")
    default: .refuse("there is no conversion from \(from.name) to \(to.name)")
    }
  }

  private static func textRule(_ from: FieldType, _ to: FieldType) -> Rule {
    let limit: Int
    if case .text(let maxLength) = to { limit = maxLength } else { limit = TextLimits.longText.scalars }
    guard let longest = from.longestText else { return .refuse("a \(from.name) has no text form") }
    guard longest <= limit else { return .lose("texts longer than \(limit) characters become empty") }
    switch from {
    case .text, .longText, .email, .url, .picklist, .autoNumber: return .keep
    default: return .convert
    }
  }

  private static func numberRule(_ from: FieldType, _ to: FieldType) -> Rule {
    guard let old = from.decimals, let new = to.decimals else { return .refuse("a number expected") }
    if case (.percent, .money) = (from, to) { return .refuse("per cent points are no amount") }
    if case (.money, .percent) = (from, to) { return .refuse("an amount is no number of per cent points") }
    if old == new { return .keep }
    return old < new ? .convert : .lose("numbers are rounded to \(new) decimals, half to even")
  }

  private static func referenceRule(_ old: ReferenceTargets, _ new: ReferenceTargets) -> Rule {
    switch (old, new) {
    case (.one(let name), _): new.contains(name) ? .convert : .refuse("records of \(name) are no \(new.description)")
    case (.several(let names), .several), (.several(let names), .any):
      names.allSatisfy(new.contains) ? .keep : .lose("references to other records than \(new.description) become empty")
    case (.several, .one), (.any, _): .lose("references to other records than \(new.description) become empty")
    }
  }

  private static func codesRule(_ old: [PicklistOption], _ new: [PicklistOption], kept: Rule) -> Rule {
    let offered = Set(new.map(\.code))
    return old.allSatisfy { offered.contains($0.code) } ? kept : .lose("codes that are no longer offered become empty")
  }
}
