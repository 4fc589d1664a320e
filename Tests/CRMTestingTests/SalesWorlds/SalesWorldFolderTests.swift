import CRM
import CRMTesting
import Foundation
import Testing

@Suite struct `A sales world in a folder` {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("crm-world-\(UUID().uuidString)").path
  let world = SalesWorld(opportunities: 200, seed: 7)

  @Test func `is a file and a map for each table, in a folder that is made`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var told: [SalesWorldProgress] = []
    let files = try world.write(to: "\(folder)/a/b") { told.append($0) }
    #expect(files.map(\.file) == SalesWorldFile.all)
    for written in files {
      let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/a/b/\(written.file.name)"))
      #expect(Array(bytes) == world.bytes(of: written.file))
      #expect((written.bytes, written.rows) == (bytes.count, world.rowCount(of: written.file)))
      let map = try #require(FileManager.default.contents(atPath: "\(folder)/a/b/\(written.file.mapName)"))
      #expect(try ImportMap(jsonBytes: Array(map)) == (try written.file.importMap()))
      #expect(try written.file.importMap().targets.last?.entity == written.file.entity)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/a/b").count == 14)
    #expect(told.map(\.rowsWritten) == told.map(\.rowsWritten).sorted())
    #expect(told.last?.rowsWritten == told.last?.rowCount)
    #expect(told.last?.rowCount == files.reduce(0) { $0 + $1.rows })
  }

  @Test(arguments: ["users.csv", "opportunities.map.json"])
  func `is not written over what is there`(_ name: String) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try "mine".write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    let error = #expect(throws: StoreError.self) { try world.write(to: folder) }
    #expect(error?.kind == .exists)
    #expect(error?.message == "there is a file at \(folder)/\(name) already")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [name])
    #expect(try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) == "mine")
  }

  @Test func `is not written through a link that leads nowhere`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/leads.csv", withDestinationPath: "\(folder)/elsewhere")
    let error = #expect(throws: StoreError.self) { try world.write(to: folder) }
    #expect(error?.kind == .exists)
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/elsewhere"))
  }

  @Test func `leaves nothing behind when a file cannot be written`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // Somebody else makes a file of a later name meanwhile.
    let error = #expect(throws: StoreError.self) {
      try world.write(to: folder) { progress in
        guard progress.file.name == "products.csv" else { return }
        try? "mine".write(toFile: "\(folder)/accounts.csv", atomically: true, encoding: .utf8)
      }
    }
    #expect(error?.kind == .exists)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["accounts.csv"])
  }

  @Test(arguments: ["/proc/no-such-folder", "/dev/null/folder"])
  func `needs a folder that can be made`(_ path: String) {
    let error = #expect(throws: StoreError.self) { try world.write(to: path) }
    #expect(error?.code == .inputOutput)
    #expect(error?.message == "the folder \(path) cannot be made")
  }
}
