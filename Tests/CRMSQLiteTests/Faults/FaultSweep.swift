import CRMModel
import CRMSecurity
import CRMStorage
import Foundation
import Testing

/// Does the same work again and again, each time with a later call to the file system failing, until it is done before
/// anything fails.
///
/// The first time nothing fails and the calls are counted. A sweep then visits about six of them, or as many as the
/// environment's `CRM_FAULT_POINTS` says; 0 means each.
struct FaultSweep {
  private static let mostPoints = Int(ProcessInfo.processInfo.environment["CRM_FAULT_POINTS"] ?? "") ?? 6

  private let fault: Fault
  private let layer: FaultLayer
  private var point = Int.max
  private var stride = 1
  private var isDone = false
  private var points = 0
  private var errors = 0

  init(_ fault: Fault, _ layer: FaultLayer) {
    self.fault = fault
    self.layer = layer
  }

  /// Prepares the next time and lets a call fail from now on.
  ///
  /// - Returns: Which call, for messages; nil if the sweep is over.
  mutating func next(prepare: () -> Void = {}) -> Comment? {
    if isDone { return nil }
    prepare()
    layer.arm(fault, from: point)
    return Comment("call \(point)")
  }

  /// Lets nothing fail any more, and judges what the work was told.
  mutating func end(_ error: StoreError?) {
    let (failed, calls) = layer.disarm()
    if point == .max {
      #expect(error == nil)
      stride = Self.mostPoints == 0 ? 1 : max(1, (calls + Self.mostPoints - 1) / Self.mostPoints)
      point = 1
      isDone = error != nil
      return
    }
    points += 1
    if let error {
      errors += 1
      #expect(failed > 0, "call \(point): \(error.debugDescription)")
      #expect(error.code == fault.expected, "call \(point): \(error.debugDescription)")
    }
    isDone = failed == 0
    point += stride
  }

  /// Prints how far the sweep came.
  func report(_ work: String) {
    print("\(work), \(fault.testDescription): \(points) points up to call \(point - stride), \(errors) errors")
    fflush(nil)
  }

  /// What somebody is told, nil for nothing.
  static func error(_ work: () async throws -> Void) async -> StoreError? {
    do {
      try await work()
      return nil
    } catch {
      #expect(error is StoreError, "\(error)")
      return StoreError(wrapping: error)
    }
  }

  /// Writes something small.
  static func poke(_ workspace: Workspace) async throws {
    let session = try await workspace.session(as: .owner)
    let some = try #require(try await session.fetch(Account.query.where { $0.name == "kept 3" }).first)
    try await session.update(some.id) { $0.employees = ($0.employees ?? 0) + 7 }
  }
}
