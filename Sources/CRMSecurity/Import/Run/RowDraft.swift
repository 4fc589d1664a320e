import CRMModel
import CRMStorage

/// A row of the file, its cells read as values; nothing of it is stored yet.
struct RowDraft {
  /// A reference that is still to be found.
  struct Wanted {
    let target: Int
    /// The position of the field among those of its target.
    let place: Int
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
  init(line: Int, cells: [String], plan: ImportPlan, _ readKeys: inout ReadKeys) {
    self.line = line
    self.cells = cells
    for (index, target) in plan.targets.enumerated() {
      keys.append(nil)
      if target.unlessEmpty.contains(where: { CellReader.trimmed(cells.indices.contains($0) ? cells[$0] : "").isEmpty })
      {
        values.append(nil)
        continue
      }
      values.append(read(target, index, plan, &readKeys))
      readKey(target, index)
    }
    if !reasons.isEmpty { noteMissing(plan) }
  }

  /// Says what a row that is refused anyway lacks as well; the others are told when they are written.
  private mutating func noteMissing(_ plan: ImportPlan) {
    for (index, target) in plan.targets.enumerated() where !target.skipsEmpty && !target.keepsExisting {
      guard let values = values[index] else { continue }
      for field in target.fields where field.isRequired && !field.hasStandIn {
        guard let value = values.first(where: { $0.name == field.name })?.value, value.isNull else { continue }
        if reasons.contains(where: { $0.field == field.name.rawValue }) { continue }
        reasons.append(RejectedRow.Reason(.required, "a value is required", field: field.name.rawValue))
      }
    }
  }

  /// What records of the row would be found by, for each way to find that leads to rows of the same file.
  func givenKeys(_ plan: ImportPlan) -> [(find: Int, key: Scalar)] {
    var keys: [(find: Int, key: Scalar)] = []
    for (number, find) in plan.finds.enumerated() where find.isOwnEntity {
      for (index, target) in plan.targets.enumerated() where target.entity.schema.name == find.entity.schema.name {
        if let field = find.field {
          let value = values[index]?.first { $0.name == field.schema.name }?.value
          if let key = value.flatMap(find.key) { keys.append((number, key)) }
        } else if case .external(let system, _) = target.key, system == find.system, let key = self.keys[index]?.key {
          keys.append((number, key))
        }
      }
    }
    return keys
  }

  private mutating func read(
    _ target: ImportPlan.Target, _ index: Int, _ plan: ImportPlan, _ readKeys: inout ReadKeys
  ) -> [(name: FieldName, value: FieldValue)] {
    var result: [(name: FieldName, value: FieldValue)] = []
    result.reserveCapacity(target.fields.count)
    for (place, field) in target.fields.enumerated() {
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
          if let wanted = try want(cell, find, field, place, index, plan, &readKeys) {
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
    _ cell: ImportPlan.Cell, _ find: Int, _ field: ImportPlan.Field, _ place: Int, _ target: Int, _ plan: ImportPlan,
    _ readKeys: inout ReadKeys
  ) throws(ValueError) -> Wanted? {
    let text = cell.text(cells)
    let read = try readKeys.key(text, find) { () throws(ValueError) in try self.key(text, cell, plan.finds[find], plan)
    }
    guard let key = read.key else { return nil }
    return Wanted(
      target: target, place: place, field: field.name, find: find, key: key, value: read.value, text: text,
      column: cell.column,
      isRequired: field.isRequired)
  }

  /// What a cell finds a record by.
  private func key(
    _ text: String, _ cell: ImportPlan.Cell, _ way: ImportPlan.Find, _ plan: ImportPlan
  ) throws(ValueError) -> (key: Scalar?, value: FieldValue) {
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
    return (key, value)
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
