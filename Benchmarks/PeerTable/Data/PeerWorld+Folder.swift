import CRM
import CRMTesting
import Foundation

extension PeerWorld {
  /// Writes what peers in other languages read: a file for each table with ids, the file to import, and what is asked.
  func write(to folder: URL, importing csv: [UInt8]) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try file("user", "id manager is_active display_name email title region", sales.users) { row in
      [
        PeerWorld.user(row.place), row.manager.map(PeerWorld.user), row.isActive ? 1 : 0, row.displayName, row.email,
        row.title, row.region,
      ]
    }.write(to: folder.appending(path: "user.csv"))
    let account = "id owner employees annual_revenue year_established name number type industry"
    try file("account", account, sales.accounts) { row in
      [
        PeerWorld.account(row.place), row.owner.map(PeerWorld.user), row.employees, row.annualRevenue.map { $0 * 100 },
        row.yearEstablished, row.name, row.number, row.kind, row.industry,
      ]
    }.write(to: folder.appending(path: "account.csv"))
    try file("stage", "id position probability is_closed is_won name category", sales.stages) { row in
      [
        PeerWorld.stage(row.position - 1), row.position, row.probability, row.isClosed ? 1 : 0, row.isWon ? 1 : 0,
        row.name, row.category.rawValue,
      ]
    }.write(to: folder.appending(path: "stage.csv"))
    let deal = """
      id owner account amount stage probability close_date opened_on closed_at name number type lead_source next_step \
      loss_reason
      """
    try file("opportunity", deal, deals()) { row in
      [
        row.id, row.owner, row.account, row.amount, row.stage, row.probability, row.closeDate, row.openedOn,
        row.closedAt, row.name, row.number, row.kind, row.leadSource, row.nextStep, row.lossReason,
      ]
    }.write(to: folder.appending(path: "opportunity.csv"))
    try Data(csv).write(to: folder.appending(path: "import.csv"))
    try JSONEncoder().encode(Questions(self)).write(to: folder.appending(path: "world.json"))
  }

  private func file<Row>(
    _ name: String, _ header: String, _ rows: some Sequence<Row>, _ cells: (Row) -> [(any CustomStringConvertible)?]
  ) -> Data {
    var options = CSVWriter.Options()
    options.guardsFormulas = false
    options.lineEnd = .lf
    var writer = CSVWriter(options)
    writer.append(record: header.split(separator: " ").map(String.init))
    for row in rows {
      for cell in cells(row) { if let cell { writer.append(cell.description) } else { writer.appendEmpty() } }
      writer.endRecord()
    }
    return Data(writer.takeBytes())
  }

  /// What is asked of the rows.
  private struct Questions: Encodable {
    let rows: Int
    let won: Int64
    let negotiation: Int64
    let largeAmount: Int64
    let industry: String
    let prefix: String
    let year: Int
    let firstDeal: Int64
    let ids: [Int64]
    let numbers: [String]

    enum CodingKeys: String, CodingKey {
      case rows, won, negotiation
      case largeAmount = "large_amount"
      case industry, prefix, year
      case firstDeal = "first_deal"
      case ids, numbers
    }

    init(_ world: PeerWorld) {
      rows = world.rows
      won = world.won
      negotiation = world.negotiation
      largeAmount = PeerWorld.largeAmount
      industry = world.industry
      prefix = PeerWorld.prefix
      year = PeerWorld.year
      firstDeal = PeerWorld.deal(0)
      ids = world.spread(Batch.ids).map(PeerWorld.deal)
      numbers = world.spread(Batch.numbers).compactMap { world.deal(at: $0)?.number }
    }
  }
}
