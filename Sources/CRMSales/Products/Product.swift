public import CRMModel

/// Something that is sold.
public struct Product: Entity {
  /// `product`.
  public static let name: EntityName = "product"
  /// The fields of a product.
  public static let schema = Schema<Product>(label: "Product", plural: "Products", title: \.name) {
    Field(\.name, "name", indexed: true)
    Field(\.code, "code", label: "Product code", unique: true)
    Field(\.family, "family", indexed: true)
    Field(\.unitPrice, "unit_price")
    Field(\.costPrice, "cost_price", sensitivity: .confidential)
    Field(\.unitOfMeasure, "unit_of_measure")
    Field(\.salesStart, "sales_start")
    Field(\.salesEnd, "sales_end")
    Field(\.isActive, "is_active", label: "Active")
    Field(\.notes, "description", type: .longText)
    Rule("sales_end_before_start", on: \.salesEnd, "Sales end on or after the day they start") {
      $0.salesStart <= $0.salesEnd
    }
  }

  /// Identity, owner, revision and moments.
  public var record = RecordInfo()
  /// What people call it.
  public var name = ""
  /// The code in price lists and books, unique.
  public var code: String?
  /// The group of products it belongs to.
  public var family: String?
  /// What one unit is sold for, in the workspace's currency.
  public var unitPrice: Money?
  /// What one unit costs, in the workspace's currency.
  public var costPrice: Money?
  /// What one unit is: a piece, a seat, a kilogram.
  public var unitOfMeasure: String?
  /// The first day on which it is sold.
  public var salesStart: CalendarDate?
  /// The last day on which it is sold.
  public var salesEnd: CalendarDate?
  /// Whether it is offered today.
  public var isActive = true
  /// Anything else.
  public var notes: String?

  /// A product with nothing filled in.
  public init() {}
}
