/// The least and greatest values of fields that an entity's rules allow, as far as they are plain comparisons with constants.
struct RuleRanges {
  private(set) var least: [FieldName: FieldValue] = [:]
  private(set) var most: [FieldName: FieldValue] = [:]

  init(_ schema: EntitySchema) {
    let integers = Set(schema.fields.filter { $0.type == .integer }.map { FieldPath($0.name) })
    for rule in schema.rules { read(rule.condition, integers) }
  }

  private mutating func read(_ condition: Formula, _ integers: Set<FieldPath>) {
    switch condition {
    case .and(let parts): for part in parts { read(part, integers) }
    case .between(.field(let path), .literal(let low), .literal(let high)):
      least[FieldName(path.description)] = low
      most[FieldName(path.description)] = high
    case .compare(.greaterOrEqual, .field(let path), .literal(let low)),
      .compare(.lessOrEqual, .literal(let low), .field(let path)):
      least[FieldName(path.description)] = low
    case .compare(.lessOrEqual, .field(let path), .literal(let high)),
      .compare(.greaterOrEqual, .literal(let high), .field(let path)):
      most[FieldName(path.description)] = high
    case .compare(.greater, .field(let path), .literal(.integer(let low))) where integers.contains(path) && low < .max:
      least[FieldName(path.description)] = .integer(low + 1)
    case .compare(.less, .field(let path), .literal(.integer(let high))) where integers.contains(path) && high > .min:
      most[FieldName(path.description)] = .integer(high - 1)
    default: break
    }
  }
}
