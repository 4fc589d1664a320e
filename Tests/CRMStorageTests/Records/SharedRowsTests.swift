import CRMModel
import CRMTesting
import Foundation
import Testing

@testable import CRMStorage

@Suite struct `Rows that another core makes elements of` {
  private struct Element: Equatable, Sendable {
    var id: Int64
    var number: Int64?
    var text: String?
  }

  private static func make(_ place: UnsafeMutableRawPointer, _ row: borrowing CellRow) {
    let element = Element(id: row.id, number: row.integer(at: 0), text: row.text(at: 1))
    place.initializeMemory(as: Element.self, to: element)
  }

  /// Texts of any length: none, short ones, ones that come again, and now and then one longer than a whole block of a batch.
  private static func element(_ id: Int64, _ generator: inout some RandomNumberGenerator) -> Element {
    let text: String? =
      switch Int.random(in: 0..<100, using: &generator) {
      case 0..<10: nil
      case 10: ""
      case 11..<40: String(repeating: "é", count: .random(in: 1...7, using: &generator))
      case 41..<70: "The same text, again and again"
      case 99: String(repeating: "long", count: .random(in: 5_000...20_000, using: &generator))
      default: "Text number \(id) of all of them"
      }
    return Element(id: id, number: Bool.random(using: &generator) ? id &* 7 : nil, text: text)
  }

  /// Lends the texts from a place where the next row's text is put.
  private static func made(of elements: [Element]) -> [Element] {
    var sharing = SharedRows(stride: MemoryLayout<Element>.stride, make)
    let found = EntityArray<Element>(capacity: 8)
    var row = CellRow(kinds: [.integer, .text])
    let lent = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 1)
    defer { lent.deallocate() }
    for element in elements {
      row.id = element.id
      row.set(element.number, at: 0)
      if let text = element.text {
        lent.copyBytes(from: text.utf8)
        let bytes = UnsafeRawBufferPointer(rebasing: lent[..<text.utf8.count])
        row.lend(bytes.assumingMemoryBound(to: UInt8.self), at: 1)
      } else {
        row.set(nil as String?, at: 1)
      }
      sharing.add(row, found.append)
    }
    sharing.finish(found.append)
    return found.takeAll()
  }

  @Test(arguments: [1, 20_261_123] as [UInt64])
  func `come in their order, with what was lent of them`(seed: UInt64) async {
    // Several at once, so that helpers are busy elsewhere, too.
    await withTaskGroup(of: (expected: [Element], found: [Element]).self) { group in
      for number in 0..<6 as Range<UInt64> {
        group.addTask {
          var generator = SeededGenerator(seed: seed &+ number)
          let elements = (0..<20_000).map { Self.element($0, &generator) }
          return (elements, Self.made(of: elements))
        }
      }
      for await (expected, found) in group {
        #expect(found.count == expected.count)
        #expect(zip(found, expected).first { $0 != $1 } == nil)
      }
    }
  }

  @Test(arguments: [0, 1, 2_000])
  func `are as many as there were`(_ count: Int) {
    let elements = (0..<Int64(count)).map { Element(id: $0, number: $0, text: "\($0)") }
    #expect(Self.made(of: elements) == elements)
  }

  @Test func `are made by who reads when no helper comes`() {
    // Each of the threads there are for helpers, and a good many more, waits until the elements are made.
    let gate = DispatchSemaphore(value: 0)
    let waiting = 200
    for _ in 0..<waiting { DispatchQueue.global(qos: .userInitiated).async { gate.wait() } }
    let elements = (0..<5_000 as Range<Int64>).map {
      Element(id: $0, number: nil, text: "Number \($0) of all that are made")
    }
    #expect(Self.made(of: elements) == elements)
    for _ in 0..<waiting { gate.signal() }
  }

  @Test func `that are put as texts, not lent, are kept, and what a row lacks reads as null`() {
    var sharing = SharedRows(stride: MemoryLayout<Element>.stride, Self.make)
    let found = EntityArray<Element>(capacity: 1)
    var row = CellRow(kinds: [.integer, .text])
    row.set("A text that is held by the row itself", at: 1)
    row.set(3 as Int64, at: 0)
    sharing.add(row, found.append)
    var short = CellRow(kinds: [.integer])
    short.set(4 as Int64, at: 0)
    sharing.add(short, found.append)
    sharing.finish(found.append)
    let expected = [
      Element(id: 0, number: 3, text: "A text that is held by the row itself"), Element(id: 0, number: 4, text: nil),
    ]
    #expect(found.takeAll() == expected)
  }
}
