import CRMModel
import CRMSales

extension SalesWorld {
  /// Writes a file, piece by piece: comma, LF, UTF-8, a header.
  ///
  /// Cells that begin like a formula are not marked, because the file is meant for `importCSV` and not for a spreadsheet.
  ///
  /// - Parameters:
  ///   - file: Which.
  ///   - sink: Given each piece, of about 64 KB, with the number of rows that are written with it.
  /// - Throws: What the sink throws, and nothing else.
  public func write(
    _ file: SalesWorldFile, to sink: (_ piece: [UInt8], _ rows: Int) throws -> Void
  ) rethrows {
    switch file.table {
    case .users: try write(users, RowText.userHeader, sink) { row, writer in write(row, &writer) }
    case .stages: try write(stages, RowText.stageHeader, sink) { row, writer in write(row, &writer) }
    case .products: try write(products, RowText.productHeader, sink) { row, writer in write(row, &writer) }
    case .accounts: try write(accounts, RowText.accountHeader, sink) { row, writer in write(row, &writer) }
    case .contacts: try write(contacts, RowText.contactHeader, sink) { row, writer in write(row, &writer) }
    case .leads: try write(leads, RowText.leadHeader, sink) { row, writer in write(row, &writer) }
    case .opportunities:
      try write(opportunities, RowText.opportunityHeader, sink) { row, writer in write(row, &writer) }
    }
  }

  /// What a file holds. For large worlds, ``write(_:to:)`` gives it piece by piece.
  public func bytes(of file: SalesWorldFile) -> [UInt8] {
    var bytes: [UInt8] = []
    write(file) { piece, _ in bytes += piece }
    return bytes
  }

  /// How many rows a file has, without its header.
  public func rowCount(of file: SalesWorldFile) -> Int {
    switch file.table {
    case .users: users.count
    case .stages: stages.count
    case .products: products.count
    case .accounts: accounts.count
    case .contacts: contacts.count
    case .leads: leads.count
    case .opportunities: opportunities.count
    }
  }

  private func write<Row>(
    _ table: WorldTable<Row>, _ header: [String], _ sink: ([UInt8], Int) throws -> Void,
    _ append: (Row, inout CSVWriter) -> Void
  ) rethrows {
    var options = CSVWriter.Options()
    options.guardsFormulas = false
    options.lineEnd = .lf
    var writer = CSVWriter(options)
    writer.append(record: header)
    var rows = 0
    for row in table {
      append(row, &writer)
      writer.endRecord()
      rows += 1
      if writer.bytes.count >= 64 << 10 {
        try sink(writer.takeBytes(), rows)
        rows = 0
      }
    }
    try sink(writer.takeBytes(), rows)
  }

  private func email(_ user: Int?) -> String { user.map { people[$0].email } ?? "" }

  private func write(_ row: UserRow, _ writer: inout CSVWriter) {
    writer.append(cells: [
      row.displayName, row.email, row.title, row.region, email(row.manager), RowText.yes(row.isActive),
    ])
  }

  private func write(_ row: StageRow, _ writer: inout CSVWriter) {
    writer.append(cells: [SalesModule.standardPipelineName, row.name])
    writer.append(row.position)
    writer.append(row.probability)
    writer.append(cells: [row.category.rawValue, RowText.yes(row.isClosed), RowText.yes(row.isWon)])
  }

  private func write(_ row: ProductRow, _ writer: inout CSVWriter) {
    writer.append(cells: [row.code, row.name, row.family])
    writer.append(row.unitPrice)
    writer.append(row.costPrice)
    writer.append(cells: [row.unitOfMeasure, RowText.yes(row.isActive)])
  }

  private func write(_ row: AccountRow, _ writer: inout CSVWriter) {
    writer.append(cells: [row.number, row.name, row.kind, row.industry ?? ""])
    writer.append(row.employees)
    writer.append(row.annualRevenue)
    writer.append(row.yearEstablished)
    writer.append(cells: [row.parent.map(RowKey.account) ?? "", row.phone ?? "", row.website ?? ""])
    writer.append(cells: [row.street, row.city, row.region, row.postalCode, row.country, email(row.owner)])
  }

  private func write(_ row: ContactRow, _ writer: inout CSVWriter) {
    writer.append(cells: [row.key, row.salutation, row.first, row.last, row.account.map(RowKey.account) ?? ""])
    writer.append(cells: [row.title ?? "", row.email ?? "", row.phone ?? "", row.leadSource ?? "", email(row.owner)])
  }

  private func write(_ row: LeadRow, _ writer: inout CSVWriter) {
    writer.append(cells: [row.key, row.first, row.last, row.company ?? "", row.status.rawValue])
    writer.append(cells: [row.rating?.rawValue ?? "", row.source ?? "", row.email ?? "", row.phone ?? ""])
    writer.append(email(row.owner))
  }

  private func write(_ row: OpportunityRow, _ writer: inout CSVWriter) {
    writer.append(cells: [row.number, row.name, row.account.map(RowKey.account) ?? ""])
    writer.append(cells: [row.contact.map(RowKey.contact) ?? "", email(row.owner)])
    writer.append(cells: [row.product.map { catalogue[$0].code } ?? "", row.kind.rawValue, row.stage.name])
    writer.append(row.probability)
    writer.append(row.amount)
    writer.append(cells: [row.openedOn.description, row.closeDate?.description ?? "", row.leadSource])
    writer.append(cells: [row.nextStep ?? "", row.lossReason ?? ""])
  }
}

/// The headers of a world's files.
private enum RowText {
  static let userHeader = ["display_name", "email", "title", "region", "manager", "is_active"]
  static let stageHeader = [
    "pipeline", "stage", "position", "default_probability", "forecast_category", "is_closed", "is_won",
  ]
  static let productHeader = ["code", "name", "family", "unit_price", "cost_price", "unit_of_measure", "is_active"]
  static let accountHeader = [
    "number", "name", "type", "industry", "employees", "annual_revenue", "year_established", "parent", "phone",
    "website",
    "street", "city", "region", "postal_code", "country", "owner",
  ]
  static let contactHeader = [
    "key", "salutation", "first", "last", "account", "title", "email", "phone", "lead_source", "owner",
  ]
  static let leadHeader = [
    "key", "first", "last", "company", "status", "rating", "source", "email", "phone", "owner",
  ]
  static let opportunityHeader = [
    "number", "name", "account", "contact", "owner", "product", "type", "stage", "probability", "amount", "opened_on",
    "close_date", "lead_source", "next_step", "loss_reason",
  ]

  static func yes(_ truth: Bool) -> String { truth ? "yes" : "no" }
}

extension CSVWriter {
  fileprivate mutating func append(cells: [String]) { for cell in cells { append(cell) } }

  fileprivate mutating func append(_ number: Int?) {
    if let number { append(number: String(number)) } else { appendEmpty() }
  }
}
