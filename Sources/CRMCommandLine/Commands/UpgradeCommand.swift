public import ArgumentParser
internal import CRM

/// `crm upgrade PATH... [--dry-run] [--without-code MODULE]`
public struct UpgradeCommand: AsyncParsableCommand {
  /// Name and purpose.
  public static let configuration = CommandConfiguration(
    commandName: "upgrade", abstract: "Brings the modules of stores up to the versions that this tool knows.",
    discussion:
      """
      Of a folder, every file below it whose name ends with .crm is upgraded, one after the other, each in one \
      transaction: a store is afterwards in the new versions or as it was. One to which several of the paths lead is \
      upgraded and counted once. One that cannot be upgraded is told, and the others go on. --dry-run does everything, tells each step and what would be lost, and undoes it.

      Only modules that a store has are upgraded, none is installed. Commands that change a store upgrade it before \
      they begin, and say so; commands that only read leave a store as it is. A store with a newer module is refused.
      """)

  @Argument(help: "Stores, or folders of stores.") var paths: [String]
  @Flag(help: "Do everything and undo it.") var dryRun = false
  @OptionGroup var writing: WritingOptions

  /// The command.
  public init() {}

  /// Upgrades, and tells what was done with each store.
  public func run() async throws {
    let context = ToolContext.current
    let stores = try StoreFile.stores(at: paths)
    if stores.isEmpty {
      throw ToolFailure("there is no store (a file whose name ends with .crm) in \(paths.joined(separator: ", "))")
    }
    var counts = (upgraded: 0, current: 0, refused: 0)
    for store in stores {
      do {
        let report = try await StoreFile.upgrade(store, isDryRun: dryRun, withoutCode: writing.modules)
        if report.isEmpty { counts.current += 1 } else { counts.upgraded += 1 }
        context.output(report.text(showsSteps: dryRun))
      } catch {
        guard let failure = error as? ToolFailure else { throw error }
        counts.refused += 1
        context.output("\(failure.message)\n")
      }
    }
    guard stores.count > 1 || counts.refused > 0 else { return }
    let done = dryRun ? "would be upgraded" : "upgraded"
    let summary = "\(counts.upgraded) \(done), \(counts.current) up to date, \(counts.refused) refused"
    if counts.refused > 0 {
      throw ToolFailure("\(summary), of \(stores.count) \(stores.count == 1 ? "store" : "stores")")
    }
    context.output("\(stores.count) stores: \(summary)\n")
  }
}
