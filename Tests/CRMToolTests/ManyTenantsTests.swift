import Foundation
import Testing

/// "10,000 opened in turn under a limit of 1,024 descriptors", "idle <= 256 KiB": DESIGN's budgets for tenants.
///
/// `CRM_TENANTS` says how many; the usual number is one with which the limit would be exceeded if nothing were closed.
@Suite struct `Many tenants in turn` {
  static let count = ProcessInfo.processInfo.environment["CRM_TENANTS"].flatMap { Int($0) } ?? 300

  @Test
  func `need few descriptors, and leave none behind`() throws {
    let program = try #require(BuiltProgram.named("CRMManyTenants"))
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("crm-many-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try program.run(["\(Self.count)", folder.path])
    #expect(run.code == 0, "\(run.errors)")
    print(run.output)
    #expect(run.lines.contains("tenants: \(Self.count)"))
    #expect(run.lines.filter { $0 == "descriptors left: 0" }.count == 2)
    let most = try #require(run.number("most descriptors"))
    #expect(most < 1_024)
    #expect(run.number("resting tenants") == 50)
    #expect(run.number("descriptors of resting tenants") == 0)
    #expect(try #require(run.number("bytes of one of the resting tenants")) <= 256 * 1024)
    #expect(try #require(run.number("descriptors of idle tenants")) <= 6 * 50)
  }
}

extension Run {
  /// The number that a line tells.
  fileprivate func number(_ name: String) -> Double? {
    lines.first { $0.hasPrefix("\(name): ") }.flatMap { Double($0.dropFirst(name.count + 2)) }
  }
}
