import CRMStorage
import Synchronization

/// How many groupings engines answered from columns, until they were closed.
final class AnswerCount: Sendable {
  private let count = Mutex(0)

  var total: Int { count.withLock { $0 } }

  func add(_ more: Int) { count.withLock { $0 += more } }
}

/// An accelerated engine that is counted when it closes.
struct CountedEngine: ForwardingEngine {
  let base: any StorageEngine
  let accelerated: AcceleratedEngine
  let answers: AnswerCount

  init(_ engine: any StorageEngine, _ answers: AnswerCount) {
    accelerated = AcceleratedEngine(engine, bytes: 1 << 20, fewRows: 0)
    base = accelerated
    self.answers = answers
  }

  func close(_ grant: EngineGrant) async {
    answers.add(accelerated.answers)
    await base.close(grant)
  }
}
