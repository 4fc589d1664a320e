import CRMTesting

/// The bytes of a world's files in a number each, by which a change is noticed (FNV-1a of 64 bits).
struct WorldDigest: Hashable, CustomStringConvertible {
  let name: String
  let byteCount: Int
  let hash: UInt64

  init(_ world: SalesWorld, _ file: SalesWorldFile) {
    name = file.name
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var count = 0
    world.write(file) { piece, _ in
      for byte in piece { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      count += piece.count
    }
    self.hash = hash
    byteCount = count
  }

  static func all(_ world: SalesWorld) -> [WorldDigest] { SalesWorldFile.all.map { WorldDigest(world, $0) } }

  var description: String { "\(name) \(byteCount) \(String(hash, radix: 16))" }
}
