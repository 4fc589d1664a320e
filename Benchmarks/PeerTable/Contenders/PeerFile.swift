#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A new file's name each time, and its removal.
struct PeerFile {
  private(set) var path: String
  private let stem: String
  private var number = 0

  init(in directory: String, named name: String) {
    stem = directory + "/peers-" + name + "-" + UUID().uuidString
    path = stem
  }

  mutating func next() {
    remove()
    number += 1
    path = "\(stem)-\(number).db"
  }

  func remove() {
    for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
  }
}
