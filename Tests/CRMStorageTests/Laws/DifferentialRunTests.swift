import CRMStorage
import Testing

@testable import CRMTesting

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct `A differential run` {
  /// How many sequences: `CRM_SEQUENCES`, or few enough for a build without optimisation.
  static let sequences = ProcessInfo.processInfo.environment["CRM_SEQUENCES"].flatMap { Int($0) } ?? 40

  @Test func `finds no difference between two oracles and starves nothing`() async throws {
    let report = try await DifferentialRun.run(
      seed: 2_026, sequences: Self.sequences, engines: [{ OracleEngine() }, { OracleEngine() }])
    print(report)
    #expect(report.difference == nil)
    #expect(report.sequences == Self.sequences)
    #expect(report.findings * 5 > report.questions * 2)
    #expect(report.refusals > report.sequences)
    #expect(report.starved == [])
  }

  @Test(arguments: [
    EngineLaws.notIsKleenes, EngineLaws.orIsKleenes, EngineLaws.tiesGoById, EngineLaws.uniqueUpdateIsRefused,
    EngineLaws.countStopsAtLimit, EngineLaws.deletedParentIsMissing, EngineLaws.andIsKleenes,
    EngineLaws.nullComparesToNull, EngineLaws.wholesCompareToReals, EngineLaws.isInFindsConstants,
    EngineLaws.containsBytes, EngineLaws.differenceOverflowIsNull, EngineLaws.foldedIsTheKey,
    EngineLaws.distanceIsInMetres, EngineLaws.entityMarkDecides, EngineLaws.parentOfParentIsFound,
    EngineLaws.childrenExist, EngineLaws.childrenAreCounted, EngineLaws.childEntityMarkDecides,
    EngineLaws.deletedChildrenCount, EngineLaws.missingRootIsARoot, EngineLaws.nullsGoWhereTold,
    EngineLaws.keysAreTakenInOrder, EngineLaws.nullsFormAGroup, EngineLaws.sumsAreExact,
    EngineLaws.valuesAreCounted, EngineLaws.datesFallIntoPeriods, EngineLaws.momentsFallIntoPeriods,
    EngineLaws.partialIndexCoversItsRows, EngineLaws.uniqueIsJudgedAfterBatch, EngineLaws.nullsNeverCollide,
    EngineLaws.laterRowsAreNotFilled, EngineLaws.atomicallyUndoes, EngineLaws.throwUndoesAll, EngineLaws.logTrims,
  ])
  func `finds the bug planted against a law`(_ law: EngineLaw) async throws {
    let mutant = try #require(EngineMutants.all.first { $0.law == law.name })
    let report = try await DifferentialRun.run(
      seed: 1, sequences: 100, engines: [{ OracleEngine() }, { mutant.makeEngine() }])
    let difference = try #require(report.difference, "\(mutant) was not found")
    print("\(mutant): after \(report.sequences) sequences")
    let replayed = try await DifferentialRun.run(
      seed: difference.seed, sequences: 1, engines: [{ OracleEngine() }, { mutant.makeEngine() }])
    #expect(replayed.difference == difference)
  }
}
