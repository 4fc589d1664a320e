import CRM
import CRMTesting
import Testing

@Suite struct `The bytes of a sales world` {
  @Test func `are equal for equal seeds`() {
    let digests = (0..<2).map { _ in WorldDigest.all(SalesWorld(opportunities: 2_000, seed: 7)) }
    #expect(digests[0] == digests[1])
    #expect(digests[0].allSatisfy { $0.byteCount > 100 })
  }

  /// Whoever changes how worlds are made changes these numbers, and says so in CHANGELOG.md.
  @Test func `are those of the last release`() {
    let digests = WorldDigest.all(SalesWorld(opportunities: 300, seed: 7)).map(\.description)
    #expect(
      digests == [
        "users.csv 1681 d824e633414b3be3", "stages.csv 304 b80379989726e805", "products.csv 569 b11a61b61f9fc94a",
        "accounts.csv 5545 ec2a8f0c15d437a", "contacts.csv 8494 beeb8b6f50d06031", "leads.csv 11469 2579e1114ec5977d",
        "opportunities.csv 45417 e42b47d5f4b1b676",
      ])
  }

  @Test(arguments: SalesWorldFile.all.filter { $0.name != "stages.csv" })
  func `differ for other seeds and other counts`(_ file: SalesWorldFile) {
    let worlds = [(400, 7), (400, 8), (400, UInt64.max), (1_000, 7)] as [(Int, UInt64)]
    let hashes = worlds.map { WorldDigest(SalesWorld(opportunities: $0.0, seed: $0.1), file).hash }
    #expect(Set(hashes).count == worlds.count)
  }

  @Test(arguments: SalesWorldFile.all)
  func `come in pieces that tell their rows`(_ file: SalesWorldFile) throws {
    let world = SalesWorld(opportunities: 2_000, seed: 7)
    var (pieces, rows): ([[UInt8]], Int) = ([], 0)
    world.write(file) { piece, count in
      pieces.append(piece)
      rows += count
    }
    #expect(rows == world.rowCount(of: file))
    #expect(pieces.allSatisfy { $0.count < 70_000 && !$0.isEmpty })
    #expect(Array(pieces.joined()) == world.bytes(of: file))
    let text = String(decoding: world.bytes(of: file), as: UTF8.self)
    #expect(text.split(separator: "\n").count == rows + 1)
  }

  @Test func `are those of rows made one by one, in any order`() {
    let world = SalesWorld(opportunities: 500, seed: 7)
    let backwards = (0..<500).reversed().compactMap { world.opportunities[$0] }
    #expect(Array(world.opportunities) == backwards.reversed())
    #expect(Array(world.accounts) == (0..<50).compactMap { world.accounts[$0] })
    #expect(world.opportunities[-1] == nil)
    #expect(world.opportunities[500] == nil)
    #expect(world.users[.max] == nil)
  }

  @Test func `are those of the nearest world there is`() {
    let extremes = [Int.min, 0, 99].map { SalesWorld(opportunities: $0, seed: 1).opportunityCount }
    #expect(extremes == [100, 100, 100])
    let greatest = SalesWorld(opportunities: .max, seed: 1)
    #expect(greatest.opportunityCount == 10_000_000)
    #expect(greatest.opportunities[9_999_999]?.number == "OPP-10000000")
    #expect(greatest.accounts[999_999]?.number == "A1000000")
    #expect(greatest.contacts[2_499_999]?.key == "C2500000")
  }

  @Test(arguments: [Int.min, -1, 1_001, Int.max])
  func `are made of any shape`(_ wild: Int) {
    var shape = SalesWorldShape()
    (shape.today, shape.days) = (wild < 0 ? .minimum : .maximum, wild)
    (shape.dealsPerAccount, shape.spanOfControl, shape.leads) = (wild, wild, wild)
    (shape.ownerSkew, shape.accountSkew, shape.productSkew) = (wild, wild, wild)
    (shape.dealsWithoutAccount, shape.dirtyNames, shape.duplicateAccounts) = (wild, wild, wild)
    let world = SalesWorld(opportunities: 200, seed: 7, shape: shape)
    #expect(world.opportunities.allSatisfy { $0.openedOn < world.shape.today })
    #expect(world.opportunities.filter { $0.account == nil }.count == (wild < 0 ? 0 : 200))
    #expect(WorldDigest.all(world).allSatisfy { $0.byteCount > 30 })
  }
}
