import BenchmarkWorld

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Prints the ratios of the library's figures to code by hand as Markdown.
///
///     swift run -c release RatioTable [rounds] [directory] [deals ...]
///
/// Five rounds, the directory for temporary files, 10,000 and 100,000 deals unless said otherwise.
@main struct RatioTable {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let rounds = arguments.first.flatMap { Int($0) } ?? 5
    let directory = arguments.count > 1 ? arguments[1] : FileManager.default.temporaryDirectory.path
    let given = arguments.dropFirst(2).compactMap { Int($0) }
    for size in given.isEmpty ? [10_000, 100_000] : given {
      print(try await Comparison(size: size, rounds: max(rounds, 1), directory: directory).table())
      print()
    }
  }
}
