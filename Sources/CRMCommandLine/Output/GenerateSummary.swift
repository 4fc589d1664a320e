internal import CRM
internal import CRMTesting

/// What was generated, and the commands that load it.
enum GenerateSummary {
  static func text(_ files: [SalesWorldFile.Written], _ folder: String) -> String {
    var table = TextTable(["file", "rows", "bytes"], [.left, .right, .right])
    for written in files {
      table.add([written.file.name] + [written.rows, written.bytes].map { Figures.grouped(Int64($0)) })
    }
    let (rows, bytes) = files.reduce((0, 0)) { ($0.0 + $1.rows, $0.1 + $1.bytes) }
    table.add(["together"] + [rows, bytes].map { Figures.grouped(Int64($0)) })
    var text = "\(table.text)\nload it:\n  crm init world.crm --modules sales\n"
    for file in files.map(\.file) {
      let (rows, map) = (quoted("\(folder)/\(file.name)"), quoted("\(folder)/\(file.mapName)"))
      text += "  crm import world.crm \(file.entity) \(rows) --map \(map)\n"
    }
    return text
  }

  /// A path as a shell takes it for one word.
  private static func quoted(_ path: String) -> String {
    let isPlain = path.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "/", ".", "_", "-": true
      default: false
      }
    }
    return isPlain && !path.hasPrefix("-") ? path : "'\(path.replacing("'", with: "'\\''"))'"
  }
}
