public import ArgumentParser
internal import CRM

/// `crm metrics STORE [--from --to] [--json]`
public struct MetricsCommand: AsyncParsableCommand {
  /// Name and purpose.
  public static let configuration = CommandConfiguration(
    commandName: "metrics", abstract: "Computes the figures of selling.",
    discussion:
      """
      --from and --to name a period, both days included; without them all deals count. What is won and lost, the win \
      rates, the average won deal and the list of owners count deals whose close date lies in the period. The sales \
      cycle counts deals that were won in the period, by the moment at which they were (closed_at), whatever their close \
      date says. Open deals always count.

      A store whose sales module has another version than this tool is refused.
      """
  )

  @Argument(help: "The store.") var store: String
  @Option(help: "The first day, year first.") var from: String?
  @Option(help: "The last day, year first.") var to: String?
  @Flag(help: "Write JSON.") var json = false

  /// The command.
  public init() {}

  /// Computes and writes the figures.
  public func run() async throws {
    let output = ToolContext.current.output
    let period = try period()
    try await StoreFile.withSession(store, for: .reading) { session in
      guard session.workspace.modules[SalesModule.name] != nil else {
        throw ToolFailure("the store has no sales module; `crm init` installs it")
      }
      try ModuleVersions.check([.sales], session.workspace, store)
      let figures = try await session.read { snapshot in try SalesFigures(snapshot, period) }
      output(json ? JSONOutput.pretty(figures.json) : figures.text)
    }
  }

  private func period() throws -> DateRange? {
    if from == nil, to == nil { return nil }
    let first = try from.map { try day($0, "--from") } ?? CalendarDate(year: 1, month: 1, day: 1)
    let last = try to.map { try day($0, "--to") } ?? CalendarDate(year: 9_999, month: 12, day: 30)
    let words = [from.map { "--from \($0)" }, to.map { "--to \($0)" }].compactMap { $0 }
    return try ToolFailure.naming(words.joined(separator: " ")) { try DateRange(from: first, through: last) }
  }

  private func day(_ text: String, _ option: String) throws -> CalendarDate {
    try ToolFailure.naming("\(option) \(text)") { try CalendarDate(text) }
  }
}
