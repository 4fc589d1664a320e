public import ArgumentParser
internal import CRM

/// `crm query STORE 'select ...' [--format table|csv|json]`
public struct QueryCommand: AsyncParsableCommand {
  /// Name and purpose.
  public static let configuration = CommandConfiguration(
    commandName: "query", abstract: "Asks a question.",
    discussion:
      """
      crm query acme.crm 'select name, account.name, amount from opportunity order by amount desc limit 10'

      The store stays as it is, whatever versions of modules it has: the question is asked of the schema that it carries.
      """)

  /// How results are written.
  enum Format: String, ExpressibleByArgument, CaseIterable { case table, csv, json }

  @Argument(help: "The store.") var store: String
  @Argument(help: "The question.") var query: String
  @Option(help: "How the result is written.") var format = Format.table

  /// The command.
  public init() {}

  /// Asks and writes the answer.
  public func run() async throws {
    let output = ToolContext.current.output
    let query = try Query(text: query)
    try await StoreFile.withSession(store, for: .reading) { session in
      switch format {
      case .table:
        let result = try await session.table(query)
        output(TextTable(result).text)
        output(result.rows.count == 1 ? "1 row\n" : "\(Figures.grouped(Int64(result.rows.count))) rows\n")
      case .csv: output(CSVOutput.text(try await session.table(query)))
      case .json: output(JSONOutput.lines(try await JSONOutput.rows(of: query, session)))
      }
    }
  }
}
