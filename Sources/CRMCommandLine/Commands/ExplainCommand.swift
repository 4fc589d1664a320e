public import ArgumentParser
internal import CRM

/// `crm explain STORE 'select ...' [--first 50]`
public struct ExplainCommand: AsyncParsableCommand {
  /// Name and purpose.
  public static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Tells how a question is answered.",
    discussion:
      """
      crm explain acme.crm 'select name, amount from opportunity order by amount desc' --first 50

      Says which index is followed, whether what is found has to be sorted, and about how many rows are looked at. No record is
      given out.
      """)

  @Argument(help: "The store.") var store: String
  @Argument(help: "The question.") var query: String
  @Option(help: "How many rows of a page are wanted; all if not told.") var first: Int?

  /// The command.
  public init() {}

  /// Asks and writes the answer.
  public func run() async throws {
    let output = ToolContext.current.output
    let query = try Query(text: query)
    try await StoreFile.withSession(store, for: .reading) { session in
      output("\(try await session.explain(query, first: first))\n")
    }
  }
}
