import CRMModel

/// A form as a host would make it of nothing but a JSON Schema, and the JSON that it makes of what a browser sends back.
struct FormPage {
  private let schema: JSONValue
  private let record: JSONValue?

  /// A form for a new record, or for the one whose JSON is given.
  init(_ schema: JSONValue, of record: JSONValue? = nil) {
    self.schema = schema
    self.record = record
  }

  /// The fields that somebody may fill in.
  private var fields: [(name: String, schema: JSONValue)] {
    (schema["properties"]?.objectValue?.members ?? []).filter { $0.value["readOnly"] != true }.map {
      ($0.key, $0.value)
    }
  }

  // MARK: From a schema to HTML

  /// The form, with the values that the record has, or that a new one would get.
  var html: String {
    let controls = fields.map { name, property in
      // Nobody types the revision that he has seen.
      name == "revision" ? hidden(name, present(name, property)) : shown(name, property)
    }
    return
      "<form><h1>\((schema["title"]?.stringValue ?? "").escaped)</h1>\n\(controls.joined(separator: "\n"))\n</form>"
  }

  private func present(_ name: String, _ property: JSONValue) -> JSONValue? {
    record == nil ? property["default"] : record?[name]
  }

  private func shown(_ name: String, _ property: JSONValue) -> String {
    let label = property["title"]?.stringValue ?? name
    let present = present(name, property)
    if let parts = property["properties"]?.objectValue {
      return parts.members.map { part in
        let (name, present) = ("\(name).\(part.key)", present?[part.key])
        if let only = part.value["const"] { return hidden(name, only) }
        return labelled("\(label) \(part.key)", "<input name=\"\(name.escaped)\"\(value(present))>")
      }.joined(separator: "\n")
    }
    let isRequired = schema["required"]?.arrayValue?.contains(.string(name)) == true
    let mark = isRequired ? " required" : ""
    if let options = property["oneOf"]?.arrayValue {
      return labelled(
        label, "<select name=\"\(name.escaped)\"\(mark)>\(items(options, present).joined())</select>")
    }
    let least = property["minimum"]?.numberText.map { " min=\"\($0)\"" } ?? ""
    let most = property["maximum"]?.numberText.map { " max=\"\($0)\"" } ?? ""
    let length = property["maxLength"]?.numberText.map { " maxlength=\"\($0)\"" } ?? ""
    let kind = kind(property)
    let state = kind == "checkbox" ? (present == true ? " checked" : "") : value(present)
    let attributes = "type=\"\(kind)\"\(least)\(most)\(length)\(mark)\(state)"
    return labelled(label, "<input name=\"\(name.escaped)\" \(attributes)>")
  }

  private func labelled(_ label: String, _ control: String) -> String { "<label>\(label.escaped) \(control)</label>" }

  private func hidden(_ name: String, _ present: JSONValue?) -> String {
    "<input name=\"\(name.escaped)\" type=\"hidden\"\(value(present))>"
  }

  private func value(_ present: JSONValue?) -> String { present?.plainText.map { " value=\"\($0.escaped)\"" } ?? "" }

  private func items(_ options: [JSONValue], _ present: JSONValue?) -> [String] {
    // What is no longer given is offered only to the record that has it.
    let items = options.filter { $0["deprecated"] != true || $0["const"] == present }.compactMap { option -> String? in
      guard let code = option["const"]?.stringValue else { return nil }
      let selected = option["const"] == present ? " selected" : ""
      return "<option value=\"\(code.escaped)\"\(selected)>\((option["title"]?.stringValue ?? code).escaped)</option>"
    }
    // A browser takes the first option of a list in which none is selected, so nothing has to be one where it may stay that.
    let isOptional = options.contains { $0["const"] == .null }
    return (isOptional || present?.plainText == nil ? ["<option value=\"\"></option>"] : []) + items
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

  // MARK: From what is sent to JSON

  /// What a browser sent, as the JSON that the schema describes. Of a new record, what is empty is left out; of a change it is cleared.
  func json(of sent: [String: String]) -> JSONValue {
    var result = JSONObject()
    for (name, property) in fields {
      result[name] =
        if let parts = property["properties"]?.objectValue { compound(name, parts, sent) } else {
          single(sent[name], type(property))
        }
    }
    return .object(result)
  }

  private func single(_ text: String?, _ type: String?) -> JSONValue? {
    // A browser does not name boxes without a tick.
    if type == "boolean" { return .bool(text != nil) }
    guard let text else { return nil }
    if text.isEmpty { return record == nil ? nil : .null }
    return type == "integer" ? JSONNumber(text: text).map(JSONValue.number) ?? .string(text) : .string(text)
  }

  private func compound(_ name: String, _ parts: JSONObject, _ sent: [String: String]) -> JSONValue? {
    let filled = parts.members.filter { sent["\(name).\($0.key)"]?.isEmpty == false }
    // What can only be one thing says nothing about the others.
    if filled.allSatisfy({ $0.value["const"] != nil }) { return record == nil ? nil : .null }
    return .object(JSONObject(filled.map { ($0.key, .string(sent["\(name).\($0.key)"] ?? "")) }))
  }
}

extension JSONValue {
  fileprivate var objectValue: JSONObject? { if case .object(let object) = self { object } else { nil } }
  fileprivate var numberText: String? { if case .number(let number) = self { number.text } else { nil } }
  /// A text or number as it stands in an input; nil for null and all else.
  fileprivate var plainText: String? { stringValue ?? numberText }
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
