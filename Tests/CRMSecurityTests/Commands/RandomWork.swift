import CRMModel
import CRMSales
import CRMSecurity
import CRMTesting

/// A module of one command that does what a seed says.
struct RandomWorkModule: CRMModule {
  static let name: ModuleName = "random"
  static let version = 1
  var content: ModuleContent { RandomWork.self }
}

/// Adds, changes, moves, deletes, restores and removes records at random, some of it undone within the transaction.
struct RandomWork: Command {
  static let name: CommandName = "random.work"
  var seed: UInt64
  var steps: Int

  struct Undone: Error {}

  /// What was done, refused steps left out.
  func run(in tx: WriteTransaction) throws -> [String] {
    var random = SeededGenerator(seed: seed)
    var done: [String] = []
    for _ in 0..<steps {
      let step = Self.steps[Int.random(in: 0..<Self.steps.count, using: &random)]
      let isUndone = Int.random(in: 0..<8, using: &random) == 0
      do {
        try tx.atomically {
          try step.run(tx, &random)
          if isUndone { throw Undone() }
        }
        done.append(step.name)
      } catch {
        continue
      }
    }
    return done
  }

  private struct Step: Sendable {
    let name: String
    let run: @Sendable (WriteTransaction, inout SeededGenerator) throws -> Void
  }

  private static func any<E: Entity>(
    _ query: EntityQuery<E>, _ tx: WriteTransaction, _ random: inout SeededGenerator
  ) throws -> E {
    guard let found = try tx.fetch(query).randomElement(using: &random) else { throw Undone() }
    return found
  }

  /// A record of an entity that has some.
  private static func any(
    _ scope: RecordScope, _ tx: WriteTransaction, _ random: inout SeededGenerator
  ) throws -> AnyRecordID {
    for entity in (["account", "opportunity", Course.name] as [EntityName]).shuffled(using: &random) {
      var query = Query(entity)
      query.scope = scope
      if let record = try tx.records(query).randomElement(using: &random) {
        return AnyRecordID(entity: entity, rawValue: record.id)
      }
    }
    throw Undone()
  }

  private static let words = ["", "Acme", "Zoë", "Retail", "Bank"]

  private static let steps: [Step] = [
    Step(name: "add accounts") { tx, random in
      let name = words.randomElement(using: &random) ?? ""
      let parent = try tx.fetch(Account.query).randomElement(using: &random)?.id
      try tx.insert((1...3).map { number in Account { ($0.name, $0.parent) = ("\(name) \(number)", parent) } })
    },
    Step(name: "add a course") { tx, random in
      let tutor = try tx.fetch(Tutor.query).randomElement(using: &random)?.id
      let number = Int.random(in: 0..<20, using: &random)
      try tx.insert(Course { ($0.subject, $0.status, $0.tutor) = ("Course \(number)", .running, tutor) })
    },
    Step(name: "add a tutor") { tx, random in try tx.insert(Tutor { $0.nickname = "Max" }) },
    Step(name: "open a deal") { tx, random in
      let stage = try any(PipelineStage.query, tx, &random).id
      let account = try tx.fetch(Account.query).randomElement(using: &random)?.id
      try tx.open(Opportunity { ($0.name, $0.stage, $0.account, $0.amount) = ("Deal", stage, account, .usd(7)) })
    },
    Step(name: "move a deal") { tx, random in
      let deal = try any(Opportunity.query, tx, &random)
      _ = try MoveStage(deal.id, to: any(PipelineStage.query, tx, &random).id).run(in: tx)
    },
    Step(name: "change accounts") { tx, random in
      let word = words.randomElement(using: &random)
      let below = Int.random(in: 0..<3, using: &random)
      try tx.update(where: Account.query) { account in
        if account.record.id % 3 >= below { account.industry = word }
        account.employees = account.record.id % 2 == 0 ? below : account.employees
      }
    },
    Step(name: "change a course") { tx, random in
      let course = try any(Course.query, tx, &random)
      let tutor = try tx.fetch(Tutor.query).randomElement(using: &random)?.id
      let status = [CourseStatus.enrolled, .running, .passed].randomElement(using: &random)
      try tx.update(course.id) { ($0.status, $0.tutor) = (status, tutor) }
    },
    Step(name: "write what is there") { tx, random in
      let account = try any(Account.query, tx, &random)
      try tx.update(account.id) { $0.name = account.name }
    },
    Step(name: "delete an account") { tx, random in try tx.delete(any(Account.query, tx, &random).id) },
    Step(name: "delete a tutor") { tx, random in try tx.delete(any(Tutor.query, tx, &random).id) },
    Step(name: "delete a course") { tx, random in try tx.delete(any(Course.query, tx, &random).id) },
    Step(name: "delete a deal") { tx, random in try tx.delete(any(Opportunity.query, tx, &random).id) },
    Step(name: "restore") { tx, random in try tx.restore([any(.deleted, tx, &random)]) },
    Step(name: "remove for good") { tx, random in try tx.removePermanently([any(.all, tx, &random)]) },
  ]
}
