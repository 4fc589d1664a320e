import CRM
import CRMTestStores
import CRMTesting
import Foundation

/// Upgrades a store with workshops to their third version, and ends itself without a word at one of the steps.
///
/// Arguments: the file, and the step before which it dies; 0 for a moment after the commit.
let arguments = CommandLine.arguments
guard arguments.count == 3, let last = Int(arguments[2]) else { exit(64) }
let options = WorkspaceOptions {
  $0.clock = FixedClock()
  $0.progress = { progress in if progress.step == last { kill(getpid(), SIGKILL) } }
}
_ = try await Workspace.open(.sqlite(arguments[1]), modules: [Workshop()], options: options)
kill(getpid(), SIGKILL)
