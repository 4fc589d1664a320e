import CRM
import CRMTestStores

// Prints all that a job leaves behind, on each engine, so that two processes can be compared. The seed of hashing differs
// between processes; nothing else does.
for kind in StoreKind.allCases {
  print("=== \(kind)")
  for line in try await RepeatableJob.run(on: kind) { print(line) }
}
