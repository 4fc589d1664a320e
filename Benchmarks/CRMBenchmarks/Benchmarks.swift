import Benchmark
import BenchmarkCases
import BenchmarkWorld

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

// The tool's own thresholds are absolute, or relative to figures of another run on the same machine; it does not know one benchmark's time as a
// multiple of another's. So CI's thresholds, which are ratios to the raw case of the same run, are those of `peers check`.
let benchmarks: @Sendable () -> Void = {
  let directory = FileManager.default.temporaryDirectory.path
  for size in [10_000, 100_000] {
    let contenders = Contenders(size: size, directory: directory)
    for work in Work.allCases {
      for engine in [nil, .sqlite, .memory] as [SessionContender.Engine?] {
        let configuration = Benchmark.Configuration(
          metrics: [.wallClock, .cpuTotal], timeUnits: .microseconds, warmupIterations: work.needsEmptyStore ? 0 : 1,
          maxDuration: .seconds(5), maxIterations: work.needsEmptyStore ? 3 : 100,
          teardown: { try await contenders.close() })
        Benchmark("\(work.rawValue), \(size), \(engine?.rawValue ?? "by hand")", configuration: configuration) {
          benchmark in
          let contender = try await contenders.contender(engine)
          if work.needsEmptyStore { try await contender.reset() }
          benchmark.startMeasurement()
          for _ in 0..<work.repetitions { blackHole(try await contender.run(work)) }
          benchmark.stopMeasurement()
        }
      }
    }
  }
}
