import CRMModel
import CRMStorage
import CSQLiteSettings

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where a store's file lies, after links were followed.
struct FileLocation: Hashable, Sendable {
  /// The absolute path. It begins with `/`, so that SQLite takes it for neither a URI nor a name of its own.
  let path: String

  /// Follows the links of a path. The file need not be there, its folder must.
  ///
  /// - Throws: ``EngineError`` `io_error` if there is no such folder.
  init(_ path: String) throws {
    guard !path.isEmpty, !path.utf8.contains(0), !path.utf8.elementsEqual(":memory:".utf8) else {
      throw EngineError(.invalid, .notAWorkspace, "a store needs the path of a file")
    }
    if let real = Self.real(path) {
      self.path = real
      return
    }
    var parts = path.split(separator: "/", omittingEmptySubsequences: true)
    guard let name = parts.popLast(), name != "..", name != "." else { throw Self.noFolder }
    let folder = (path.hasPrefix("/") ? "/" : "./") + parts.joined(separator: "/")
    guard let real = Self.real(folder) else { throw Self.noFolder }
    self.path = real == "/" ? "/\(name)" : "\(real)/\(name)"
  }

  private static var noFolder: EngineError {
    EngineError(.notFound, .inputOutput, "the folder of the store's file is not there")
  }

  private static func real(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The name by which SQLite opens the file: its path, or a URI that names the VFS to use it through.
  func name(through fileLayer: String?) -> String {
    guard let fileLayer else { return path }
    return "file:\(Self.escaped(path))?vfs=\(Self.escaped(fileLayer))"
  }

  /// A text as part of a URI; slashes stay.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16)
        result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return result
  }

  /// The folder.
  var folder: String {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
    return String(path[..<slash])
  }

  /// What is at the path.
  enum Content {
    case nothing, file, other
  }

  var content: Content {
    var info = stat()
    guard stat(path, &info) == 0 else { return .nothing }
    return info.st_mode & S_IFMT == S_IFREG ? .file : .other
  }

  /// What tells a file from every other while it is there, whatever its name.
  struct Identity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64
    /// Under how many names the file can be found.
    let names: UInt64
  }

  /// The identity of the file that is at the path now; nil if there is none.
  var identity: Identity? {
    var info = stat()
    guard stat(path, &info) == 0 else { return nil }
    return Identity(
      device: UInt64(truncatingIfNeeded: info.st_dev), inode: UInt64(truncatingIfNeeded: info.st_ino),
      names: UInt64(truncatingIfNeeded: info.st_nlink))
  }

  /// The size of the file, in bytes; 0 if there is none.
  var size: Int64 { Self.size(path) }

  /// The size of the log beside the file, in bytes; 0 if there is none.
  var logSize: Int64 { Self.size(path + "-wal") }

  private static func size(_ path: String) -> Int64 {
    var info = stat()
    return stat(path, &info) == 0 ? Int64(info.st_size) : 0
  }

  /// Whether the file would lie on another machine, or where a file system runs as a program: SQLite's log needs shared memory and
  /// locks that work there only by chance.
  var isRemote: Bool {
    #if canImport(Darwin)
      var info = statfs()
      return statfs(folder, &info) == 0 && info.f_flags & UInt32(MNT_LOCAL) == 0
    #else
      var type: UInt32 = 0
      return crm_file_system_type(folder, &type) == 0 && Self.isRemote(fileSystem: type)
    #endif
  }

  /// Whether a number that `statfs` gives stands for a file system of another machine or of a program.
  static func isRemote(fileSystem type: UInt32) -> Bool { remoteSystems.contains(type) }

  /// The numbers of file systems from the manual page statfs(2) and linux/magic.h: NFS, SMB, CIFS, SMB2, FUSE, 9P, AFS, AFS of kAFS, Coda,
  /// Ceph, Lustre, GFS2, OCFS2, NCP.
  static let remoteSystems: Set<UInt32> = [
    0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42, 0x6573_5546, 0x0102_1997, 0x5346_414F, 0x6B41_4653, 0x7375_7245,
    0x00C3_6400, 0x0BD0_0BD0, 0x0116_1970, 0x7461_636F, 0x564C,
  ]

  /// Makes sure that the file and its name have reached the disk. Only for a file that no connection of this process has open: closing
  /// it here drops their locks.
  func synchronize() throws {
    for path in [path, folder] {
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw EngineError(.internal, .inputOutput, "a file could not be opened") }
      defer { _ = close(descriptor) }
      guard fsync(descriptor) == 0 else {
        throw EngineError(.internal, .inputOutput, "a file could not be synchronized")
      }
    }
  }

  /// Makes the disk keep what is in the log beside the file.
  ///
  /// SQLite takes no locks on the log, so none is dropped when it is closed here.
  func synchronizeLog() throws {
    let descriptor = open(path + "-wal", O_RDONLY | O_CLOEXEC)
    // The log goes with its last connection, after the disk has all of it in the file.
    if descriptor < 0, errno == ENOENT { return }
    guard descriptor >= 0 else { throw Self.notKept }
    defer { _ = close(descriptor) }
    while true {
      #if canImport(Darwin)
        // A plain synchronisation does not reach the disk there.
        if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
      #else
        if fdatasync(descriptor) == 0 { return }
      #endif
      guard errno == EINTR else { throw Self.notKept }
    }
  }

  private static var notKept: EngineError {
    EngineError(
      .internal, .inputOutput,
      "the disk did not confirm the last commits, so nobody knows whether it keeps them; close the store and open it again"
    )
  }

  /// What SQLite puts beside a file, and takes for the file's own wherever it finds it.
  private static let companions = ["-journal", "-wal", "-shm"]

  /// Whether something lies beside the path that SQLite would take for the file's own, a link that leads nowhere included.
  var hasCompanions: Bool {
    var info = stat()
    return Self.companions.contains { lstat(path + $0, &info) == 0 }
  }

  /// Takes the file away, and what SQLite put beside it. Only where nothing lay before (see ``hasCompanions``).
  func remove() {
    for suffix in [""] + Self.companions { _ = unlink(path + suffix) }
  }
}
