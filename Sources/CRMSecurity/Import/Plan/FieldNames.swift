import CRMModel
import CRMStorage

/// Names as people write them over columns: case, accents, blanks, hyphens and underscores do not matter.
enum NameKey {
  static func folded(_ name: String) -> String {
    let words = TextKey.folded(name).split { $0.isWhitespace || $0 == "_" || $0 == "-" }
    return words.joined(separator: "_")
  }
}

/// The fields of an entity by what a column may call them: name, label, and for parts `billing_address.city` or
/// `Billing address city`.
struct FieldNames {
  private var fields: [String: String] = [:]

  init(_ entity: EntityLayout) {
    var labels: [String: [String]] = [:]
    let own = entity.schema.fields.filter { !$0.isRetired }
    for field in own {
      let name = field.name.rawValue
      let word = name.split(separator: ".").last.map(String.init) ?? name
      for label in [word, field.label.text] + field.label.translations.values + field.formerNames.map(\.rawValue) {
        labels[NameKey.folded(label), default: []].append(name)
      }
      for part in CellReader.parts(of: field.type) {
        labels[NameKey.folded("\(word) \(part)"), default: []].append("\(name).\(part)")
        labels[NameKey.folded("\(name).\(part)"), default: []].append("\(name).\(part)")
      }
    }
    labels[NameKey.folded(SystemField.owner.rawValue), default: []].append(SystemField.owner.rawValue)
    for (label, names) in labels where Set(names).count == 1 { fields[label] = names[0] }
    // A name wins over somebody else's label.
    for field in own { fields[NameKey.folded(field.name.rawValue)] = field.name.rawValue }
  }

  /// The field, with a dot and the part if it is one part; nil if none or several fit.
  func field(for column: String) -> String? { fields[NameKey.folded(column)] }
}
