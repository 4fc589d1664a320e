#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// All cases at one size: the contenders take turns, round after round, so that whatever else the machine does hits all of them.
struct PeerRun {
  let rows: Int
  let rounds: Int
  let world: PeerWorld
  private let contenders: [any Contender]
  private var needsLoading = Set(ContenderName.allCases)
  /// Who has a store of another kind of deals, and of which.
  private var special: [ContenderName: PeerCase.Store] = [:]

  init(
    rows: Int, rounds: Int, directory: String, isFull: Bool, contenders names: Set<ContenderName>
  ) {
    self.rounds = rounds
    world = PeerWorld(rows: rows)
    self.rows = world.rows
    let file = SharedCSV(world)
    let csv = { file.bytes }
    let world = world
    contenders = ContenderName.allCases.filter(names.contains).map { name -> any Contender in
      switch name {
      case .raw: RawContender(world, directory: directory, isFull: isFull, csv: csv)
      case .grdb: GRDBContender(world, directory: directory, isFull: isFull)
      case .sqlite, .memory: SessionContender(name, world, directory: directory, isFull: isFull, csv: csv)
      }
    }
  }

  /// Contenders that come to different results: what they did was not the same work.
  struct Disagreement: Error, CustomStringConvertible {
    let name: String
    let rows: Int
    let digests: [(ContenderName, Digest)]

    var description: String {
      let parts = digests.map { "  \($0.0.rawValue): \($0.1)" }
      return (["\(name) at \(rows) rows comes to different results:"] + parts).joined(separator: "\n")
    }
  }

  /// After how many seconds of one piece of work a contender is not asked to do it again.
  private static let patience = 60.0

  /// What each contender took in each round, in seconds, and what all of them found; nil where nobody did it.
  struct Outcome {
    var seconds: [ContenderName: [Double]] = [:]
    /// The same in seconds of processor time, of all threads together.
    var processor: [ContenderName: [Double]] = [:]
    var digest: Digest?
  }

  /// Does a case.
  mutating func run(_ work: PeerCase) async throws -> Outcome {
    var outcome = Outcome()
    var absent: Set<ContenderName> = []
    for round in 0..<rounds {
      var digests: [(ContenderName, Digest)] = []
      for contender in contenders where !absent.contains(contender.name) && work.concerns(contender.name) {
        do {
          let (seconds, processor, digest) = try await time(work, contender, round)
          outcome.seconds[contender.name, default: []].append(seconds)
          outcome.processor[contender.name, default: []].append(processor)
          if seconds > PeerRun.patience && work.store == .pristine && !work.changes { absent.insert(contender.name) }
          digests.append((contender.name, digest))
        } catch is NotMeasured {
          absent.insert(contender.name)
        }
      }
      if Set(digests.map(\.1)).count > 1 { throw Disagreement(name: work.name, rows: rows, digests: digests) }
      outcome.digest = digests.first?.1
    }
    for contender in contenders { try await contender.scatter() }
    return outcome
  }

  /// Lets go of all stores.
  func close() async throws { for contender in contenders { try await contender.close() } }

  private mutating func time(
    _ work: PeerCase, _ contender: any Contender, _ round: Int
  ) async throws -> (seconds: Double, processor: Double, digest: Digest) {
    try await ready(work, contender, round)
    let spent = ProcessorTime.seconds
    let start = ContinuousClock.now
    var reductions = [try await work.run(contender, round)]
    func goesOn() -> Bool {
      if reductions.count < work.repetitions { return true }
      return work.isBrief && reductions.count < PeerRun.mostTimes && ContinuousClock.now - start < PeerRun.enough
    }
    while goesOn() { reductions.append(try await work.run(contender, round)) }
    let times = Double(reductions.count)
    let passed = (ContinuousClock.now - start) / .seconds(1)
    let processor = ProcessorTime.seconds - spent
    // Each of them, as some let go of what was found.
    let digest = try await reductions[0]()
    for reduction in reductions.dropFirst() { _ = try await reduction() }
    return (passed / times, processor / times, digest)
  }

  /// How long brief work is repeated, and how often at most.
  private static let enough = Duration.milliseconds(10)
  private static let mostTimes = 100

  /// What a case needs of resident memory; nil where the contender does not do it. To be asked of one contender alone.
  mutating func memory(_ work: PeerCase) async throws -> CaseMemory? {
    guard let contender = contenders.first, work.concerns(contender.name) else { return nil }
    do {
      try await ready(work, contender, 0)
      let before = ResidentMemory.begin()
      let reduction = try await work.run(contender, 0)
      let peak = ResidentMemory.peak
      let held = ResidentMemory.settled - before
      _ = try await reduction()
      try await contender.scatter()
      return CaseMemory(name: work.name, rows: rows, contender: contender.name, before: before, peak: peak, held: held)
    } catch is NotMeasured {
      return nil
    }
  }

  /// What a contender's store of all deals takes of resident memory.
  mutating func memoryOfStore() async throws -> CaseMemory? {
    guard let contender = contenders.first else { return nil }
    let before = ResidentMemory.begin()
    try await contender.load()
    needsLoading.remove(contender.name)
    let peak = ResidentMemory.peak
    return CaseMemory(
      name: CaseMemory.store, rows: rows, contender: contender.name, before: before, peak: peak,
      held: ResidentMemory.settled - before)
  }

  /// What the columns take that a forecast reads, as the library says; nil for a contender without any.
  mutating func memoryOfColumns() async throws -> CaseMemory? {
    guard let contender = contenders.first else { return nil }
    _ = try await contender.forecast()
    guard let held = contender.columnBytes else { return nil }
    return CaseMemory(
      name: CaseMemory.columns, rows: rows, contender: contender.name, before: 0, peak: held, held: held)
  }

  private mutating func ready(_ work: PeerCase, _ contender: any Contender, _ round: Int) async throws {
    let name = contender.name
    switch work.store {
    case .none: break
    case .empty:
      try await contender.reset()
      sync()
    case .custom, .priced:
      if special[name] != work.store {
        needsLoading.insert(name)
        special[name] = nil
        try await (work.store == .custom ? contender.loadCustom() : contender.loadPriced())
        sync()
        special[name] = work.store
      }
    case .pristine, .any:
      if needsLoading.contains(name) {
        try await contender.load()
        // Or the first commits wait for what the system has still to write of it.
        sync()
      }
      needsLoading.remove(name)
      special[name] = nil
    }
    try await work.prepare(contender, round)
  }

  /// Sees to it that a case finds the store that it needs.
  mutating func begin(_ work: PeerCase) {
    if work.store == .pristine && isChanged { needsLoading = Set(ContenderName.allCases) }
  }

  /// Notes what a case left behind.
  mutating func end(_ work: PeerCase) {
    if work.store == .empty { needsLoading = Set(ContenderName.allCases) }
    isChanged = work.changes || (isChanged && (work.store == .any || work.store == .none))
  }

  private var isChanged = false
}

extension PeerCase {
  /// Whether a contender takes part: by hand and GRDB in all cases, the library on some engines.
  fileprivate func concerns(_ name: ContenderName) -> Bool {
    name == .raw || name == .grdb || engines.contains(name)
  }
}

/// The file of a world, made when it is first read.
private final class SharedCSV {
  private let world: PeerWorld
  private(set) lazy var bytes = world.csv()

  init(_ world: PeerWorld) { self.world = world }
}
