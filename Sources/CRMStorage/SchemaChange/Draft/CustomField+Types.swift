public import CRMModel

extension CustomField {
  /// True or false.
  public static func boolean(_ name: FieldName) -> CustomField { CustomField(name, .boolean) }
  /// A 64-bit whole number.
  public static func integer(_ name: FieldName) -> CustomField { CustomField(name, .integer) }
  /// An exact number with a fixed count of decimals, 0...18.
  public static func decimal(_ name: FieldName, scale: Int) -> CustomField { CustomField(name, .decimal(scale: scale)) }
  /// Per cent points with a fixed count of decimals, 0...18.
  public static func percent(_ name: FieldName, scale: Int = 2) -> CustomField {
    CustomField(name, .percent(scale: scale))
  }
  /// An amount of money, by default in the workspace's currency.
  public static func money(_ name: FieldName, _ currency: MoneyCurrency = .workspace) -> CustomField {
    CustomField(name, .money(currency))
  }
  /// One line of text of at most `maxLength` Unicode scalars, 1...131,072.
  public static func text(_ name: FieldName, maxLength: Int = 255) -> CustomField {
    CustomField(name, .text(maxLength: maxLength))
  }
  /// Text of several lines.
  public static func longText(_ name: FieldName) -> CustomField { CustomField(name, .longText) }
  /// A calendar date without zone.
  public static func date(_ name: FieldName) -> CustomField { CustomField(name, .date) }
  /// A moment.
  public static func instant(_ name: FieldName) -> CustomField { CustomField(name, .instant) }
  /// A time on the clock.
  public static func timeOfDay(_ name: FieldName) -> CustomField { CustomField(name, .timeOfDay) }
  /// An elapsed time.
  public static func duration(_ name: FieldName) -> CustomField { CustomField(name, .duration) }
  /// Wall-clock date and time with its zone.
  public static func zonedDateTime(_ name: FieldName) -> CustomField { CustomField(name, .zonedDateTime) }
  /// A half-open stretch between two moments.
  public static func interval(_ name: FieldName) -> CustomField { CustomField(name, .interval) }
  /// A half-open stretch of wall-clock time in a zone: a booking.
  public static func zonedInterval(_ name: FieldName) -> CustomField { CustomField(name, .zonedInterval) }
  /// A half-open range of dates.
  public static func dateRange(_ name: FieldName) -> CustomField { CustomField(name, .dateRange) }
  /// Latitude and longitude.
  public static func geoPoint(_ name: FieldName) -> CustomField { CustomField(name, .geoPoint) }
  /// A person's name in its parts.
  public static func personName(_ name: FieldName) -> CustomField { CustomField(name, .personName) }
  /// A postal address in its parts.
  public static func address(_ name: FieldName) -> CustomField { CustomField(name, .address) }
  /// An email address.
  public static func email(_ name: FieldName) -> CustomField { CustomField(name, .email) }
  /// A phone number.
  public static func phone(_ name: FieldName) -> CustomField { CustomField(name, .phone) }
  /// A web address.
  public static func url(_ name: FieldName) -> CustomField { CustomField(name, .url) }
  /// One code out of a list.
  public static func picklist(_ name: FieldName, _ options: [PicklistOption]) -> CustomField {
    CustomField(name, .picklist(options))
  }
  /// Any number of codes out of a list.
  public static func picklistSet(_ name: FieldName, _ options: [PicklistOption]) -> CustomField {
    CustomField(name, .picklistSet(options))
  }
  /// A link to a file.
  public static func file(_ name: FieldName) -> CustomField { CustomField(name, .file) }
  /// A number that the store counts.
  public static func autoNumber(_ name: FieldName, _ format: AutoNumberFormat) -> CustomField {
    CustomField(name, .autoNumber(format))
  }
  /// A stored condition on records of an entity.
  public static func condition(_ name: FieldName, on entity: EntityName) -> CustomField {
    CustomField(name, .condition(on: entity))
  }

  /// A reference to a record of one entity.
  ///
  /// - Parameters:
  ///   - inverse: The name under which the target sees these records; gets the prefix `custom.`.
  ///   - onDelete: What happens when the target is deleted.
  ///   - isPartOf: Whether the record lives with its target; it is then deleted with it, too.
  public static func reference(
    _ name: FieldName, to target: EntityName, inverse: FieldName? = nil, onDelete: DeletePolicy? = nil,
    partOf isPartOf: Bool = false
  ) -> CustomField {
    reference(name, .one(target), inverse: inverse, onDelete: onDelete, partOf: isPartOf)
  }

  /// A reference to a record of one, of any of several, or of every entity.
  ///
  /// Parameters are those of ``reference(_:to:inverse:onDelete:partOf:)``.
  public static func reference(
    _ name: FieldName, _ targets: ReferenceTargets, inverse: FieldName? = nil, onDelete: DeletePolicy? = nil,
    partOf isPartOf: Bool = false
  ) -> CustomField {
    CustomField(name, .reference(targets)) { schema in
      schema.relationship = RelationshipSchema(
        inverse: inverse.map(NamePolicy.custom), onDelete: onDelete ?? (isPartOf ? .cascade : .clear),
        isPartOf: isPartOf)
    }
  }
}
