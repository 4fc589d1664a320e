public import ArgumentParser
internal import CRM

/// What commands that write have in common.
public struct WritingOptions: ParsableArguments {
  @Option(
    name: .customLong("without-code"),
    help: "A module whose code this tool lacks, although its records need it; write all the same.")
  var withoutCode: [String] = []

  /// The options.
  public init() {}

  var modules: Set<ModuleName> { Set(withoutCode.map { ModuleName($0) }) }
}
