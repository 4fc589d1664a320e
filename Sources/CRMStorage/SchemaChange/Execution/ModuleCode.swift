package import CRMModel

/// Runs what is code in a plan: backfills and seeds of modules.
package struct ModuleCode {
  /// The context in which records are written.
  let context: WriteContext
  /// Told before each step.
  let progress: (UpgradeProgress) -> Void
  /// Runs one step, and tells what users of the store have against seeds.
  let run: (SchemaEdit, RecordWriter, RecordReader) throws -> [Violation]

  package init(
    _ context: WriteContext, progress: @escaping (UpgradeProgress) -> Void,
    run: @escaping (SchemaEdit, RecordWriter, RecordReader) throws -> [Violation]
  ) {
    self.context = context
    self.progress = progress
    self.run = run
  }
}

/// How far the upgrade of a store has come.
public struct UpgradeProgress: Hashable, Sendable {
  /// The step that begins, from 1.
  public let step: Int
  /// How many steps there are.
  public let count: Int
  /// What the step does, in words that hold no customer data.
  public let what: String

  init(step: Int, of count: Int, what: String) {
    self.step = step
    self.count = count
    self.what = what
  }
}

extension SchemaRun {
  /// Runs a step that is code, on the schema as the steps before leave it; what it writes is part of the commit.
  mutating func runCode(_ edit: SchemaEdit, in layout: StoreLayout, _ effect: inout StepEffect) throws {
    guard let code else {
      throw StoreError(
        .invalid, .schemaRefused, "the plan runs code of module \(edit.module ?? ""), which is not there")
    }
    let records = RecordWriter(writer, layout: layout, context: code.context)
    let reader = RecordReader(writer, layout: layout, context: code.context.binding, access: code.context.access)
    do {
      effect.leftOut = try code.run(edit, records, reader)
    } catch {
      throw StoreError(wrapping: error).during(edit)
    }
    effect.records = records.steps.reduce(0) { $0 + $1.ids.count }
    replaced += records.steps
  }
}

extension StoreError {
  /// What the code of a step found wrong, which says in which step it was met; what went wrong below it stays as it is.
  fileprivate func during(_ edit: SchemaEdit) -> StoreError {
    switch kind {
    case .invalid, .notFound, .forbidden, .conflict, .exists: break
    case .internal where code == .unexpected: break
    case .busy, .closed, .unsupported, .cancelled, .damaged, .internal: return self
    }
    return StoreError(
      kind, .upgradeFailed, "\(edit) failed, so nothing was changed: \(message)", violations: violations,
      underlying: underlying)
  }
}
