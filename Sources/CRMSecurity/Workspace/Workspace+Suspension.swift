public import CRMModel
import CRMStorage

extension Workspace {
  /// Lets go of the store until ``resume()``: for an app that goes to the background, where the system ends a process that holds
  /// a lock on a file.
  ///
  ///     try await workspace.suspend()           // when the scene goes to the background
  ///     workspace.resume()                      // when it comes back
  ///
  /// When it returns, no lock and no descriptor of the store's files is held, and none is taken: another program may do with the file
  /// whatever SQLite allows. Until the workspace is resumed, reads and writes throw ``ErrorCode/suspended``, which is retryable. What
  /// comes about until then:
  ///
  /// - Reads and writes that have not begun throw `suspended` at once, those that wait in line included.
  /// - Those that run may go on for a while, then they are interrupted: their next call to the store throws, a transaction is
  ///   undone, and their caller is told `suspended`. A commit that has begun is finished.
  /// - Observers wait. Once the workspace is resumed each looks again and tells the difference, if there is one, from what it told
  ///   last: no change is lost, none is told twice.
  ///
  /// It surely returns, after the grace, a second and the time that a commit and moving the log into the file take. Only a closure
  /// that computes without asking the store cannot be stopped by anybody: with one, `busy` is thrown. Nothing new begins then either;
  /// its lock goes when it ends or asks, and suspending again waits for that.
  ///
  /// Opening the store once more works meanwhile, unless modules have to be installed.
  ///
  /// Suspending twice is suspending once. Where a file has several openers in the process it is suspended for all as long as one of
  /// them wants it to be: each resumes for itself, and closing or dropping a workspace is resuming it. A store in memory keeps the same
  /// rules.
  ///
  /// - Parameter grace: How long reads and writes that run may go on. Nothing is waited for once the task is cancelled.
  /// - Throws: ``ErrorCode/busy`` as told above, ``ErrorCode/cancelled`` if ``resume()`` was called meanwhile, ``ErrorCode/closed``.
  public func suspend(grace: TimeSpan = .seconds(2)) async throws(StoreError) {
    try checkOpen()
    do {
      try await engine.suspend(grant, by: opener, grace: grace)
    } catch {
      // One that was closed meanwhile wants nothing any more, which the engine tells as a resumption.
      try checkOpen()
      throw StoreError(error.kind, error.code, error.message)
    }
  }

  /// Ends what ``suspend(grace:)`` began; harmless if the workspace is not suspended.
  ///
  /// Files are opened again by the next read or write, which therefore waits for other processes as an opening does, and throws `damaged` if
  /// the file was moved, removed or replaced meanwhile.
  public func resume() {
    if engine.resume(by: opener) { state.resume() }
  }

  /// Whether reads and writes are refused because this workspace, or another opener of its store, is suspended.
  public var isSuspended: Bool { engine.isSuspended }

  /// Lets go of what nobody uses of the store's files, until the next read or write; nothing is refused.
  func rest() async { await engine.rest(grant) }

  /// Ends that this opener wants anything.
  func endOpening() {
    if engine.removeOpener(opener) { state.resume() }
  }
}
