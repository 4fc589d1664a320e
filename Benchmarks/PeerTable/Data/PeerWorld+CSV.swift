import CRM
import CRMTesting

extension PeerWorld {
  /// The deals as a file of comma-separated values, amounts in whole units, parents by number, email and name.
  func csv() -> [UInt8] {
    var options = CSVWriter.Options()
    options.guardsFormulas = false
    options.lineEnd = .lf
    var writer = CSVWriter(options)
    writer.append(record: PeerWorld.header)
    let accounts = sales.accounts.map(\.number)
    let users = sales.users.map(\.email)
    var bytes: [UInt8] = []
    for row in sales.opportunities {
      writer.append(row.number)
      writer.append(row.name)
      writer.append(row.account.map { accounts[$0] } ?? "")
      writer.append(row.owner.map { users[$0] } ?? "")
      writer.append(row.kind.rawValue)
      writer.append(row.stage.name)
      writer.append(number: String(row.probability))
      if let amount = row.amount { writer.append(number: String(amount)) } else { writer.appendEmpty() }
      writer.append(row.openedOn.description)
      writer.append(row.closeDate?.description ?? "")
      writer.append(row.leadSource)
      writer.append(row.nextStep ?? "")
      writer.append(row.lossReason ?? "")
      writer.endRecord()
      if writer.bytes.count > 64 << 10 { bytes += writer.takeBytes() }
    }
    return bytes + writer.takeBytes()
  }

  private static let header = [
    "number", "name", "account", "owner", "type", "stage", "probability", "amount", "opened_on", "close_date",
    "lead_source", "next_step", "loss_reason",
  ]

  /// How the library reads the file.
  static let importMap = """
    {
      "dialect": { "encoding": "utf-8", "delimiter": ",", "decimal_sign": ".", "date_order": "ymd" },
      "targets": [{
        "entity": "opportunity",
        "fields": [
          { "field": "account", "column": "account", "find": { "by": "number" } },
          { "field": "owner", "column": "owner", "find": { "by": "email" } },
          { "field": "stage", "column": "stage", "find": { "by": "name" } }
        ]
      }]
    }
    """
}
