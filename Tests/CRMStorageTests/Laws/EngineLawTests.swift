import CRMStorage
import CRMTesting
import Testing

@Suite(.serialized) struct `The laws of engines` {
  @Test(arguments: EngineLaws.all)
  func `hold for the oracle`(_ law: EngineLaw) async throws {
    let reports = try await EngineLaws.check([law]) { OracleEngine() }
    #expect(reports.map(\.verdict) == [.holds])
  }

  @Test(arguments: EngineMutants.all)
  func `reject the engine that is broken on purpose`(_ mutant: EngineMutant) async throws {
    let law = try #require(EngineLaws.all.first { $0.name == mutant.law })
    let reports = try await EngineLaws.check([law], patience: .seconds(1)) { mutant.makeEngine() }
    #expect(reports.count == 1)
    #expect(reports.allSatisfy { !$0.holds })
  }

  @Test func `have different names and a mutant each`() {
    let names = EngineLaws.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Set(EngineMutants.all.map(\.law)) == Set(names))
  }
}
