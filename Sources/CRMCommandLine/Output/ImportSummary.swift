internal import CRM

/// What an import did, for people.
enum ImportSummary {
  static func text(_ report: ImportReport) -> String {
    var text = "read \(Figures.grouped(Int64(report.rowsRead))) rows"
    switch report.outcome {
    case .kept: break
    case .nothingKept: text += "; nothing was kept"
    case .dryRun: text += "; a trial, nothing was kept"
    }
    text += "\n"
    if report.outcome != .nothingKept {
      var table = TextTable(
        ["entity", "inserted", "created for references", "updated", "unchanged"],
        [.left] + Array(repeating: .right, count: 4))
      for tally in report.tallies {
        table.add(
          [tally.entity.rawValue]
            + [tally.inserted, tally.created, tally.updated, tally.unchanged].map { Figures.grouped(Int64($0)) })
      }
      text += table.text
    }
    var findings = TextTable(["read as", "", "because"], [.left, .left, .left])
    for finding in report.findings {
      let value = finding.value.isEmpty ? "none" : finding.value == "\t" ? "TAB" : finding.value
      findings.add([finding.aspect, "\(value) (\(finding.certainty))", finding.evidence])
    }
    return text + findings.text
  }
}
