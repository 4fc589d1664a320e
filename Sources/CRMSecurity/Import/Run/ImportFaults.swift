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
  static func notFound(_ item: RowDraft.Wanted, _ find: ImportPlan.Find) -> RejectedRow.Reason {
    let by = find.field.map { "with this \($0.schema.name)" } ?? "with this key of \(find.system ?? "")"
    return RejectedRow.Reason(
      .referenceNotFound, "no \(find.entity.schema.name) \(by)", field: item.field.rawValue, column: item.column)
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
