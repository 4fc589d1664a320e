import CRMModel

/// Everything that is wrong with one field: parameters of its type, default, traits that do not go together.
struct FieldCheck {
  private let field: FieldSchema
  private let entity: EntityName
  private let catalog: Catalog

  init(_ field: FieldSchema, in entity: EntityName, of catalog: Catalog) {
    self.field = field
    self.entity = entity
    self.catalog = catalog
  }

  /// All that is wrong.
  var violations: [Violation] { typeViolations + defaultViolations + traitViolations + nameViolations }

  private func violation(_ code: ErrorCode, _ message: String) -> Violation {
    Violation(code, message, entity: entity, field: field.name)
  }

  private var typeViolations: [Violation] {
    switch field.type {
    case .decimal(let scale), .percent(let scale):
      (0...18).contains(scale) ? [] : [violation(.badType, "a number has 0 to 18 decimals")]
    case .text(let maxLength):
      (1...TextLimits.longText.scalars).contains(maxLength)
        ? [] : [violation(.badType, "a text has at most 1 to \(TextLimits.longText.scalars) characters")]
    case .picklist(let options), .picklistSet(let options): optionViolations(options)
    case .reference(.one(let target)): targetViolations([target])
    case .reference(.several(let targets)): targetViolations(targets)
    case .condition(let target): targetViolations([target])
    case .autoNumber(let format):
      format.problem.map { [violation($0.code, "the pattern of the numbers: \($0.hint)")] } ?? []
    default: []
    }
  }

  private func optionViolations(_ options: [PicklistOption]) -> [Violation] {
    var seen: Set<String> = []
    var found: [Violation] = []
    for (index, option) in options.enumerated() {
      if !option.isValid {
        let grammar = "1 to 80 printable characters without ';' and ',' and without blanks at the ends"
        let message = "option \(index + 1): a code has \(grammar)"
        found.append(violation(.badOption, message))
      } else if !seen.insert(option.code).inserted {
        found.append(violation(.badOption, "option \(index + 1) has the code of another"))
      }
    }
    return found
  }

  private func targetViolations(_ targets: [EntityName]) -> [Violation] {
    if targets.isEmpty { return [violation(.badType, "a reference names at least one entity")] }
    var found = targets.filter { catalog[$0] == nil }.map { violation(.unknownEntity, "there is no entity \($0)") }
    if Set(targets).count != targets.count { found.append(violation(.badType, "a reference names each entity once")) }
    return found
  }

  private var defaultViolations: [Violation] {
    guard let value = field.defaultValue else { return [] }
    if case .autoNumber = field.type { return [violation(.badDefault, "the store gives automatic numbers")] }
    switch value {
    case .now:
      switch field.type {
      case .date, .instant: return []
      default: return [violation(.badDefault, "only dates and moments have `now` as default")]
      }
    case .value(let value):
      do throws(ValueError) {
        _ = try FieldCodec.encode(value, as: field.type.resolved(currency: catalog.currency))
      } catch {
        return [violation(.badDefault, "the default does not fit: \(error.hint)")]
      }
      guard let options = field.type.options else { return [] }
      let offered = Set(options.filter(\.isActive).map(\.code))
      return codes(of: value).allSatisfy(offered.contains) ? [] : [violation(.badDefault, "the default is not offered")]
    }
  }

  private func codes(of value: FieldValue) -> [String] {
    switch value {
    case .text(let code): [code]
    case .codes(let codes): codes
    default: []
    }
  }

  private var traitViolations: [Violation] {
    var found: [Violation] = []
    if field.isUnique, !field.type.canBeUnique {
      found.append(violation(.badTrait, "a \(field.type.name) cannot be unique"))
    }
    if field.isFolded, !field.type.canBeFolded {
      found.append(violation(.badTrait, "only text and email ignore case and accents"))
    }
    guard let relationship = field.relationship else { return found }
    if field.type.referenceTargets == nil {
      found.append(violation(.badTrait, "only references have a relationship"))
    }
    if field.isRequired, relationship.onDelete == .clear {
      found.append(
        violation(.badTrait, "a required reference cannot be cleared when its target is deleted: restrict or cascade"))
    }
    if let inverse = relationship.inverse, let problem = NamePolicy.grammarProblem(inverse) {
      found.append(violation(problem.code, "inverse: \(problem.message)"))
    }
    return found
  }

  private var nameViolations: [Violation] {
    guard field.name.qualifier == nil, catalog.modules[ModuleName(field.name.rawValue)] != nil else { return [] }
    return [violation(.reservedName, "a module is called \(field.name), so `\(field.name).…` would mean two things")]
  }
}

extension FieldType {
  /// Whether one column tells two values apart.
  var canBeUnique: Bool {
    switch self {
    case .integer, .decimal, .percent, .text, .date, .instant, .timeOfDay, .duration, .zonedDateTime, .email, .phone,
      .url, .picklist, .reference, .autoNumber, .boolean, .money(.workspace), .money(.fixed):
      true
    case .money(.any), .longText, .interval, .zonedInterval, .dateRange, .geoPoint, .personName, .address, .picklistSet,
      .file, .condition:
      false
    }
  }

  /// Whether a folded key may be kept beside the value.
  var canBeFolded: Bool {
    switch self {
    case .text, .email: true
    default: false
    }
  }
}
