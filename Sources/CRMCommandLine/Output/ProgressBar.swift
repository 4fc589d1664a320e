internal import CRM
internal import CRMTesting

/// A line on the terminal that shows how far a long job is; nothing where the output is no terminal.
struct ProgressBar: Sendable {
  private let context: ToolContext
  private static let width = 30

  init(_ context: ToolContext) { self.context = context }

  func show(_ progress: ImportProgress) {
    show(
      progress.bytesRead, of: progress.byteCount,
      "\(Figures.grouped(Int64(progress.rowsRead))) rows, \(Figures.grouped(Int64(progress.rowsRejected))) refused")
  }

  func show(_ progress: SalesWorldProgress) {
    show(
      progress.rowsWritten, of: progress.rowCount,
      "\(Figures.grouped(Int64(progress.rowsWritten))) rows, \(progress.file.name)")
  }

  private func show(_ done: Int, of count: Int?, _ text: String) {
    guard context.isTerminal else { return }
    var line = "\r"
    if let count, count > 0 {
      let share = min(max(Double(done) / Double(count), 0), 1)
      let filled = Int((share * Double(ProgressBar.width)).rounded(.down))
      line += "[\(String(repeating: "#", count: filled))\(String(repeating: ".", count: ProgressBar.width - filled))] "
      line += "\(Int((share * 100).rounded(.down))) %  "
    }
    context.errorOutput("\(line)\(text)\u{1B}[K")
  }

  func clear() { if context.isTerminal { context.errorOutput("\r\u{1B}[K") } }
}
