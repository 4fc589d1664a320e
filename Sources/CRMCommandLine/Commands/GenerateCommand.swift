public import ArgumentParser
internal import CRM
internal import CRMTesting

/// `crm generate FOLDER [--opportunities N] [--seed S]`
public struct GenerateCommand: AsyncParsableCommand {
  /// Name and purpose.
  public static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Makes up a sales organisation as files to import.",
    discussion:
      """
      Users, stages, products, accounts, contacts, leads and deals, with the skew, the seasons, the dirt and the gaps \
      of real data, as CSV files with their import maps. Equal numbers give equal bytes on every machine. Files that \
      are there already are never written over.
      """)

  @Argument(help: "The folder for the files; made if it is not there.") var folder: String
  @Option(help: "How many deals, 100 to 10,000,000. There is an account for each ten of them.") var opportunities =
    10_000
  @Option(help: "What the world is made up from, a whole number not below 0.") var seed: UInt64 = 1

  /// The command.
  public init() {}

  /// Writes the files, and tells what was written and how it is loaded.
  public func run() async throws {
    let context = ToolContext.current
    let sizes = SalesWorld.sizes
    guard sizes.contains(opportunities) else {
      let bounds = "\(Figures.grouped(Int64(sizes.lowerBound))) to \(Figures.grouped(Int64(sizes.upperBound)))"
      throw ToolFailure("--opportunities \(opportunities): \(bounds) expected")
    }
    let world = SalesWorld(opportunities: opportunities, seed: seed)
    let bar = ProgressBar(context)
    let files: [SalesWorldFile.Written]
    do {
      files = try world.write(to: folder, progress: bar.show)
    } catch {
      bar.clear()
      throw error
    }
    bar.clear()
    context.output(GenerateSummary.text(files, folder))
  }
}
