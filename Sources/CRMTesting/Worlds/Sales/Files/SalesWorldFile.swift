public import CRMModel
public import CRMSecurity

/// A file that a ``SalesWorld`` is written to, and how it is read back.
public struct SalesWorldFile: Hashable, Sendable {
  /// `accounts.csv`.
  public let name: String
  /// The entity that each row makes a record of.
  public let entity: EntityName
  /// The import map as JSON; see `Documentation/Import.md`.
  public let mapText: String
  let table: Table

  enum Table { case users, stages, products, accounts, contacts, leads, opportunities }

  /// `accounts.map.json`.
  public var mapName: String { name.dropLast(4) + ".map.json" }

  /// The import map.
  ///
  /// - Throws: Nothing for a file of ``all``.
  public func importMap() throws(StoreError) -> ImportMap { try ImportMap(jsonBytes: Array(mapText.utf8)) }

  /// Every file, in the order in which they refer to each other and are imported.
  public static let all = [
    SalesWorldFile("users.csv", User.name, .users, ImportMapText.users),
    SalesWorldFile("stages.csv", "pipeline_stage", .stages, ImportMapText.stages),
    SalesWorldFile("products.csv", "product", .products, ImportMapText.products),
    SalesWorldFile("accounts.csv", Account.name, .accounts, ImportMapText.accounts),
    SalesWorldFile("contacts.csv", Contact.name, .contacts, ImportMapText.contacts),
    SalesWorldFile("leads.csv", "lead", .leads, ImportMapText.leads),
    SalesWorldFile("opportunities.csv", "opportunity", .opportunities, ImportMapText.opportunities),
  ]

  private init(_ name: String, _ entity: EntityName, _ table: Table, _ targets: String) {
    self.name = name
    self.entity = entity
    self.table = table
    mapText = ImportMapText.map(targets)
  }
}
