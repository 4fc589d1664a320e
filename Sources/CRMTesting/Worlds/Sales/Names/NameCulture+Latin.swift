extension NameCulture {
  static let english = NameCulture(
    share: 440,
    given: [
      "Alice", "Andrew", "Ben", "Charlotte", "Chidi", "Dana", "David", "Ella", "Emma", "Fatima", "George", "Grace",
      "Hannah", "Ian", "James", "Jordan", "Kate", "Liam", "Maria", "Mia", "Nora", "Oliver", "Priya", "Quentin",
      "Rachel", "Rahul", "Sam", "Sophie", "Tom", "Uma", "Victor", "Wendy", "Xavier", "Yasmin", "Zoe",
    ],
    family: [
      "Adams", "Bailey", "Bennett", "Brown", "Carter", "Chen", "Clarke", "Cooper", "Davies", "Edwards", "Evans",
      "Foster", "Green", "Hall", "Harris", "Hughes", "Jackson", "Johnson", "Jones", "Kelly", "Khan", "King", "Lewis",
      "McDonald", "Miller", "Moore", "Murphy", "Nguyen", "O'Brien", "O'Neill", "Okafor", "Patel", "Reid", "Roberts",
      "Shah", "Smith", "Taylor", "Thompson", "Walker", "White", "Wilson", "Wright", "Young",
    ],
    heads: [
      "Alder", "Amber", "Apex", "Arrow", "Ash", "Beacon", "Birch", "Black", "Blue", "Bright", "Brook", "Cedar", "Clear",
      "Copper", "Cross", "Crown", "Dale", "East", "Elm", "Falcon", "Fern", "Flint", "Forge", "Fox", "Granite", "Green",
      "Harbor", "Haven", "Hawk", "High", "Iron", "Ivy", "Juniper", "Kings", "Lake", "Maple", "Mill", "Moon", "North",
      "Oak", "Pine", "Quarry", "Raven", "River", "Silver", "Stone", "Summer", "Swift", "West", "Willow",
    ],
    tails: [
      "bank", "bay", "bridge", "brook", "dale", "field", "ford", "gate", "hill", "house", "land", "line", "mark",
      "mere",
      "mont", "path", "point", "port", "ridge", "side", "stone", "view", "ward", "way", "well", "wood", "works", "yard",
    ],
    trades: [
      "Analytics", "Builders", "Capital", "Care", "Consulting", "Energy", "Engineering", "Foods", "Freight", "Health",
      "Insurance", "Labs", "Learning", "Logistics", "Marine", "Media", "Motors", "Networks", "Partners", "Pharma",
      "Properties", "Retail", "Robotics", "Security", "Software", "Systems", "Textiles", "Travel",
    ],
    legalForms: ["Ltd", "Inc.", "LLC", "plc", "Corp.", "& Co", "Group", "Holdings, Inc."],
    joiner: " ", and: "&",
    streets: ["High Street", "Main Street", "Station Road", "Park Avenue", "Church Lane", "King Street", "Mill Road"],
    places: [
      Place("Leeds", "West Yorkshire", "LS1"), Place("Bristol", "", "BS2"), Place("Glasgow", "Scotland", "G3"),
      Place("London", "", "EC2A"), Place("Manchester", "", "M4"), Place("Norwich", "Norfolk", "NR1"),
      Place("Cardiff", "Wales", "CF10"), Place("Belfast", "Northern Ireland", "BT1"),
    ],
    callingCode: "44", countryNames: ["United Kingdom", "UK", "GB", "England", "united kingdom"])

  static let german = NameCulture(
    share: 160,
    given: [
      "Anke", "Björn", "Christa", "Dieter", "Elke", "Frank", "Günther", "Heike", "Jörg", "Jürgen", "Käthe", "Lukas",
      "Marlene", "Michael", "Petra", "Rainer", "Sabine", "Thomas", "Ursula", "Wolfgang",
    ],
    family: [
      "Bauer", "Becker", "Fischer", "Groß", "Hoffmann", "Jäger", "Koch", "König", "Krüger", "Lange", "Löwe", "Meyer",
      "Möller", "Müller", "Schäfer", "Schmidt", "Schneider", "Schröder", "Vogel", "Wagner", "Weber", "Weiß",
      "Zimmermann",
    ],
    heads: [
      "Adler", "Berg", "Eichen", "Edel", "Feld", "Gold", "Hafen", "Linden", "Möwen", "Nord", "Süd", "Über", "Wald",
    ],
    tails: ["bach", "berg", "brück", "burg", "feld", "hof", "mühle", "stein", "tal", "werk"],
    trades: [
      "Anlagenbau", "Bau", "Druckerei", "Elektrotechnik", "Handel", "Logistik", "Maschinenbau", "Möbel", "Software",
      "Spedition", "Versicherungen", "Werkzeuge",
    ],
    legalForms: ["GmbH", "AG", "GmbH & Co. KG", "KG", "e. K.", "SE"],
    joiner: " ", and: "&",
    streets: ["Hauptstraße", "Bahnhofstraße", "Gartenweg", "Lindenallee", "Am Markt", "Mühlweg"],
    places: [
      Place("Berlin", "Berlin", "101"), Place("Hamburg", "Hamburg", "203"), Place("München", "Bayern", "803"),
      Place("Köln", "Nordrhein-Westfalen", "506"), Place("Leipzig", "Sachsen", "041"), Place("Zürich", "ZH", "80"),
    ],
    callingCode: "49", countryNames: ["Germany", "Deutschland", "DE", "germany", "D"])

  static let spanish = NameCulture(
    share: 90,
    given: [
      "Álvaro", "Ana", "Begoña", "Carlos", "Elena", "Íñigo", "Jesús", "José", "Lucía", "María", "Nuria", "Raúl",
      "Sofía",
    ],
    family: [
      "Álvarez", "Castro", "Díaz", "Fernández", "García", "Gómez", "Ibáñez", "López", "Martín", "Muñoz", "Núñez",
      "Peña",
      "Ruiz", "Sánchez",
    ],
    heads: ["Monte", "Rio", "Sierra", "Costa", "Vega", "Luz", "Puerto", "Viña"],
    tails: ["sol", "mar", "verde", "nueva", "blanca", "alta"],
    trades: ["Alimentación", "Construcciones", "Diseño", "Energía", "Exportaciones", "Logística", "Seguros", "Textil"],
    legalForms: ["S.A.", "S.L.", "S. Coop.", "e Hijos, S.L."],
    joiner: " ", and: "y",
    streets: ["Calle Mayor", "Avenida de la Constitución", "Plaza de España", "Calle Peñón"],
    places: [
      Place("Madrid", "Madrid", "280"), Place("Málaga", "Andalucía", "290"), Place("A Coruña", "Galicia", "150"),
      Place("Logroño", "La Rioja", "260"),
    ],
    callingCode: "34", countryNames: ["Spain", "España", "ES", "spain"])

  static let french = NameCulture(
    share: 90,
    given: [
      "Aurélie", "Benoît", "Chloé", "Éric", "François", "Gaëlle", "Hélène", "Jean-Luc", "Léa", "Maëlle", "Noémie",
      "Zoé",
    ],
    family: [
      "Bézier", "Châtelet", "D'Aubigné", "Dupont", "Dupré", "Lefèvre", "Leroy", "Moreau", "Noël", "Petit", "Rousseau",
      "Simon",
    ],
    heads: ["Bel", "Clair", "Haute", "Mont", "Val", "Ville", "Rive", "Château"],
    tails: ["fort", "bois", "rive", "mont", "claire", "neuve", "pré"],
    trades: ["Assurances", "Boulangerie", "Conseil", "Édition", "Énergie", "Hôtellerie", "Mécanique", "Transports"],
    legalForms: ["SA", "SARL", "SAS", "et Fils"],
    joiner: " ", and: "et",
    streets: ["rue de la République", "avenue Foch", "boulevard Saint-Michel", "place de l'Église"],
    places: [
      Place("Paris", "Île-de-France", "750"), Place("Besançon", "Bourgogne-Franche-Comté", "250"),
      Place("Nîmes", "Occitanie", "300"), Place("Orléans", "Centre", "450"),
    ],
    callingCode: "33", countryNames: ["France", "FRANCE", "FR", "france"])

  static let nordic = NameCulture(
    share: 60,
    given: ["Åsa", "Anders", "Bjørn", "Freja", "Håkan", "Ingrid", "Jørgen", "Lærke", "Päivi", "Ørjan", "Siri", "Þóra"],
    family: [
      "Åkesson", "Andersen", "Bergström", "Dahl", "Ekström", "Hansen", "Jørgensen", "Lindqvist", "Møller", "Nyström",
      "Sæther", "Virtanen",
    ],
    heads: ["Fjord", "Nord", "Sol", "Skov", "Stor", "Vinter", "Ö", "Ålands"],
    tails: ["berg", "dal", "havn", "strand", "vik", "ö"],
    trades: ["Bygg", "Fisk", "Kraft", "Møbler", "Rederi", "Skog", "Teknik"],
    legalForms: ["AB", "A/S", "AS", "Oy", "ApS"],
    joiner: " ", and: "&",
    streets: ["Storgatan", "Kongens gate", "Nørregade", "Kyrkvägen"],
    places: [
      Place("Göteborg", "Västra Götaland", "411"), Place("Malmö", "Skåne", "211"), Place("Åre", "Jämtland", "830"),
      Place("Växjö", "Kronoberg", "352"),
    ],
    callingCode: "46", countryNames: ["Sweden", "Sverige", "SE", "sweden"])

  static let polish = NameCulture(
    share: 40,
    given: [
      "Agnieszka", "Bożena", "Grażyna", "Jakub", "Łukasz", "Małgorzata", "Paweł", "Rafał", "Stanisław", "Żaneta",
    ],
    family: ["Dąbrowski", "Jabłońska", "Kowalczyk", "Nowak", "Pająk", "Śliwa", "Wójcik", "Zieliński", "Źrebiec"],
    heads: ["Biał", "Dąb", "Jasn", "Krak", "Wisł", "Złot"],
    tails: ["opol", "pol", "tex", "bud", "gród"],
    trades: ["Budownictwo", "Handel", "Usługi", "Żegluga", "Części"],
    legalForms: ["Sp. z o.o.", "S.A.", "Sp. j."],
    joiner: " ", and: "i",
    streets: ["ulica Długa", "ulica Świętojańska", "aleja Róż"],
    places: [
      Place("Łódź", "łódzkie", "90-0"), Place("Kraków", "małopolskie", "30-0"), Place("Gdańsk", "pomorskie", "80-8"),
    ],
    callingCode: "48", countryNames: ["Poland", "Polska", "PL", "poland"])

  static let turkish = NameCulture(
    share: 30,
    given: ["Ayşe", "Çağla", "Deniz", "Gülşen", "İbrahim", "Işıl", "Mehmet", "Özgür", "Şule", "Yiğit"],
    family: ["Aksoy", "Çelik", "Doğan", "Güneş", "İnce", "Işık", "Öztürk", "Şahin", "Yıldız"],
    heads: ["Ak", "Altın", "Deniz", "Gök", "Kara", "Yeşil"],
    tails: ["dağ", "ırmak", "kent", "su", "taş"],
    trades: ["Gıda", "İnşaat", "Mobilya", "Tekstil", "Ulaşım"],
    legalForms: ["A.Ş.", "Ltd. Şti."],
    joiner: " ", and: "ve",
    streets: ["Atatürk Caddesi", "İstiklal Caddesi", "Çınar Sokak"],
    places: [Place("İstanbul", "", "340"), Place("İzmir", "", "350"), Place("Eskişehir", "", "260")],
    callingCode: "90", countryNames: ["Türkiye", "Turkey", "TR", "turkey"])
}
