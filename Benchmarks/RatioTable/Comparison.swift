import BenchmarkCases
import BenchmarkWorld
import HandWritten

/// The same work done by several contenders in turn, round after round, so that whatever else the machine does hits all of them.
struct Comparison {
  let size: Int
  let rounds: Int
  let directory: String

  /// One line of the table: the least that each contender took.
  struct Line {
    let work: Work
    let costs: [Cost]
  }

  /// Contenders that come to different results.
  struct Disagreement: Error {
    let work: Work
    let outcomes: [Outcome]
  }

  /// Tables that are not of one shape.
  struct DifferentShapes: Error { let shapes: [TableShape] }

  /// Does everything in Markdown.
  func table() async throws -> String {
    let world = World(deals: size)
    let hand = try HandContender(world, directory: directory)
    let sqlite = SessionContender(.sqlite, world, directory: directory)
    let memory = SessionContender(.memory, world, directory: directory)
    var lines: [String] = []
    for work in Work.allCases { lines.append(text(try await line(work, [hand, sqlite, memory]))) }
    try await checkShapes(hand, sqlite)
    for contender in [hand, sqlite, memory] as [any Contender] { try await contender.close() }

    let quick =
      [
        try HandContender(world, directory: directory, isFull: false),
        SessionContender(.sqlite, world, directory: directory, isFull: false),
      ] as [any Contender]
    _ = try await line(.bulkInsert, quick, rounds: 1)
    lines.append(text(try await line(.update, quick), as: Work.update.rawValue + ", durability normal"))
    for contender in quick { try await contender.close() }

    let head = """
      | \(size) deals | by hand, ms | SQLite, ms | ratio | processor | memory, ms | ratio | processor | budget |
      | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
      """
    return ([head] + lines).joined(separator: "\n")
  }

  private func line(_ work: Work, _ contenders: [any Contender], rounds: Int? = nil) async throws -> Line {
    var costs: [[Cost]] = contenders.map { _ in [] }
    for _ in 0..<(rounds ?? self.rounds) {
      var outcomes: [Outcome] = []
      for (index, contender) in contenders.enumerated() {
        let (cost, outcome) = try await contender.measure(work)
        costs[index].append(cost)
        outcomes.append(outcome)
      }
      if Set(outcomes).count > 1 { throw Disagreement(work: work, outcomes: outcomes) }
    }
    return Line(work: work, costs: costs.map(Cost.least))
  }

  /// The table by hand must cost SQLite what the library's costs, or no ratio means anything.
  private func checkShapes(_ hand: HandContender, _ sqlite: SessionContender) async throws {
    let ours = try TableShape.shapes(inFile: await sqlite.path)
    let theirs = try TableShape.shapes(inFile: await hand.path).filter { $0.columns.count > 20 }
    if theirs.isEmpty || !theirs.allSatisfy(ours.contains) { throw DifferentShapes(shapes: ours + theirs) }
  }

  private func text(_ line: Line, as name: String? = nil) -> String {
    let base = line.costs[0]
    var cells = [name ?? line.work.rawValue, number(base.wall)]
    for cost in line.costs.dropFirst() {
      cells += [number(cost.wall), number(cost.wall / base.wall), number(cost.processor / base.processor)]
    }
    for _ in line.costs.count..<3 { cells += ["", "", ""] }
    cells.append(line.work.budget.map(number) ?? "")
    return "| " + cells.joined(separator: " | ") + " |"
  }

  /// Three digits are all that such figures are worth.
  private func number(_ value: Double) -> String {
    let decimals: Double = value < 10 ? 100 : value < 100 ? 10 : 1
    let rounded = (value * decimals).rounded() / decimals
    return decimals == 1 ? String(Int(rounded)) : String(rounded)
  }
}
