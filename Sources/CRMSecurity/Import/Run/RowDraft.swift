import CRMModel
import CRMStorage

/// A row of the file, its cells read as values; nothing of it is stored yet.
struct RowDraft {
  /// A reference that is still to be found.
  struct Wanted {
    let target: Int
    let field: FieldName
    let find: Int
    let key: Scalar
    let value: FieldValue
    let text: String
    let column: String?
    let isRequired: Bool
  }

  let line: Int
  let cells: [String]
  /// The values of each target's fields; nil for a target that the row leaves out.
  var values: [[(name: FieldName, value: FieldValue)]?] = []
  /// What each target is found again by.
  var keys: [(key: Scalar, value: FieldValue)?] = []
  var wanted: [Wanted] = []
  var reasons: [RejectedRow.Reason] = []

  /// Reads the cells of a row.
  init(line: Int, cells: [String], plan: ImportPlan) {
    self.line = line
    self.cells = cells
    for (index, target) in plan.targets.enumerated() {
      keys.append(nil)
      if target.unlessEmpty.contains(where: { CellReader.trimmed(cells.indices.contains($0) ? cells[$0] : "").isEmpty })
      {
        values.append(nil)
        continue
      }
      values.append(read(target, index, plan))
      readKey(target, index)
    }
  }

  private mutating func read(
    _ target: ImportPlan.Target, _ index: Int, _ plan: ImportPlan
  ) -> [(name: FieldName, value: FieldValue)] {
    var result: [(name: FieldName, value: FieldValue)] = []
    for field in target.fields {
      var column: String?
      do throws(ValueError) {
        switch field.filling {
        case .value(let cell):
          column = cell.column
          let reader = cell.isConstant ? plan.constants : plan.cells
          result.append((field.name, try reader.value(cell.text(cells), as: field.type, cell.manner)))
        case .parts(let parts):
          column = parts.count == 1 ? parts[0].cell.column : nil
          let texts = Dictionary(parts.map { ($0.part, $0.cell.text(cells)) }, uniquingKeysWith: { first, _ in first })
          let manner = parts.first { $0.part == "amount" }?.cell.manner ?? CellReader.Manner()
          result.append((field.name, try plan.cells.value(parts: texts, as: field.type, manner)))
        case .find(let cell, let find):
          column = cell.column
          if let wanted = try want(cell, find, field, index, plan) {
            self.wanted.append(wanted)
          } else {
            result.append((field.name, .null))
          }
        case .target: break
        }
      } catch {
        reasons.append(RejectedRow.Reason(error.code, error.hint, field: field.name.rawValue, column: column))
      }
    }
    return result
  }

  private func want(
    _ cell: ImportPlan.Cell, _ find: Int, _ field: ImportPlan.Field, _ target: Int, _ plan: ImportPlan
  ) throws(ValueError) -> Wanted? {
    let way = plan.finds[find]
    let text = cell.text(cells)
    let value: FieldValue
    let key: Scalar?
    if let layout = way.field {
      let reader = cell.isConstant ? plan.constants : plan.cells
      value = try reader.value(text, as: layout.type, cell.manner)
      key = layout.key(of: value)
    } else {
      let trimmed = CellReader.trimmed(text)
      value = .text(trimmed)
      key = trimmed.isEmpty ? nil : .text(trimmed)
    }
    guard let key else { return nil }
    return Wanted(
      target: target, field: field.name, find: find, key: key, value: value, text: text, column: cell.column,
      isRequired: field.isRequired)
  }

  private mutating func readKey(_ target: ImportPlan.Target, _ index: Int) {
    switch target.key {
    case .field(let layout):
      let value = values[index]?.first { $0.name == layout.schema.name }?.value ?? .null
      if let key = layout.key(of: value) {
        keys[index] = (key, value)
      } else if !reasons.contains(where: { $0.field == layout.schema.name.rawValue }) {
        reasons.append(
          RejectedRow.Reason(
            .required, "a value is required to find the record again", field: layout.schema.name.rawValue))
      }
    case .external(_, let cell):
      let text = CellReader.trimmed(cell.text(cells))
      if text.isEmpty {
        reasons.append(RejectedRow.Reason(.required, "a key is required to find the record again", column: cell.column))
      } else {
        keys[index] = (.text(text), .text(text))
      }
    case nil: break
    }
  }
}
