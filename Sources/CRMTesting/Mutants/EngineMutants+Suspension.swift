internal import CRMStorage

extension EngineMutants {
  static let suspensionMutants: [EngineMutant] = [
    EngineMutant(
      EngineLaws.turnedAwayLeavesNoTrace, at: "ids", "writes in spite of being turned away",
      around: { WritesWhenTurnedAway(sound: $0) }),
    EngineMutant(
      EngineLaws.turnedAwayLeavesNoTrace, at: "a write turned away: error code", "says that the task was cancelled",
      around: { CancelsWaiters(sound: $0) }),
    EngineMutant(
      EngineLaws.turnedAwayLeavesNoTrace, at: "the write of who is inside", "turns away who is inside",
      around: { InterruptsInsiders(sound: $0) }),
    EngineMutant(
      EngineLaws.turningAwayEnds, at: "a later write: accepted", "turns the next away too",
      around: { RefusesTheNext(sound: $0) }),
    EngineMutant(
      EngineLaws.interruptedIsAllOrNothing, at: "an interrupted write throws a cancellation",
      "says that it is suspended",
      around: { RenamesCancellations(sound: $0) }),
    EngineMutant(
      EngineLaws.interruptedIsAllOrNothing, at: "ids", "commits what came before", .commitsWhenInterrupted),
    EngineMutant(
      EngineLaws.interruptionEnds, at: "a later write: accepted", "interrupts the next too",
      around: { InterruptsTheNext(sound: $0) }),
    EngineMutant(
      EngineLaws.lettingGoKeepsAll, at: "rows, log, values and tables", "lets go of values too",
      around: {
        LetsGo(sound: $0) { engine, grant in try? await engine.write(grant) { try $0.setMetadata("key", nil) } }
      }),
    EngineMutant(
      EngineLaws.lettingGoKeepsAll, at: "a read afterwards: accepted", "closes",
      around: { LetsGo(sound: $0) { engine, grant in await engine.close(grant) } }),
    EngineMutant(
      EngineLaws.lettingGoDisturbsNobody, at: "a write meanwhile: accepted", "refuses the next",
      around: { RefusesTheNext(sound: $0) }),
    EngineMutant(
      EngineLaws.lettingGoWaitsForNobody, at: "nobody waits for the writer", "waits for its turn to write",
      around: { LetsGo(sound: $0) { engine, grant in try? await engine.write(grant) { _ in } } }),
    EngineMutant(
      EngineLaws.closedStaysClosed, at: "read: error code", "opens again to let go",
      around: { OpensToLetGo(sound: $0) }),
  ]

  static let promptnessMutants: [EngineMutant] = [
    EngineMutant(
      EngineLaws.waitersAreTurnedAwayAtOnce, at: "who waits does not wait any longer", "turns nobody away",
      around: { GoesOn(sound: $0) }),
    EngineMutant(
      EngineLaws.writersAreInterrupted, at: "calls refused", "interrupts nobody", around: { GoesOn(sound: $0) }),
    EngineMutant(
      EngineLaws.writersAreInterrupted, at: "an interrupted write", "commits what came before",
      .commitsWhenInterrupted),
    EngineMutant(
      EngineLaws.readersAreInterrupted, at: "calls refused", "interrupts nobody", around: { GoesOn(sound: $0) }),
    EngineMutant(EngineLaws.scansAreInterrupted, at: "an interrupted scan", "looks only before it begins", .scansGoOn),
  ]
}
