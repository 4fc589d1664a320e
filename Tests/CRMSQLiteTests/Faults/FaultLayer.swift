import CFaultVFS
import CRMModel
import Foundation
import GRDBSQLite
import Testing

@testable import CRMTesting

/// A layer below SQLite that fails on command, under a name of its own: what a full disk, a file that may only be read
/// and a broken disk look like to the library. Root ignores the permissions of files, so they could not show it.
final class FaultLayer: Sendable {
  /// What SQLite asks of files.
  struct Calls: OptionSet {
    let rawValue: UInt32
    static let open = Calls(CRM_FAULT_OPEN)
    static let read = Calls(CRM_FAULT_READ)
    static let write = Calls(CRM_FAULT_WRITE)
    static let sync = Calls(CRM_FAULT_SYNC)
    static let truncate = Calls(CRM_FAULT_TRUNCATE)
    static let size = Calls(CRM_FAULT_SIZE)
    static let lock = Calls(CRM_FAULT_LOCK)
    static let sharedMemory: Calls = [Calls(CRM_FAULT_SHM_MAP), Calls(CRM_FAULT_SHM_LOCK)]
    static let delete = Calls(CRM_FAULT_DELETE)
    static let access = Calls(CRM_FAULT_ACCESS)
    static let all: Calls = [.open, .read, .write, .sync, .truncate, .size, .lock, .sharedMemory, .delete, .access]

    init(rawValue: UInt32) { self.rawValue = rawValue }
    private init(_ call: crm_fault_call) { rawValue = UInt32(call.rawValue) }
  }

  /// Whether SQLite is built so that a file's name can say which layer it is used through.
  static let isAvailable = sqlite3_compileoption_used("USE_URI") == 1

  let name: String
  // The layer below guards itself: its fields are atomic.
  private nonisolated(unsafe) let faults: OpaquePointer

  init() throws {
    name = "faults-\(UUID().uuidString)"
    faults = try #require(crm_faults_create(name))
  }

  /// Takes the layer away. No connection may use it any more; without this call it stays for as long as the program.
  func remove() { crm_faults_destroy(faults) }

  /// From now on fails, of the calls of a fault's kinds, the one of a number counted from 1, and all after it if the
  /// fault stays.
  func arm(_ fault: Fault, from number: Int) {
    crm_faults_arm(faults, fault.calls.rawValue, Int64(number), fault.stays ? 0 : 1, fault.code)
  }

  /// From now on nothing fails.
  ///
  /// - Returns: How many calls failed since the layer was armed, and how many there were of those kinds.
  @discardableResult func disarm() -> (failed: Int, counted: Int) {
    var counted: Int64 = 0
    let failed = crm_faults_disarm(faults, &counted)
    return (Int(failed), Int(counted))
  }

  /// From now on counts calls of some kinds, and holds up the one of a number, counted from 1, until the pause is over;
  /// none for 0.
  func watch(_ calls: Calls, pausingAt number: Int = 0, _ pause: LayerPause? = nil) {
    let context = pause.map { UnsafeMutableRawPointer(Unmanaged.passUnretained($0).toOpaque()) }
    crm_faults_watch(
      faults, calls.rawValue, Int64(number),
      { context in
        guard let context else { return }
        Unmanaged<LayerPause>.fromOpaque(context).takeUnretainedValue().hold()
      }, context)
  }

  /// How many calls were counted since the watch began.
  var watched: Int { Int(crm_faults_watched(faults)) }

  /// Whether databases are opened as files that others may write and we may not.
  func setReadOnly(_ isReadOnly: Bool) { crm_faults_set_read_only(faults, isReadOnly ? 1 : 0) }
}

/// What is broken below SQLite.
struct Fault: Sendable, Hashable, CustomTestStringConvertible {
  let testDescription: String
  let calls: FaultLayer.Calls
  /// What SQLite is told; 0 for what fits the call.
  var code: Int32 = 0
  /// Whether it stays so until it is mended, or fails once.
  let stays: Bool
  /// What the caller is told.
  let expected: ErrorCode

  static func == (left: Fault, right: Fault) -> Bool { left.testDescription == right.testDescription }
  func hash(into hasher: inout Hasher) { hasher.combine(testDescription) }

  static let all: [Fault] = [true, false].flatMap { stays in
    let suffix = stays ? "" : " for a moment"
    return [
      Fault(
        testDescription: "a full disk" + suffix, calls: .write, code: SQLITE_FULL, stays: stays, expected: .diskFull),
      Fault(
        testDescription: "files that may only be read" + suffix, calls: [.write, .truncate], code: SQLITE_READONLY,
        stays: stays, expected: .readOnly),
      Fault(testDescription: "a broken disk" + suffix, calls: .all, stays: stays, expected: .inputOutput),
    ]
  }
}

/// Holds up a call to a file until the test lets it go on. The test keeps it for as long as the layer is watched.
final class LayerPause: Sendable {
  private let reached = Latch()
  private let over = Latch()
  private let ending = Latch()
  private static let patience = Duration.seconds(120)

  /// Whether the call was let go on, and did not give up waiting.
  var wasEnded: Bool { ending.isOpen }

  /// Suspends the task until the call has come.
  func wait() async { await reached.wait() }

  /// Lets the call go on.
  func end() { over.open() }

  fileprivate func hold() {
    reached.open()
    if over.block(Self.patience) { ending.open() }
  }
}
