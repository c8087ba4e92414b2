//go:build ignore

package main

// kinds says what the first-level subdivisions of a country are called.
var kinds = map[string]string{
	"AD": "parish", "AE": "emirate", "AF": "province", "AG": "parish", "AL": "county", "AM": "province", "AO": "province", "AR": "province",
	"AT": "state", "AU": "state", "AZ": "district", "BA": "entity", "BB": "parish", "BD": "division", "BG": "province", "BH": "governorate",
	"BI": "province", "BJ": "department", "BN": "district", "BO": "department", "BR": "state", "BS": "district", "BT": "district",
	"BW": "district", "BZ": "district", "CA": "province", "CD": "province", "CF": "prefecture", "CG": "department", "CH": "canton",
	"CI": "district", "CL": "region", "CN": "province", "CO": "department", "CR": "province", "CU": "province", "CV": "municipality",
	"CY": "district", "DE": "state", "DM": "parish", "DO": "province", "DZ": "province", "EC": "province", "EE": "county", "EG": "governorate",
	"ES": "autonomous community", "FM": "state", "GA": "province", "GB": "country", "GD": "parish", "GT": "department", "GQ": "province",
	"HN": "department", "HR": "county", "HT": "department", "HU": "county", "ID": "province", "IE": "province", "IL": "district", "IN": "state",
	"IQ": "governorate", "IR": "province", "JM": "parish", "JO": "governorate", "JP": "prefecture", "KE": "county", "KH": "province",
	"KP": "province", "KR": "province", "KW": "governorate", "LA": "province", "LB": "governorate", "LK": "province", "LR": "county",
	"LS": "district", "LT": "county", "LY": "district", "MD": "district", "ME": "municipality", "MM": "state", "MN": "province", "MU": "district",
	"MV": "atoll", "MX": "state", "MY": "state", "MZ": "province", "NG": "state", "NI": "department", "NL": "province", "NO": "county",
	"NP": "province", "OM": "governorate", "PA": "province", "PG": "province", "PK": "province", "PL": "voivodeship", "PT": "district",
	"PW": "state", "PY": "department", "QA": "municipality", "RO": "county", "RU": "oblast", "RW": "province", "SB": "province", "SD": "state",
	"SE": "county", "SL": "province", "SR": "district", "SS": "state", "SV": "department", "SY": "governorate", "TH": "province",
	"TL": "municipality", "TN": "governorate", "TR": "province", "UA": "oblast", "US": "state", "UY": "department", "VE": "state",
	"VN": "province", "VU": "province", "YE": "governorate", "ZA": "province", "ZM": "province", "ZW": "province",
}

// hand is what we add to a subdivision: a better English name, other names, abbreviations.
type hand struct {
	name          string
	aliases       []string
	abbreviations string
}

func also(aliases ...string) hand            { return hand{aliases: aliases} }
func named(name string, more ...string) hand { return hand{name: name, aliases: more} }
func short(s string, aliases ...string) hand { return hand{abbreviations: s, aliases: aliases} }

// byHand is keyed by country code and name as GeoNames has it, kind word cut off.
var byHand = map[string]hand{
	"US Alabama": short("AL|Ala."), "US Alaska": short("AK"), "US Arizona": short("AZ|Ariz."), "US Arkansas": short("AR|Ark."),
	"US California": short("CA|Calif."), "US Colorado": short("CO|Colo."), "US Connecticut": short("CT|Conn."), "US Delaware": short("DE|Del."),
	"US District of Columbia": short("DC|D.C.", "Washington, D.C.", "Washington, DC", "Washington D.C.", "Washington DC"),
	"US Florida":              short("FL|Fla."), "US Georgia": short("GA|Ga."), "US Hawaii": short("HI", "Hawai'i", "Hawai’i"), "US Idaho": short("ID"),
	"US Illinois": short("IL|Ill."), "US Indiana": short("IN|Ind."), "US Iowa": short("IA"), "US Kansas": short("KS|Kan."), "US Kentucky": short("KY|Ky."),
	"US Louisiana": short("LA|La."), "US Maine": short("ME"), "US Maryland": short("MD|Md."), "US Massachusetts": short("MA|Mass."),
	"US Michigan": short("MI|Mich."), "US Minnesota": short("MN|Minn."), "US Mississippi": short("MS|Miss."), "US Missouri": short("MO|Mo."),
	"US Montana": short("MT|Mont."), "US Nebraska": short("NE|Neb."), "US Nevada": short("NV|Nev."), "US New Hampshire": short("NH|N.H."),
	"US New Jersey": short("NJ|N.J."), "US New Mexico": short("NM|N.M."), "US New York": short("NY|N.Y.", "New York State"),
	"US North Carolina": short("NC|N.C."), "US North Dakota": short("ND|N.D."), "US Ohio": short("OH"), "US Oklahoma": short("OK|Okla."),
	"US Oregon": short("OR|Ore."), "US Pennsylvania": short("PA|Pa."), "US Rhode Island": short("RI|R.I."), "US South Carolina": short("SC|S.C."),
	"US South Dakota": short("SD|S.D."), "US Tennessee": short("TN|Tenn."), "US Texas": short("TX|Tex."), "US Utah": short("UT"),
	"US Vermont": short("VT|Vt."), "US Virginia": short("VA|Va."), "US Washington": short("WA|Wash.", "Washington State"),
	"US West Virginia": short("WV|W.Va."), "US Wisconsin": short("WI|Wis."), "US Wyoming": short("WY|Wyo."),
	"CA Alberta": short("AB|Alta."), "CA British Columbia": short("BC|B.C."), "CA Manitoba": short("MB|Man."), "CA New Brunswick": short("NB|N.B."),
	"CA Newfoundland and Labrador": short("NL|Nfld.", "Newfoundland"), "CA Northwest Territories": short("NT|NWT|N.W.T."), "CA Nova Scotia": short("NS|N.S."),
	"CA Nunavut": short("NU"), "CA Ontario": short("ON|Ont."), "CA Prince Edward Island": short("PE|PEI|P.E.I."), "CA Quebec": short("QC|Que.", "Québec"),
	"CA Saskatchewan": short("SK|Sask."), "CA Yukon": short("YT", "Yukon Territory"),
	"AU Australian Capital Territory": short("ACT"), "AU New South Wales": short("NSW|N.S.W."), "AU Northern Territory": short("NT"),
	"AU Queensland": short("Qld"), "AU Western Australia": short("WA"),
	"CN Guangxi":  also("Guangxi Zhuang Autonomous Region", "Guangxi Autonomous Region"),
	"CN Xinjiang": also("Xinjiang Uyghur Autonomous Region", "Xinjiang Uighur Autonomous Region", "XUAR"),
	"CN Tibet":    also("Tibet Autonomous Region", "Xizang", "TAR"), "CN Ningxia": also("Ningxia Hui Autonomous Region"),
	"CN Inner Mongolia": also("Inner Mongolia Autonomous Region", "Nei Mongol"), "CN Guangdong": also("Canton", "Kwangtung"),
	"CN Fujian": also("Fukien"), "CN Sichuan": also("Szechuan", "Szechwan"),
	"DE Rheinland-Pfalz": named("Rhineland-Palatinate"), "DE State of Berlin": named("Berlin"), "DE Berlin": also("State of Berlin"),
	"DE Mecklenburg-Vorpommern": also("Mecklenburg-Western Pomerania"), "DE Baden-Wurttemberg": also("Baden-Wuerttemberg"),
	"DE Bavaria": also("Bayern"), "DE North Rhine-Westphalia": also("Nordrhein-Westfalen"), "DE Lower Saxony": also("Niedersachsen"),
	"BA Federation of B&H": named("Federation of Bosnia and Herzegovina"), "BA Srpska": named("Republika Srpska"),
	"BE Brussels Capital": named("Brussels-Capital Region", "Brussels Capital Region"), "BE Flanders": also("Flemish Region"), "BE Wallonia": also("Walloon Region"),
	"ES Catalonia": also("Catalunya", "Cataluña"), "ES Castille-La Mancha": also("Castilla-La Mancha", "Castile-La Mancha"),
	"ES Basque Country": also("Euskadi"), "ES Andalusia": also("Andalucía"),
	"ET Oromiya": named("Oromia"), "ET Āfar": named("Afar"), "ET Bīnshangul Gumuz": named("Benishangul-Gumuz"),
	"IN Odisha": also("Orissa"), "IN Puducherry": also("Pondicherry"), "IN Uttarakhand": also("Uttaranchal"),
	"IQ Nineveh": also("Ninawa", "Ninewa"), "IQ Al Anbar": named("Anbar"), "IQ Basra": also("Basrah"), "IQ Erbil": also("Irbil", "Arbil"),
	"PK Khyber Pakhtunkhwa": also("North-West Frontier Province", "NWFP", "KP", "KPK"), "PK Balochistan": also("Baluchistan"), "PK Azad Kashmir": also("AJK", "Azad Jammu and Kashmir"),
	"SD Western Darfur": named("West Darfur"), "SD Southern Darfur": named("South Darfur"), "SD Northern Darfur": named("North Darfur"),
	"SD Southern Kordofan": named("South Kordofan"), "SD Al Jazirah": named("Al Jazirah", "Gezira", "Al Gezira"), "SD Al Qaḑārif": named("Gedaref", "Al Qadarif"),
	"ML Tombouctou": named("Timbuktu"), "ML Taoudénit": named("Taoudenni"),
	"MM Rakhine": also("Arakan"), "MM Kayin": also("Karen State"), "MM Ayeyarwady": also("Irrawaddy"), "MM Tanintharyi": also("Tenasserim"),
	"MM Bago": also("Pegu"), "MM Yangon": also("Rangoon"), "MM Nay Pyi Taw": also("Naypyidaw", "Nay Pyi Daw"),
	"RU Tatarstan": also("Republic of Tatarstan"), "RU Chechnya": also("Chechen Republic"), "RU Dagestan": also("Daghestan"),
	"SY Rif-dimashq": named("Rif Dimashq", "Rural Damascus"), "SY Al-Hasakah": also("Hasakah", "Hassakeh"), "SY Aleppo": also("Halab"),
	"UA Odesa": also("Odessa"), "UA Zaporizhzhia": also("Zaporizhia", "Zaporozhye"), "UA Luhansk": also("Lugansk"), "UA Crimea": also("Autonomous Republic of Crimea"),
	"YE Şa‘dah": named("Saada", "Sa'dah"), "YE Şa'dah": named("Saada", "Sa'dah"), "YE Muhafazat Hadramaout": named("Hadramawt", "Hadramout", "Hadhramaut"), "YE Al Hudaydah": also("Hodeidah", "Hudaydah"),
	"YE Ta‘izz": named("Taiz"), "YE Ta'izz": named("Taiz", "Taizz"), "YE Ma'rib": named("Marib"),
	"ZW Matabeleland South": also("Mat South"), "ID Aceh": also("Nanggroe Aceh Darussalam"), "ID Yogyakarta": also("Special Region of Yogyakarta"),
	"PH Autonomous Region in Muslim Mindanao": named("Bangsamoro", "Autonomous Region in Muslim Mindanao", "ARMM", "BARMM", "Bangsamoro Autonomous Region in Muslim Mindanao"),
	"MX México": named("State of Mexico", "Estado de México", "Edomex"), "MX Mexico City": also("Federal District", "Distrito Federal", "CDMX"),
	"MX Michoacán": also("Michoacan"), "BR Federal District": also("Distrito Federal"),
	"NG FCT": named("Federal Capital Territory", "FCT"), "NG Federal Capital Territory": also("FCT"),
	"IT Apulia": also("Puglia"), "IT The Marches": named("Marche", "The Marches"), "IT Piedmont": also("Piemonte"), "IT Lombardy": also("Lombardia"),
	"KP P'yŏngan-bukto": named("North Pyongan"), "KP Kangwŏn-do": named("Kangwon"), "KP Yanggang-do": named("Ryanggang"),
	"KR Gyeonggi-do": named("Gyeonggi"), "KR Gangwon-do": named("Gangwon"), "IL Judea and Samaria Area": also("Judea and Samaria"),
	"XK Pec": named("Peja", "Pec"), "GE Abkhazia": also("Abkhaz Republic"), "MY Melaka": also("Malacca"), "MY Penang": also("Pulau Pinang"),
	"FR Île-de-France": also("Ile-de-France"), "FR New Aquitaine": also("Nouvelle-Aquitaine"), "FR Brittany": also("Bretagne"),
	"GB Northern Ireland": also("Ulster"), "GB Wales": also("Cymru"),
}

// cityAliases are English, older and native names, keyed by country code and the name without diacritics.
var cityAliases = map[string][]string{
	"UA Kyiv": {"Kiev"}, "UA Kharkiv": {"Kharkov"}, "UA Lviv": {"Lvov"}, "UA Odesa": {"Odessa"}, "UA Dnipro": {"Dnipropetrovsk", "Dnepropetrovsk"},
	"IN Kolkata": {"Calcutta"}, "IN Mumbai": {"Bombay"}, "IN Chennai": {"Madras"}, "IN Bengaluru": {"Bangalore"},
	"CN Beijing": {"Peking"}, "CN Guangzhou": {"Canton"}, "MM Yangon": {"Rangoon"}, "VN Ho Chi Minh City": {"Saigon", "HCMC"},
	"US Washington": {"Washington, D.C.", "Washington, DC", "Washington D.C.", "Washington DC"}, "US New York City": {"New York", "NYC", "City of New York"},
	"KZ Almaty": {"Alma-Ata"}, "KZ Astana": {"Nur-Sultan", "Nursultan"}, "BD Dhaka": {"Dacca"}, "BD Chattogram": {"Chittagong"},
	"RU Saint Petersburg": {"St. Petersburg", "St Petersburg", "Leningrad"}, "RU Volgograd": {"Stalingrad"}, "TD N'Djamena": {"Ndjamena"}, "CL Santiago": {"Santiago de Chile"}, "KR Busan": {"Pusan"}, "KR Incheon": {"Inchon"}, "TR Istanbul": {"Constantinople"}, "TR Izmir": {"Smyrna"},
	"IL Tel Aviv": {"Tel Aviv-Yafo"}, "SA Jeddah": {"Jiddah"}, "SA Riyadh": {"Riyad"}, "SA Makkah": {"Mecca"},
	"MM Nay Pyi Taw": {"Naypyidaw", "Nay Pyi Daw"}, "MN Ulan Bator": {"Ulaanbaatar"}, "EH Laayoune": {"El Aaiún", "El-Aaiun"}, "VU Port-Vila": {"Port Vila"},
	"MZ Maputo": {"Lourenco Marques"}, "ZW Harare": {"Salisbury"}, "DE Munich": {"München"},
	"DE Koln": {"Cologne"}, "IT Turin": {"Torino"}, "BE Antwerp": {"Antwerpen"}, "BE Gent": {"Ghent"}, "PL Krakow": {"Cracow"},
	"SE Gothenburg": {"Göteborg", "Goteborg"}, "IR Tehran": {"Teheran"}, "MA Tangier": {"Tangiers"},
	"NL The Hague": {"Den Haag", "'s-Gravenhage"}, "AF Kandahar": {"Qandahar"},
	"IQ Basrah": {"Basra"}, "SY Aleppo": {"Halab"}, "YE Al Hudaydah": {"Hodeidah"}, "KH Phnom Penh": {"Phnom-Penh"},
}

// capitals are those that GeoNames' country table spells unlike its city table, or does not know.
var capitals = []string{"AG Saint John's", "EH Laayoune", "GD Saint George's", "GG Saint Peter Port", "KZ Astana", "MN Ulan Bator", "MO Macau",
	"PW Ngerulmud", "TO Nuku'alofa", "VU Port-Vila", "WF Mata-Utu"}
