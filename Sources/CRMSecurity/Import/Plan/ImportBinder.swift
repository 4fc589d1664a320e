import CRMModel
import CRMStorage

/// Ties a map to the columns of a file and the schema of a store, and collects all that does not fit.
struct ImportBinder {
  let map: ImportMap
  let header: CSVHeader
  let layout: StoreLayout
  var violations: [Violation] = []
  var finds: [ImportPlan.Find] = []
  var assignments: [ImportAssignment] = []
  var used: Set<Int> = []
  private(set) var needsDates = false
  private(set) var needsNumbers = false

  init(_ map: ImportMap, _ header: CSVHeader, _ layout: StoreLayout) {
    self.map = map
    self.header = header
    self.layout = layout
  }

  /// The plan; `constants` reads what the map itself states.
  ///
  /// - Throws: Everything that does not fit, at once.
  mutating func bind(
    constants: CellReader, _ found: TabularDetection
  ) throws(StoreError) -> (plan: ImportPlan, findings: [ImportFinding]) {
    if map.targets.isEmpty { violations.append(Violation(.badImportMap, "a map has at least one target")) }
    var drafts = map.targets
    nameColumns(in: drafts)
    if let last = drafts.indices.last { addByName(to: &drafts[last]) }
    var targets: [ImportPlan.Target] = []
    for draft in drafts {
      if let target = target(draft, earlier: targets, constants) { targets.append(target) }
    }
    var seen: Set<Violation> = []
    if let error = StoreError(violations: violations.filter { seen.insert($0).inserted }) { throw error }
    let (dialect, findings) = try map.dialect.resolve(found, needsDates: needsDates, needsNumbers: needsNumbers)
    let cells = CellReader(
      dialect: dialect, currency: constants.currency, zone: constants.zone, zones: constants.zones,
      trimsText: map.trimsText)
    let plan = ImportPlan(
      targets: targets, finds: finds, columns: header.names, assignments: assignments, cells: cells,
      constants: constants)
    return (plan, findings)
  }

  // MARK: Columns

  /// The index of a column by its name, or by its place: `#3`.
  mutating func column(_ name: String, entity: EntityName? = nil, field: FieldName? = nil) -> Int? {
    if let index = header.column(named: name) { return index }
    if name.hasPrefix("#"), let place = Int(name.dropFirst()), (1...max(header.names.count, 1)).contains(place) {
      return place - 1
    }
    let close = header.names.indices.filter { NameKey.folded(header.names[$0]) == NameKey.folded(name) }
    if close.count == 1 { return close[0] }
    let isTwice = header.names.filter { $0 == name }.count > 1 || close.count > 1
    let message =
      isTwice ? "the file has several columns `\(name)`; name one by its place, such as #3" : "no column `\(name)`"
    violations.append(Violation(.unknownColumn, message, entity: entity, field: field))
    return nil
  }

  /// Notes which columns the map names.
  private mutating func nameColumns(in targets: [ImportTarget]) {
    for target in targets {
      for rule in target.fields {
        if case .column(let name) = rule.source,
          let index = column(name, entity: target.entity, field: FieldName(rule.field))
        {
          used.insert(index)
        }
      }
      for name in target.unlessEmpty + (target.externalID.map { [$0.column] } ?? []) {
        if let index = column(name, entity: target.entity) { used.insert(index) }
      }
    }
    for name in map.ignoredColumns where name != "*" {
      for index in header.names.indices where header.names[index] == name || "#\(index + 1)" == name {
        used.insert(index)
      }
    }
  }

  /// Adds rules for the columns that nothing names, by their names.
  private mutating func addByName(to target: inout ImportTarget) {
    guard let entity = layout.entity(target.entity) else { return }
    let names = FieldNames(entity)
    let ignoresOthers = map.ignoredColumns.contains("*")
    var filled = Set(target.fields.map(\.field))
    for index in header.names.indices where !used.contains(index) {
      let name = header.names[index]
      let field = header.column(named: name) == nil ? nil : names.field(for: name)
      if let field, !filled.contains(field) {
        filled.insert(field)
        target.fields.append(ImportRule(field, column: "#\(index + 1)"))
      } else if !ignoresOthers {
        violations.append(Violation(.unmappedColumn, reason(index, field), entity: target.entity))
      }
    }
  }

  private func reason(_ index: Int, _ field: String?) -> String {
    let name = header.names[index]
    if let field { return "column `\(name)` would fill \(field), which is filled already; map it or ignore it" }
    let place = "column \(index + 1)"
    if name.allSatisfy(\.isWhitespace) { return "\(place) has no name; map it as #\(index + 1) or ignore it" }
    if header.column(named: name) == nil {
      return "\(place), `\(name)`, has the name of another; map it as #\(index + 1) or ignore it"
    }
    return "\(place), `\(name)`, is no field; map it or ignore it"
  }

  // MARK: What has to be read

  mutating func note(_ type: FieldType, part: String? = nil) {
    if let part {
      if case .dateRange = type { needsDates = true }
      if part == "amount" || part == "latitude" || part == "longitude" { needsNumbers = true }
      return
    }
    if type.needsDateOrder { needsDates = true }
    if type.needsDecimalSign { needsNumbers = true }
  }
}
