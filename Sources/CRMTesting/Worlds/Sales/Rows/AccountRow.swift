/// An account of a ``SalesWorld``.
public struct AccountRow: Hashable, Sendable {
  /// The place in the table.
  public let place: Int
  /// The number, unique.
  public let number: String
  /// The name as it was typed.
  public let name: String
  /// The name as it should be: what ``name`` is in most rows, and what a row that is there twice has in common with the
  /// other.
  public let cleanName: String
  /// The place of the account that this one is, typed in again; nil for most.
  public let duplicateOf: Int?
  /// The code of its type.
  public let kind: String
  /// The industry as it was typed.
  public let industry: String?
  /// How many people work there.
  public let employees: Int?
  /// Revenue in a year, in whole US dollars.
  public let annualRevenue: Int?
  /// The year it was founded.
  public let yearEstablished: Int?
  /// The place of the account that owns this one.
  public let parent: Int?
  /// The main number.
  public let phone: String?
  /// The website.
  public let website: String?
  /// Street and house number.
  public let street: String
  /// City or town.
  public let city: String
  /// State or province; empty where letters need none.
  public let region: String
  /// The postal code.
  public let postalCode: String
  /// The country as it was typed.
  public let country: String
  /// The place of the user who owns it.
  public let owner: Int?
}
