import CRM
import Dispatch
import Foundation

/// Does one piece of work some number of times, for a tool that counts instructions: `InstructionCounts WORK TIMES [DEALS]`.
///
/// The main function is no asynchronous one: it would end the main thread, which valgrind 3.19 does not survive.
@main struct InstructionCounts {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst().map { $0 }
    guard let work = arguments.first.flatMap(Work.init), arguments.count > 1, let times = Int(arguments[1]) else {
      fail("InstructionCounts \(Work.allCases.map(\.rawValue).joined(separator: "|")) TIMES [DEALS] [memory]")
    }
    let deals = arguments.count > 2 ? Int(arguments[2]) ?? 1_000 : 1_000
    let inMemory = arguments.dropFirst(3).first == "memory"
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      do {
        try await run(work, times, deals, inMemory)
        done.signal()
      } catch {
        fail("\(error)")
      }
    }
    done.wait()
  }

  private static func fail(_ text: String) -> Never {
    FileHandle.standardError.write(Data((text + "\n").utf8))
    exit(1)
  }

  /// The hottest operations, and some that are told apart from them.
  enum Work: String, CaseIterable {
    case bulkInsert = "bulk_insert"
    case typedFetch = "typed_fetch"
    case byID = "by_id"
    case singleUpdate = "single_update"
    case singleInsert = "single_insert"
    case singleDelete = "single_delete"
    case listView = "list_view"
    /// A new store in memory, and 100 users in a commit each.
    case memoryFixtures = "memory_fixtures"
  }

  private static func run(_ work: Work, _ times: Int, _ count: Int, _ inMemory: Bool) async throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "instructions-\(UUID().uuidString).db").path
    defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
    let options = WorkspaceOptions { $0.durability = .normal }
    let source: StorageSource = inMemory ? .memory : .sqlite(path)
    let workspace = try await Workspace.open(source, modules: [.sales], options: options)
    let session = try await workspace.session(as: .owner)
    let deals = (0..<count).map(deal)
    let ids = try await session.insert(deals).map(\.id)
    for time in 0..<times {
      switch work {
      case .bulkInsert:
        // Without their numbers, which are unique.
        _ = try await session.insert(
          deals.map { deal in
            Opportunity {
              $0.name = deal.name; $0.amount = deal.amount
            }
          })
      case .typedFetch: _ = try await session.fetch(Opportunity.query)
      case .byID: _ = try await session.fetch(ids[time % ids.count])
      case .singleUpdate: _ = try await session.update(ids[time % ids.count]) { $0.nextStep = "Step \(time)" }
      case .singleInsert: _ = try await session.insert(deal(count + time))
      case .singleDelete: try await session.delete(ids[time % ids.count])
      case .listView:
        _ = try await session.page(Opportunity.query.order(by: { $0.closeDate }, .descending), first: 50)
      case .memoryFixtures: try await fixtures()
      }
    }
    await workspace.close()
  }

  private static func fixtures() async throws {
    let workspace = try await Workspace.open(.memory, modules: [.sales])
    let session = try await workspace.session(as: .owner)
    for number in 0..<100 { _ = try await session.insert(User { $0.displayName = "User \(number)" }) }
    await workspace.close()
  }

  private static func deal(_ number: Int) -> Opportunity {
    Opportunity {
      $0.name = "Deal \(number)"
      $0.amount = Money(minor: Int64(number) * 1_000, .usd)
      $0.closeDate = CalendarDate(daysSinceEpoch: 20_000 + number % 400)
      $0.leadSource = "web_site"
      $0.nextStep = "Call again next week"
    }
  }
}
