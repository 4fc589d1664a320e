internal import CRMModel
internal import CRMStorage

extension EngineLaws {
  static let logLaws: [EngineLaw] = [logHasNoGaps, logPages, logTrims, logForgetsUndone, metadataIsKept]

  static let logHasNoGaps = EngineLaw(
    "log: counts without gaps",
    "Entries are numbered from 1 without gaps across transactions and come back as they were appended."
  ) { bench in
    try bench.require(try await bench.read { try $0.lastSequence() }, equals: 0, "last of none")
    let bodies: [[UInt8]] = [[], [0], Array(0...255)]
    let moments: [Instant] = [.minimum, .epoch, .maximum]
    let numbers = try await bench.write { writer in
      [try writer.append(bodies[0], at: moments[0]), try writer.append(bodies[1], at: moments[1])]
    }
    let next = try await bench.write { try $0.append(bodies[2], at: moments[2]) }
    try bench.require(numbers + [next], equals: [1, 2, 3], "sequence numbers")
    let expected = (0..<3).map { LogRecord(sequence: Int64($0) + 1, at: moments[$0], body: bodies[$0]) }
    try bench.require(try await bench.read { try $0.log(after: 0, limit: 10) }, equals: expected, "entries")
    try bench.require(try await bench.read { try $0.lastSequence() }, equals: 3, "last")
  }

  static let logPages = EngineLaw(
    "log: is read after a number",
    "Reading gives the entries after a sequence number, that one excluded, ascending, at most the limit."
  ) { bench in
    try await bench.write { writer in
      for byte in 1...5 { _ = try writer.append([UInt8(byte)], at: .epoch) }
    }
    let pages: [(after: Int64, limit: Int, expected: [Int64])] = [
      (0, 2, [1, 2]), (2, 2, [3, 4]), (4, 2, [5]), (5, 2, []), (9, 9, []), (-5, 1, [1]), (1, 0, []),
      (0, .max, [1, 2, 3, 4, 5]),
    ]
    for page in pages {
      let found = try await bench.read { try $0.log(after: page.after, limit: page.limit).map(\.sequence) }
      try bench.require(found, equals: page.expected, "after \(page.after), limit \(page.limit)")
    }
  }

  static let logTrims = EngineLaw(
    "log: trims through a number",
    "Trimming forgets entries up to a number, inclusive; numbers go on where they were, also when all are forgotten."
  ) { bench in
    try await bench.write { writer in
      for byte in 1...4 { _ = try writer.append([UInt8(byte)], at: .epoch) }
    }
    try await bench.write { try $0.trimLog(through: 2) }
    try bench.require(try await bench.read { try $0.log(after: 0, limit: 9).map(\.sequence) }, equals: [3, 4], "rest")
    try await bench.write { try $0.trimLog(through: 99) }
    try bench.require(try await bench.read { try $0.log(after: 0, limit: 9) }, equals: [], "rest")
    try bench.require(try await bench.read { try $0.lastSequence() }, equals: 4, "last")
    try bench.require(try await bench.write { try $0.append([], at: .epoch) }, equals: 5, "next")
  }

  static let logForgetsUndone = EngineLaw(
    "log: an undone entry never was",
    "An entry of a transaction, or of an atomically, that is undone leaves neither a trace nor a gap."
  ) { bench in
    _ = try await bench.write { try $0.append([1], at: .epoch) }
    do {
      try await bench.write { writer in
        _ = try writer.append([9], at: .epoch)
        throw Interruption()
      }
    } catch is Interruption {}
    let next = try await bench.write { writer in
      do {
        try writer.atomically {
          _ = try writer.append([8], at: .epoch)
          throw Interruption()
        }
      } catch is Interruption {}
      return [try writer.lastSequence(), try writer.append([2], at: .epoch)]
    }
    try bench.require(next, equals: [1, 2], "last, and next")
    let bodies = try await bench.read { try $0.log(after: 0, limit: 9).map(\.body) }
    try bench.require(bodies, equals: [[1], [2]], "entries")
  }

  static let metadataIsKept = EngineLaw(
    "metadata: is kept until it is forgotten",
    "A value under a name is kept, replaced and forgotten; an empty value is a value."
  ) { bench in
    try await bench.write { writer in
      try writer.setMetadata("a", "1")
      try writer.setMetadata("b", "")
      try writer.setMetadata("c", "x")
      try writer.setMetadata("A", "2")
    }
    try await bench.write { writer in
      try writer.setMetadata("a", "3")
      try writer.setMetadata("c", nil)
      try writer.setMetadata("d", nil)
    }
    let found = try await bench.read { reader in try ["a", "b", "c", "d", "A"].map { try reader.metadata($0) } }
    try bench.require(found, equals: ["3", "", nil, nil, "2"], "values")
  }
}
