import Foundation

/// Under what circumstances one size was measured.
struct RunFacts: Codable, Sendable {
  /// How many deals.
  let rows: Int
  /// The day, in UTC.
  let date: String
  let rounds: Int
  let durability: String
  let machine: String
  /// How many processes wanted a core, on average of a minute, before and after.
  let load: String
  let versions: String

  /// Looks at the machine.
  init(rows: Int, measurement: Measurement, peers: String, loadBefore: String) {
    self.rows = rows
    date = String(Date.now.ISO8601Format().prefix(10))
    rounds = measurement.rounds
    durability = measurement.durability.rawValue
    machine = RunFacts.machine
    load = "\(loadBefore) before, \(RunFacts.load) after"
    versions = RunFacts.versions(peers)
  }

  /// The load of the last minute.
  static var load: String {
    let text = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
    return text.split(separator: " ").first.map(String.init) ?? "unknown"
  }

  private static var machine: String {
    let lines = ((try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? "").split(separator: "\n")
    let model = lines.first { $0.hasPrefix("model name") }.flatMap { $0.split(separator: ":").last }
    let name = model.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown processor"
    let memory = Double(ProcessInfo.processInfo.physicalMemory) / 1_073_741_824
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return
      "\(name), \(cores) cores, \(Int(memory.rounded())) GiB, \(ProcessInfo.processInfo.operatingSystemVersionString)"
  }

  private static func versions(_ peers: String) -> String {
    let python = "\(peers)/.venv/bin/python"
    let swift = output("/usr/bin/env", ["swift", "--version"]).split(separator: "\n")
      .first { $0.contains("Swift version") }
    let number = swift?.split(separator: " ").drop { $0 != "version" }.dropFirst().first.map(String.init)
    var all = ["Swift \(number ?? "unknown")", "SQLite \(SQLiteVersion.linked)"]
    if let version = pinned("grdb.swift") { all.append("GRDB \(version)") }
    if FileManager.default.isExecutableFile(atPath: python) {
      let code = """
        import duckdb, polars, sqlalchemy, django, sqlite3, platform
        print(f"DuckDB {duckdb.__version__}, Polars {polars.__version__}, SQLAlchemy {sqlalchemy.__version__}, "
              f"Django {django.__version__}, Python {platform.python_version()} with SQLite {sqlite3.sqlite_version}")
        """
      all.append(output(python, ["-c", code]).trimmingCharacters(in: .whitespacesAndNewlines))
    }
    return all.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private struct Pins: Decodable {
    struct Pin: Decodable {
      struct State: Decodable { let version: String? }
      let identity: String
      let state: State
    }
    let pins: [Pin]
  }

  private static func pinned(_ identity: String) -> String? {
    guard let data = FileManager.default.contents(atPath: "Package.resolved"),
      let pins = try? JSONDecoder().decode(Pins.self, from: data)
    else { return nil }
    return pins.pins.first { $0.identity == identity }?.state.version
  }

  private static func output(_ program: String, _ arguments: [String]) -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return "" }
    let bytes = (try? pipe.fileHandleForReading.readToEnd()) ?? nil
    process.waitUntilExit()
    return String(decoding: bytes ?? Data(), as: UTF8.self)
  }
}
