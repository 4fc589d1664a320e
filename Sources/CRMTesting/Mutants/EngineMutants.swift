/// The mutants there are; every law of ``EngineLaws/all`` and ``EngineLaws/prompt`` has at least one.
public enum EngineMutants {
  /// Every mutant.
  public static let all: [EngineMutant] =
    rowMutants + uniqueMutants + transactionMutants + logMutants + layoutMutants + waitingMutants + closingMutants
    + filterMutants + relationMutants + scanMutants + groupMutants + suspensionMutants + promptnessMutants
}
