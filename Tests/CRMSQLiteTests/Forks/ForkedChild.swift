import CFaultVFS
import CRMStorage
import Synchronization
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A child of this process, made by fork(2).
///
/// It has the memory of the parent and one thread, the caller's: neither the cooperative pool nor Dispatch work in it.
enum ForkedChild {
  /// The sanitizers' runtimes do not survive in a child that goes on without them.
  static let isAvailable = dlsym(nil, "__tsan_init") == nil && dlsym(nil, "__asan_init") == nil

  /// Runs some steps in a child, one after the other.
  ///
  /// - Returns: The number of the first step that was false, from 1; 0 for none; negative if a signal ended the child.
  static func firstFailure(of steps: [() -> Bool]) -> Int {
    let work = Work(steps)
    let context = Unmanaged.passUnretained(work).toOpaque()
    let status = crm_fork_run(
      { context in
        guard let context else { return 255 }
        return Unmanaged<Work>.fromOpaque(context).takeUnretainedValue().run()
      }, context, 30)
    withExtendedLifetime(work) {}
    return Int(status)
  }

  private final class Work {
    let steps: [() -> Bool]
    init(_ steps: [() -> Bool]) { self.steps = steps }

    func run() -> Int32 {
      for (index, step) in steps.enumerated() where !step() { return Int32(index) + 1 }
      return 0
    }
  }
}

/// Runs a task to its end on the thread that asks for it; what would wait for another thread is not done.
final class ThreadInPlace: TaskExecutor {
  private let jobs = Mutex<[UnownedJob]>([])

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
  }

  /// What `body` gives; nil if it waits for something.
  static func run<T: Sendable>(_ body: sending @escaping () async -> T) -> T? {
    let thread = ThreadInPlace()
    let result = Outcome<T>()
    Task(executorPreference: thread) {
      let value = await body()
      result.value.withLock { $0 = value }
    }
    while let job = thread.jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
      job.runSynchronously(on: thread.asUnownedTaskExecutor())
    }
    return result.value.withLock { $0 }
  }

  private final class Outcome<T: Sendable>: Sendable {
    let value = Mutex<T?>(nil)
  }
}
