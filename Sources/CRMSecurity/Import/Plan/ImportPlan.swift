import CRMModel
import CRMStorage

/// A map tied to the columns of a file and the schema of a store: nothing is looked up by name any more.
struct ImportPlan {
  /// Where the text of a value comes from.
  enum Origin {
    case column(Int, name: String)
    case constant(String)
  }

  /// A text and how it is read.
  struct Cell {
    let origin: Origin
    let translate: [String: String]
    let manner: CellReader.Manner

    /// The text in a row.
    func text(_ cells: [String]) -> String {
      switch origin {
      case .constant(let text): return text
      case .column(let index, _):
        let text = cells.indices.contains(index) ? cells[index] : ""
        return translate.isEmpty ? text : translate[text] ?? text
      }
    }

    var column: String? { if case .column(_, let name) = origin { name } else { nil } }
    var isConstant: Bool { column == nil }
  }

  /// How a field gets its value.
  enum Filling {
    case value(Cell)
    case parts([(part: String, cell: Cell)])
    case find(Cell, Int)
    case target(Int)
  }

  /// A field that is filled.
  struct Field {
    let name: FieldName
    let type: FieldType
    let isRequired: Bool
    /// Whether a new record gets a value where the row has none.
    let hasStandIn: Bool
    let filling: Filling

    init(_ layout: FieldLayout?, name: FieldName, type: FieldType, _ filling: Filling) {
      self.name = name
      self.type = type
      self.filling = filling
      isRequired = layout?.schema.isRequired ?? false
      let isNumbered = if case .autoNumber = type { true } else { false }
      hasStandIn = isNumbered || layout?.schema.defaultValue != nil
    }
  }

  /// By what a record that is there already is found.
  enum Key {
    case field(FieldLayout)
    case external(system: String, Cell)
  }

  /// A record that rows make.
  struct Target {
    let entity: EntityLayout
    let name: String
    let fields: [Field]
    /// The fields' names.
    let names: [FieldName]
    let key: Key?
    let unlessEmpty: [Int]
    let skipsEmpty: Bool
    let keepsExisting: Bool
  }

  /// A way to find records that references mean.
  struct Find {
    let entity: EntityLayout
    /// The field gone by; nil for another system's key.
    let field: FieldLayout?
    let system: String?
    let create: Bool
    let constants: [(FieldName, FieldValue)]
    /// Whether the file may make such a record further down.
    let isOwnEntity: Bool
    /// The field that is filled with what is found, of which target, from which column.
    let filled: (target: Int, field: FieldName, column: String?)

    /// What a value is found by; nil for one that means nothing.
    func key(of value: FieldValue) -> Scalar? {
      if let field { return field.key(of: value) }
      if case .text(let key) = value, !key.isEmpty { return .text(key) }
      return nil
    }
  }

  let targets: [Target]
  let finds: [Find]
  let columns: [String]
  let assignments: [ImportAssignment]
  let cells: CellReader
  let constants: CellReader

  /// The entities of which references may mean a record that the same file makes.
  var soughtEntities: Set<EntityName> { Set(finds.filter(\.isOwnEntity).map(\.entity.schema.name)) }
}

extension FieldLayout {
  /// Whether records can be told apart by the field's value: it has one column.
  var canBeKey: Bool { valueColumns.count == 1 }

  /// What values are equal by: the stored cell, or its folded key.
  func key(of value: FieldValue) -> Scalar? {
    guard let cells = try? FieldCodec.encode(value, as: type), let cell = cells.first, !cell.isNull else { return nil }
    return schema.isFolded ? foldedKey(of: cells) : cell
  }
}
