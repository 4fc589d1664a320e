public import ArgumentParser
internal import CRM

/// `crm import STORE ENTITY FILE.csv [--map FILE.json] [--upsert FIELD] [--dry-run] [--errors OUT.csv] [--on-error
/// stop|skip]`
public struct ImportCommand: AsyncParsableCommand {
  /// Name and purpose.
  public static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Reads a file of comma-separated values into records.",
    discussion:
      """
      Columns fill the fields that have their name, unless a map says otherwise; see Documentation/Import.md.

      Modules of the store that are older than this tool's are upgraded first. A dry run does not do so, and refuses \
      such a store; see `crm upgrade`.
      """)

  /// What to do with refused rows.
  enum OnError: String, ExpressibleByArgument, CaseIterable { case stop, skip }

  @Argument(help: "The store.") var store: String
  @Argument(help: "The entity that each row makes a record of; with a map, one that its targets fill.") var entity:
    String
  @Argument(help: "The file.") var file: String
  @Option(help: "A map: which column fills which field, and how.") var map: String?
  @Option(help: "The field by which records that are there already are found and updated.") var upsert: String?
  @Flag(help: "Do everything and undo it; the report is the same.") var dryRun = false
  @Option(help: "The file for refused rows.") var errors: String?
  @Option(help: "When a row is refused: keep nothing, or keep the good ones.") var onError = OnError.stop

  @OptionGroup var writing: WritingOptions

  /// The command.
  public init() {}

  /// Imports, and tells what was done.
  public func run() async throws {
    let context = ToolContext.current
    let map = try importMap()
    var options = ImportOptions()
    options.isDryRun = dryRun
    options.onError = onError == .skip ? .skip : .stop
    let settings = options
    let source = try ToolFailure.naming(file) { try ImportSource.file(file) }
    let others = [store, file] + (self.map.map { [$0] } ?? [])
    let refused = try errors.map { try RejectedRowsFile($0, besides: others) }
    let bar = ProgressBar(context)
    let report: ImportReport
    do {
      report = try await StoreFile.withSession(store, for: dryRun ? .trial : .writing, withoutCode: writing.modules) {
        session in
        try await session.importCSV(source, map: map, options: settings, progress: bar.show) { report in
          // Before anything is kept: rows that were refused must not be lost when the others are stored.
          try refused?.write(report)
        }
      }
    } catch {
      bar.clear()
      refused?.discard()
      throw error
    }
    bar.clear()
    try refused?.publish()
    context.output(ImportSummary.text(report))
    guard let first = report.rejected.first else { return }
    let place = errors.map { ", all of them in \($0)" } ?? ""
    let count = report.rejected.count == 1 ? "1 row was" : "\(report.rejected.count) rows were"
    let what = "\(count) refused, the first on line \(first.line): \(first.summary)\(place)"
    switch report.outcome {
    case .nothingKept: throw ToolFailure("\(what); nothing was kept")
    case .dryRun where onError == .stop: throw ToolFailure("\(what); nothing would be kept")
    case .kept, .dryRun: context.complain(what)
    }
  }

  private func importMap() throws -> ImportMap {
    var map = try map.map(read) ?? ImportMap(EntityName(entity))
    guard let index = map.targets.lastIndex(where: { $0.entity.rawValue == entity }) else {
      throw ToolFailure("the map fills \(map.targets.map(\.entity.rawValue).joined(separator: ", ")), not \(entity)")
    }
    if let upsert { map.targets[index].upsert = FieldName(upsert) }
    return map
  }

  private func read(_ path: String) throws -> ImportMap {
    let bytes = try StoreFile.bytes(path)
    return try ToolFailure.naming(path) { try ImportMap(jsonBytes: bytes) }
  }
}
