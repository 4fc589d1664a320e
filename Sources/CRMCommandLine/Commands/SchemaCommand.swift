public import ArgumentParser
internal import CRM

/// `crm schema STORE [ENTITY] [--json]` and `crm schema apply STORE FILE.json [--dry-run] [--losing]`
public struct SchemaCommand: AsyncParsableCommand {
  /// Name and purpose.
  public static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Shows or changes what records are made of.",
    subcommands: [SchemaShowCommand.self, SchemaApplyCommand.self],
    defaultSubcommand: SchemaShowCommand.self)

  /// The command.
  public init() {}
}

/// `crm schema STORE [ENTITY] [--json]`
public struct SchemaShowCommand: AsyncParsableCommand {
  /// Name and purpose.
  public static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows entities, or the fields of one.",
    discussion: "The schema is shown as the store carries it; nothing is upgraded.")

  @Argument(help: "The store.") var store: String
  @Argument(help: "The entity; all if left out.") var entity: String?
  @Flag(help: "Write the form of Documentation/JSON.md.") var json = false

  /// The command.
  public init() {}

  /// Shows what there is.
  public func run() async throws {
    let output = ToolContext.current.output
    try await StoreFile.withSession(store, for: .reading) { session in output(try text(session.schema)) }
  }

  private func text(_ catalog: Catalog) throws -> String {
    guard let entity else {
      return json ? JSONOutput.pretty(try JSONOutput.value(catalog)) : SchemaText.entities(catalog)
    }
    guard let schema = catalog[EntityName(entity)] else {
      throw ToolFailure("unknown_entity: no entity `\(entity)`; `crm schema \(store)` lists them")
    }
    return json ? JSONOutput.pretty(try JSONOutput.value(schema)) : SchemaText.fields(schema)
  }
}

/// `crm schema apply STORE FILE.json [--dry-run] [--losing]`
public struct SchemaApplyCommand: AsyncParsableCommand {
  /// Name and purpose.
  public static let configuration = CommandConfiguration(
    commandName: "apply", abstract: "Changes the schema as a file says.",
    discussion:
      """
      Modules of the store that are older than this tool's are upgraded first. A dry run does not do so, and refuses \
      such a store; see `crm upgrade`.
      """)

  @Argument(help: "The store.") var store: String
  @Argument(help: "The changes; see Documentation/SchemaFiles.md.") var file: String
  @Flag(help: "Show what would be done and what it would lose, and do nothing.") var dryRun = false
  @Flag(help: "Let go the values that the changes may lose.") var losing = false
  @OptionGroup var writing: WritingOptions

  /// The command.
  public init() {}

  /// Plans or makes the changes.
  public func run() async throws {
    let output = ToolContext.current.output
    let bytes = try StoreFile.bytes(file)
    let changes = try ToolFailure.naming(file) { try SchemaFile(jsonBytes: bytes) }
    try await StoreFile.withSession(store, for: dryRun ? .trial : .writing, withoutCode: writing.modules) {
      session in
      // What is wrong with the file itself is told in its own words, before anything is planned.
      var trial = SchemaDraft(session.schema)
      try ToolFailure.naming(file) { try changes.apply(to: &trial) }
      if dryRun {
        let plan = try await session.plan { draft in try changes.apply(to: &draft) }
        output(SchemaText.steps(plan))
        if let error = StoreError(violations: plan.violations) { throw error }
        let estimate = try await session.estimate { draft in try changes.apply(to: &draft) }
        if let error = StoreError(violations: estimate.violations) { throw error }
        output("a trial, nothing was changed; values that would be lost: \(estimate.valuesLost)\n")
      } else {
        let wanted = try await session.plan { draft in try changes.apply(to: &draft) }
        if wanted.isLossy, !wanted.isRefused, !losing {
          let losses = wanted.steps.filter(\.verdict.isLossy).map(\.description).joined(separator: "; ")
          throw ToolFailure("the changes may lose values, `--losing` lets them go: \(losses)")
        }
        let plan = try await session.alter(losing: losing) { draft in try changes.apply(to: &draft) }
        output(SchemaText.steps(plan))
      }
    }
  }
}
