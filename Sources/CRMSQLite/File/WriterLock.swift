import CRMModel
import CRMStorage
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The right of an engine to write to a file, held from opening to closing.
///
/// Where SQLite loses pages between writers (``SQLiteVersion/losesPagesBetweenWriters``) an engine holds it alone,
/// elsewhere it shares it: so an engine on such a release never writes beside any other, whatever that one runs on.
///
/// It is an advisory lock, as flock(2) has it, on an empty file beside the store, and ends with the process however
/// that ends; only a process forked meanwhile keeps it, until it ends or runs another program. The store's own file will
/// not do: closing any descriptor of it drops the locks of SQLite.
final class WriterLock: Sendable {
  private let path: String
  private let descriptor: Mutex<Int32?>

  /// Takes the lock, without waiting.
  ///
  /// - Throws: ``EngineError`` `busy` if another engine has it and one of the two needs it alone; `io_error`.
  init(_ location: FileLocation, isAlone: Bool) throws {
    path = location.path + "-lock"
    var taken: Int32?
    while taken == nil {
      let descriptor = open(path, O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
      guard descriptor >= 0 else {
        throw EngineError(.internal, .inputOutput, "the file of the store's lock cannot be opened (\(errno))")
      }
      guard flock(descriptor, (isAlone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 else {
        let reason = errno
        _ = close(descriptor)
        guard reason == EWOULDBLOCK || reason == EINTR else {
          throw EngineError(.internal, .inputOutput, "the store cannot be locked (\(reason))")
        }
        throw EngineError(.busy, .busy, "another process writes to the store, as only one may")
      }
      // Its last holder may have taken the file away between the two calls.
      if Self.isFile(descriptor, at: path) { taken = descriptor } else { _ = close(descriptor) }
    }
    descriptor = Mutex(taken)
  }

  // In a forked process this leaves the parent's lock alone.
  deinit { descriptor.withLock { if let descriptor = $0 { _ = close(descriptor) } } }

  /// Lets go of the lock, and takes its file away if nobody else holds it; harmless if that was done.
  func release() {
    descriptor.withLock { descriptor in
      guard let held = descriptor else { return }
      descriptor = nil
      if flock(held, LOCK_EX | LOCK_NB) == 0, Self.isFile(held, at: path) { _ = unlink(path) }
      _ = close(held)
    }
  }

  private static func isFile(_ descriptor: Int32, at path: String) -> Bool {
    var opened = stat()
    var present = stat()
    guard fstat(descriptor, &opened) == 0, stat(path, &present) == 0 else { return false }
    return opened.st_dev == present.st_dev && opened.st_ino == present.st_ino
  }
}
