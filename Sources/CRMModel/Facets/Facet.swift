/// One line of an entity's description: what it can do for a process.
///
///     Facet.forecast(
///       amount: { $0.price }, date: { $0.slot.start }, owner: { $0.instructor },
///       category: { $0.status.meaning([.booked: .commit, .held: .closed, .cancelled: .omitted]) })
public struct Facet<E: Entity>: Sendable {
  let make: @Sendable () -> FacetSchema

  /// Describes a facet of a module's own.
  ///
  /// - Parameter parts: What plays each part, by the part's name; the fields have to be there.
  public init(_ name: FacetName, _ parts: @escaping @Sendable (Fields<E>) -> [String: FacetPart]) {
    make = { FacetSchema(name, parts(Fields())) }
  }

  /// Lets the entity be forecast.
  ///
  /// - Parameters:
  ///   - amount: What a record is worth; a record without counts, and adds nothing to sums. In a field of any currency
  ///     it is forecast at named rates (``ExchangeRates``).
  ///   - date: The day or moment that says to which period it belongs; a record without belongs to none.
  ///   - owner: The user whose forecast it is part of; the record's owner, if it is left out.
  ///   - category: How far it is counted on. Of several fields the first that has a value counts; a record without is ``ForecastCategory/omitted``.
  ///   - probability: How likely the amount is. Of several fields the first that has a value counts.
  ///   - decided: Whether it is decided, won or lost. Together with `won` it goes before the category: what is decided and not won is
  ///     ``ForecastCategory/omitted``.
  ///   - won: Whether it is won. It goes before the category and the probability: what is won is ``ForecastCategory/closed`` and weighs fully.
  public static func forecast(
    @FacetSourceBuilder<Money> amount: @escaping @Sendable (Fields<E>) -> FacetSource<Money>,
    @FacetSourceBuilder<CalendarDate> date: @escaping @Sendable (Fields<E>) -> FacetSource<CalendarDate>,
    @FacetSourceBuilder<User.ID> owner: @escaping @Sendable (Fields<E>) -> FacetSource<User.ID> = {
      FacetSource($0.owner.path)
    },
    @FacetSourceBuilder<ForecastCategory> category:
      @escaping @Sendable (Fields<E>) -> FacetSource<ForecastCategory>,
    @FacetSourceBuilder<Percent> probability: @escaping @Sendable (Fields<E>) -> FacetSource<Percent> = { _ in
      .nobody
    },
    @FacetSourceBuilder<Bool> decided: @escaping @Sendable (Fields<E>) -> FacetSource<Bool> = { _ in .nobody },
    @FacetSourceBuilder<Bool> won: @escaping @Sendable (Fields<E>) -> FacetSource<Bool> = { _ in .nobody }
  ) -> Facet {
    Facet(.forecast) { fields in
      let parts = [
        "amount": amount(fields).part, "date": date(fields).part, "owner": owner(fields).part,
        "category": category(fields).part, "probability": probability(fields).part,
        "decided": decided(fields).part, "won": won(fields).part,
      ]
      return parts.filter { !$0.value.paths.isEmpty }
    }
  }
}

/// The fields that play one part of a facet, with what their values are.
public struct FacetSource<Value: FieldRepresentable>: Hashable, Sendable {
  /// The same without the type.
  public let part: FacetPart

  /// A field at the end of a path, of whatever type; what plays a part is checked when the schema is installed.
  public init(_ path: FieldPath) { self.init(part: FacetPart([path])) }

  init(part: FacetPart) { self.part = part }

  /// No field: nobody plays the part.
  public static var nobody: FacetSource { FacetSource(part: FacetPart([])) }
}

/// Collects the fields that play one part, the one that counts first.
@resultBuilder public enum FacetSourceBuilder<Value: FieldRepresentable> {
  /// A field.
  public static func buildExpression<V>(_ field: FieldRef<V>) -> FacetSource<Value> where V.Base == Value {
    FacetSource(field.path)
  }
  /// A moment in place of a day.
  public static func buildExpression<V>(_ field: FieldRef<V>) -> FacetSource<Value>
  where V.Base == Instant, Value == CalendarDate { FacetSource(field.path) }
  /// A reference.
  public static func buildExpression<P: Entity>(_ reference: ParentRef<P>) -> FacetSource<Value>
  where Value == RecordID<P> { FacetSource(reference.path) }
  /// A field whose codes mean others.
  public static func buildExpression(_ source: FacetSource<Value>) -> FacetSource<Value> { source }
  /// All together.
  public static func buildBlock(_ sources: FacetSource<Value>...) -> FacetSource<Value> {
    let codes = sources.reduce(into: [String: String]()) { $0.merge($1.part.codes) { first, _ in first } }
    return FacetSource(part: FacetPart(sources.flatMap(\.part.paths), codes: codes))
  }
}

extension FieldRef where V.Base: PicklistCode {
  /// The field in a part that knows other codes, with what its own mean there.
  ///
  /// A code that is not among them has to be one that the part knows. Fields that play one part share their meanings: where a code stands in
  /// several of them, it means what the first says.
  public func meaning<Code: PicklistCode>(_ codes: [V.Base: Code]) -> FacetSource<Code> {
    let pairs = codes.map { ($0.key.rawValue, $0.value.rawValue) }
    return FacetSource(part: FacetPart([path], codes: Dictionary(pairs, uniquingKeysWith: { first, _ in first })))
  }
}
