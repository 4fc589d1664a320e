internal import CRM

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The file for the rows that an import refused: proved writable at the start, written before anything is kept, and put
/// in its place at the end. Whatever goes wrong in between leaves a file that was there as it was.
struct RejectedRowsFile: Sendable {
  /// The file as the user names it.
  let path: String
  /// Where it really lies.
  private let place: String
  /// What is written first, beside the file; the file itself where that is a device or a pipe.
  private let draft: String
  private let mode: mode_t

  /// Proves that the file can be written.
  ///
  /// - Parameter others: Files that are read and written meanwhile; the errors file is none of them.
  init(_ path: String, besides others: [String]) throws(ToolFailure) {
    self.path = path
    var status = stat()
    let isThere = stat(path, &status) == 0
    for other in others {
      var taken = stat()
      if isThere, stat(other, &taken) == 0, taken.st_dev == status.st_dev, taken.st_ino == status.st_ino {
        throw ToolFailure("the errors file \(path) is one that the import reads or writes; give it another name")
      }
    }
    let kind = isThere ? status.st_mode & S_IFMT : S_IFREG
    if kind == S_IFDIR { throw ToolFailure("the errors file \(path) cannot be written: it is a folder") }
    let real = isThere ? RejectedRowsFile.resolved(path) : path
    let slash = real.lastIndex(of: "/").map { real.index(after: $0) } ?? real.startIndex
    place = real
    draft = kind == S_IFREG ? "\(real[..<slash]).\(real[slash...]).part" : real
    mode = isThere ? status.st_mode & 0o777 : 0o666
    if isThere, access(real, W_OK) != 0 { throw failure(errno) }
    do throws(ToolFailure) {
      try write([])
    } catch {
      discard()
      throw error
    }
  }

  /// Writes the rows, in place of what was written before.
  func write(_ report: ImportReport) throws(StoreError) {
    do throws(ToolFailure) {
      try write(report.errorFile())
    } catch {
      throw StoreError(.internal, .inputOutput, error.message)
    }
  }

  private func write(_ bytes: [UInt8]) throws(ToolFailure) {
    let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    if file < 0 { throw failure(errno) }
    var failed: Int32 = 0
    var rest = bytes[...]
    while !rest.isEmpty, failed == 0 {
      let count = rest.withUnsafeBytes { Self.put(file, $0) }
      if count >= 0 { rest.removeFirst(count) } else if errno != EINTR { failed = errno }
    }
    // A disk that is full may say so only now. Devices and pipes have nothing to keep.
    if failed == 0, draft != place, fsync(file) != 0 { failed = errno }
    if close(file) != 0, failed == 0 { failed = errno }
    if failed != 0 { throw failure(failed) }
  }

  /// Puts what was written in the place of the file.
  func publish() throws(ToolFailure) {
    if draft == place || rename(draft, place) == 0 { return }
    throw ToolFailure("\(failure(errno).message); the refused rows are in \(draft)")
  }

  /// Takes away what was written.
  func discard() { if draft != place { unlink(draft) } }

  private static func put(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Darwin)
      Darwin.write(file, bytes.baseAddress, bytes.count)
    #elseif canImport(Glibc)
      Glibc.write(file, bytes.baseAddress, bytes.count)
    #else
      Musl.write(file, bytes.baseAddress, bytes.count)
    #endif
  }

  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private func failure(_ number: Int32) -> ToolFailure {
    ToolFailure("the errors file \(path) cannot be written: \(String(cString: strerror(number)))")
  }
}
