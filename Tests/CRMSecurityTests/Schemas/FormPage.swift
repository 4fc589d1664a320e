import CRMModel

/// A form as a host would make it of nothing but a JSON Schema, and what a browser sends back.
struct FormPage {
  private let schema: JSONValue
  private var inputs: [(name: String, label: String, html: String)] = []

  private let record: JSONValue?

  /// A form for a new record, or for the one whose JSON is given.
  init(_ schema: JSONValue, of record: JSONValue? = nil) {
    self.schema = schema
    self.record = record
    for member in schema["properties"]?.objectValue?.members ?? [] { add(member.key, member.value) }
  }

  private mutating func add(_ name: String, _ property: JSONValue) {
    if property["readOnly"] == true { return }
    let label = property["title"]?.stringValue ?? name
    let isRequired = schema["required"]?.arrayValue?.contains(.string(name)) == true
    let mark = isRequired ? " required" : ""
    if let options = property["oneOf"]?.arrayValue {
      let present = record?[name]
      // What is no longer given is offered only to the record that has it.
      let items = options.filter { $0["deprecated"] != true || $0["const"] == present }.compactMap {
        option -> String? in
        guard let code = option["const"]?.stringValue else { return nil }
        let selected = option["const"] == present ? " selected" : ""
        let title = (option["title"]?.stringValue ?? code).escaped
        return "<option value=\"\(code.escaped)\"\(selected)>\(title)</option>"
      }
      inputs.append((name, label, "<select name=\"\(name.escaped)\"\(mark)>\(items.joined())</select>"))
    } else if let parts = property["properties"]?.objectValue {
      for part in parts.members {
        inputs.append(
          ("\(name).\(part.key)", "\(label) \(part.key)", "<input name=\"\("\(name).\(part.key)".escaped)\">"))
      }
    } else {
      let least = property["minimum"]?.numberText.map { " min=\"\($0)\"" } ?? ""
      let most = property["maximum"]?.numberText.map { " max=\"\($0)\"" } ?? ""
      let length = property["maxLength"]?.numberText.map { " maxlength=\"\($0)\"" } ?? ""
      let limits = "\(least)\(most)\(length)\(mark)"
      inputs.append((name, label, "<input name=\"\(name.escaped)\" type=\"\(kind(property))\"\(limits)>"))
    }
  }

  private func kind(_ property: JSONValue) -> String {
    if property["format"] == "date" { return "date" }
    if property["format"] == "email" { return "email" }
    switch type(property) {
    case "boolean": return "checkbox"
    case "integer": return "number"
    default: return "text"
    }
  }

  private func type(_ property: JSONValue) -> String? {
    property["type"]?.stringValue ?? property["type"]?.arrayValue?.first?.stringValue
  }

  /// The form.
  var html: String {
    let lines = inputs.map { "<label>\($0.label.escaped) \($0.html)</label>" }
    return "<form><h1>\((schema["title"]?.stringValue ?? "").escaped)</h1>\n\(lines.joined(separator: "\n"))\n</form>"
  }

  /// What was typed, as the JSON that the schema describes; an input that is not named was not touched, an empty one was cleared.
  func submitted(_ typed: [String: String]) -> JSONValue {
    var result = JSONObject()
    for member in schema["properties"]?.objectValue?.members ?? [] {
      let parts = typed.filter { $0.key.hasPrefix("\(member.key).") && member.value["properties"] != nil }
      if !parts.isEmpty {
        result[member.key] = .object(
          JSONObject(
            parts.sorted { $0.key < $1.key }.map { (String($0.key.dropFirst(member.key.count + 1)), .string($0.value)) }
          ))
      }
      guard let text = typed[member.key] else { continue }
      switch type(member.value) {
      case _ where text.isEmpty: result[member.key] = .null
      case "boolean": result[member.key] = .bool(text == "on")
      case "integer": result[member.key] = JSONNumber(text: text).map(JSONValue.number) ?? .string(text)
      default: result[member.key] = .string(text)
      }
    }
    return .object(result)
  }
}

extension JSONValue {
  fileprivate var objectValue: JSONObject? { if case .object(let object) = self { object } else { nil } }
  fileprivate var numberText: String? { if case .number(let number) = self { number.text } else { nil } }
}

extension String {
  /// The text as it stands in HTML, between tags and inside a quoted attribute alike.
  fileprivate var escaped: String {
    reduce(into: "") { html, character in
      switch character {
      case "&": html += "&amp;"
      case "<": html += "&lt;"
      case ">": html += "&gt;"
      case "\"": html += "&quot;"
      case "'": html += "&#39;"
      default: html.append(character)
      }
    }
  }
}
