import CRM
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// Opens many tenants in turn while the process may have 1,024 descriptors, and prints what it needed. It is a process of its
// own because the limit is the process's.
//
//   CRMManyTenants COUNT FOLDER

struct WrongUse: Error {}

guard CommandLine.arguments.count == 3, let count = Int(CommandLine.arguments[1]), count > 0 else { throw WrongUse() }
let folder = CommandLine.arguments[2]
let room = Room(folder: folder)

guard Room.limitDescriptors(to: 1_024) else { throw WrongUse() }
try await room.prepare()
let empty = (descriptors: Room.descriptors(), memory: Room.residentBytes())

// What an idle one costs, without its files and with them.
let some = 50
let warm = Tenants<TenantName>(
  TenantsOptions { ($0.limit, $0.restSpan, $0.idleSpan) = (some, .zero, .hours(1)) }
) { try await room.open($0) }

/// Says what each of the idle ones holds.
func tell(_ name: String) {
  print("\(name) tenants: \(warm.counts.idle)")
  print("descriptors of \(name) tenants: \(Room.descriptors() - empty.descriptors)")
  print("bytes of one of the \(name) tenants: \((Room.residentBytes() - empty.memory) / some)")
}

for number in 0..<some {
  try room.copy(number)
  try await room.use(number, of: warm)
  await warm.closeIdle()
}
tell("resting")
for number in 0..<some { try await room.use(number, of: warm) }
tell("idle")
await warm.close()
print("descriptors left: \(Room.descriptors() - empty.descriptors)")

// All of them in turn, each used by two tasks at once.
let tenants = Tenants<TenantName>(TenantsOptions { $0.limit = 64 }) { try await room.open($0) }
var most = 0
for number in 0..<count {
  try room.copy(number)
  async let other: Void = room.use(number, of: tenants)
  try await room.use(number, of: tenants)
  try await other
  most = max(most, Room.descriptors())
  // A disk need not hold all of them at once.
  if number >= 128 { try await room.remove(number - 128, from: tenants) }
}
print("tenants: \(tenants.counts.opened)")
print("most descriptors: \(most)")
for number in max(0, count - 128)..<count {
  try await room.expect(number < some ? 4 : 2, number, of: tenants)
}
await tenants.close()
print("descriptors left: \(Room.descriptors() - empty.descriptors)")
