// Stands in until the text form is merged; that merge removes this file.
public struct QueryTextError: CRMError { public var kind: CRMErrorKind { .invalid }; public var code: ErrorCode { "x" }; public var description: String { "" }; public var debugDescription: String { "" } }
extension Formula { public init(text: String) throws(QueryTextError) { self = .now }; public var text: String { "" } }
extension Formula: Codable { public init(from d: any Decoder) throws { self = .now }; public func encode(to e: any Encoder) throws {} }
