internal import CRM

/// A line on the terminal that shows how far an import is; nothing where the output is no terminal.
struct ProgressBar: Sendable {
  private let context: ToolContext
  private static let width = 30

  init(_ context: ToolContext) { self.context = context }

  func show(_ progress: ImportProgress) {
    guard context.isTerminal else { return }
    var line = "\r"
    if let count = progress.byteCount, count > 0 {
      let share = min(max(Double(progress.bytesRead) / Double(count), 0), 1)
      let filled = Int((share * Double(ProgressBar.width)).rounded(.down))
      line += "[\(String(repeating: "#", count: filled))\(String(repeating: ".", count: ProgressBar.width - filled))] "
      line += "\(Int((share * 100).rounded(.down))) %  "
    }
    line +=
      "\(Figures.grouped(Int64(progress.rowsRead))) rows, \(Figures.grouped(Int64(progress.rowsRejected))) refused"
    context.errorOutput(line + "\u{1B}[K")
  }

  func clear() { if context.isTerminal { context.errorOutput("\r\u{1B}[K") } }
}
