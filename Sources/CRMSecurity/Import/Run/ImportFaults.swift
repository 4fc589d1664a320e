import CRMModel
import CRMStorage

extension StoreError {
  /// Whether rows are to blame, as opposed to the store, the disk or the caller.
  var isAboutRows: Bool {
    switch kind {
    case .invalid, .conflict, .exists, .notFound: true
    case .forbidden, .busy, .closed, .unsupported, .cancelled, .damaged, .internal: false
    }
  }
}

extension RejectedRow.Reason {
  /// There is no such record, because a row of the file that would have made it was refused if `line` is not nil.
  static func notFound(_ find: ImportPlan.Find, line: Int?) -> RejectedRow.Reason {
    let by = find.field.map { "with this \($0.schema.name)" } ?? "with this key of \(find.system ?? "")"
    let why = line.map { "; line \($0), which makes it, was refused" } ?? ""
    return RejectedRow.Reason(
      .referenceNotFound, "no \(find.entity.schema.name) \(by)\(why)", field: find.filled.field.rawValue,
      column: find.filled.column)
  }

  /// Several records fit.
  static func ambiguous(_ count: Int, _ find: ImportPlan.Find) -> RejectedRow.Reason {
    RejectedRow.Reason(
      .ambiguousKey, "\(count) records of \(find.entity.schema.name) have this value",
      field: find.filled.field.rawValue, column: find.filled.column)
  }
}

extension ImportPlan.Target {
  /// The field that records are found again by.
  var keyName: String? { if case .field(let layout) = key { layout.schema.name.rawValue } else { nil } }
}

extension Record {
  /// The record without the fields that are null.
  var withoutNulls: Record {
    var result = Record(entity)
    for (name, value) in fields where !value.isNull { result[name] = value }
    return result
  }
}
