public import ArgumentParser
internal import CRM

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// `crm demo [DATA_DIR] [--store FILE]`
public struct DemoCommand: AsyncParsableCommand {
  /// Name and purpose.
  public static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Imports a company's sales data and answers questions from it.",
    discussion:
      """
      DATA_DIR holds accounts.csv, products.csv, sales_teams.csv and sales_pipeline.csv; without it a small sample is \
      made up.
      """
  )

  @Argument(help: "The folder with the four files.") var dataFolder: String?
  @Option(help: "The store to make; a file in the temporary folder if left out.") var store: String?

  /// The command.
  public init() {}

  /// Imports, adds a field, asks and prints.
  public func run() async throws {
    let context = ToolContext.current
    let scratch = "\(context.temporaryFolder)/crm-demo-\(context.clock.now.microsecondsSinceEpoch)"
    let folder = try dataFolder ?? sample(in: scratch)
    try DemoImport.check(folder)
    let path = try store ?? file(in: scratch)
    try await StoreFile.makingSession(path, modules: [.sales]) { session in
      context.output("importing \(folder) into \(path)\n\n")
      let steps = try await DemoImport.run(folder, session)
      context.output(summary(steps))
      for step in steps {
        guard let first = step.report.rejected.first else { continue }
        context.output(
          "\(step.file): \(step.report.rejected.count) rows left out, the first on line \(first.line): "
            + "\(first.summary)\n"
        )
      }
      try await DemoTier.add(session)
      context.output("\nadded the field custom.tier to account while the store is in use\n")
      let answers = try await session.read { snapshot in try DemoAnswers(snapshot) }
      context.output(DemoReport(answers).text)
    }
    context.output("\nask on: crm query \(path) 'select name, custom.tier from account order by name limit 5'\n")
  }

  private func summary(_ steps: [DemoImport.Step]) -> String {
    var table = TextTable(["file", "rows", "inserted", "updated", "refused"], [.left, .right, .right, .right, .right])
    for step in steps {
      let report = step.report
      let figures = [report.rowsRead, report.inserted, report.updated, report.rejected.count]
      table.add([step.file] + figures.map { Figures.grouped(Int64($0)) })
    }
    return table.text
  }

  private func sample(in folder: String) throws -> String {
    try make(folder)
    for (name, text) in DemoSample.files() { try StoreFile.write(Array(text.utf8), to: "\(folder)/\(name)") }
    return folder
  }

  private func file(in folder: String) throws -> String {
    try make(folder)
    return "\(folder)/demo.crm"
  }

  private func make(_ folder: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw ToolFailure("the folder \(folder) cannot be made")
    }
  }
}
