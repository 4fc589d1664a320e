import Dispatch

/// Runs work that takes long on a thread that is not of the cooperative pool.
func offload<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
  try await withCheckedThrowingContinuation { caller in
    DispatchQueue.global(qos: .utility).async {
      caller.resume(with: Result(catching: work))
    }
  }
}
