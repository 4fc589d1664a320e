import CRMModel
import CRMStorage
import Foundation
import Testing

@testable import CRMSQLite

@Suite struct `The file of an open store` {
  enum Mishap: String, CaseIterable, Sendable {
    case moved, removed, replaced

    func happen(to path: String) throws {
      let files = FileManager.default
      switch self {
      case .moved: try files.moveItem(atPath: path, toPath: path + ".aside")
      case .removed: try files.removeItem(atPath: path)
      case .replaced:
        try files.copyItem(atPath: path, toPath: path + ".copy")
        try files.removeItem(atPath: path)
        try files.moveItem(atPath: path + ".copy", toPath: path)
      }
    }
  }

  @Test(arguments: Mishap.allCases)
  func `takes no more writes once its name leads elsewhere`(_ mishap: Mishap) async throws {
    let fixture = try StoreFixture()
    let engine = try await fixture.opened()
    try mishap.happen(to: fixture.path)
    let error = try await #require(throws: EngineError.self) {
      try await engine.write(grant) { try $0.setMetadata("late", "1") }
    }
    #expect(error.code == .damaged)
    #expect(error.message.contains("moved, removed or replaced"))
    await engine.close(grant)
  }

  @Test func `is refused if it has a second name`() async throws {
    let fixture = try StoreFixture()
    let engine = try await fixture.opened()
    await engine.close(grant)
    try FileManager.default.linkItem(atPath: fixture.path, toPath: fixture.path + ".twin")
    let error = try await #require(throws: EngineError.self) { try await fixture.open() }
    #expect(error.code == .unsupported)
    #expect(error.message.contains("several names"))
    try FileManager.default.removeItem(atPath: fixture.path + ".twin")
    let again = try await fixture.open()
    #expect(try await again.read(grant) { try $0.layouts().count } == 2)
    await again.close(grant)
  }

  @Test(
    arguments: [
      (0x6969, true), (0xFF53_4D42, true), (0x6573_5546, true), (0x0102_1997, true),
      (0xEF53, false), (0x0102_1994, false), (0x5846_5342, false), (0x9123_683E, false),
    ] as [(UInt32, Bool)])
  func `lies on another machine by the number of its file system`(_ type: UInt32, _ isRemote: Bool) {
    // From linux/magic.h: NFS, CIFS, FUSE, 9P; ext4, tmpfs, XFS, Btrfs.
    #expect(FileLocation.isRemote(fileSystem: type) == isRemote)
  }
}
