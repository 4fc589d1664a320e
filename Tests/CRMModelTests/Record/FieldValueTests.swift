import CRMModel
import Testing

@Suite struct `A field's value` {
  @Test func `takes thirty-two bytes in an array`() { #expect(MemoryLayout<FieldValue>.stride == 32) }
}
