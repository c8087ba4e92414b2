// Package lists holds the names and words by which entities are known: countries, their subdivisions and cities,
// named areas, organisations, titles, given names, head nouns, phrases for issues and groups, and abbreviations.
//
// Each list is a TSV file beside this one. Its head says what it is, where it comes from, under which licence and how
// it was made; NOTICE at the root of the module repeats the sources. The package is a leaf: it knows words, not texts,
// and imports nothing of ours.
package lists

import "sync"

// Lists are all lists, decoded. They are shared and read-only.
type Lists struct {
	Countries     []Country
	Subdivisions  []Subdivision
	Cities        []City
	Areas         []Area
	Organizations []Organization
	Titles        []Title
	FirstNames    []FirstName
	Heads         map[string][]Head // by lower-case singular ("ministry") and, for what is mostly plural, plural ("refugees")
	Issues        []Phrase
	Groups        []Phrase
	Abbreviations []Abbreviation
}

// Country is a country, a territory or a former country.
type Country struct {
	ISO2       string   // ISO 3166-1 alpha-2; of former countries the withdrawn or a user-assigned code
	Name       string   // short English name
	Aliases    []string // official, other, older and abbreviated names
	Nouns      []string // the people: "Dane", "Danes"
	Adjectives []string // "Danish"
	Kind       string   // "country", "territory" or "former"
}

// Ambiguity says what else a name may be.
type Ambiguity uint8

// The ambiguities, which may come together.
const (
	Word  Ambiguity = 1 << iota // an ordinary word: "Reading", "Central"
	First                       // a given name: "Florence"
	Last                        // a surname: "Lincoln"
)

// Subdivision is a state, province or the like: the first level below the country.
type Subdivision struct {
	ISO2          string
	Name          string
	Aliases       []string
	Kind          string   // "state", "province", "oblast" …
	Abbreviations []string // "NY", "N.Y.", "Calif.": only safe after a place name
	Ambiguous     Ambiguity
}

// City is a city of 100,000 people or more, or a capital.
type City struct {
	ISO2       string
	Name       string
	Aliases    []string
	Population int
	Capital    bool
	Ambiguous  Ambiguity
}

// Area is a continent, part of a continent, sea, river, range or other named area that is no country or subdivision.
type Area struct {
	Name       string
	Aliases    []string
	Nouns      []string // "Africans"
	Adjectives []string // "African"
	Kind       string   // "continent", "region", "sea", "river", "mountains", "desert", "island", "strait", "lake" …
	ISO2       string   // the country it lies in, "" several
}

// Organization is a body that texts name without explaining it.
type Organization struct {
	Name     string
	Acronyms []string
	Aliases  []string
	Types    []string // entity types, the likeliest first
	Kind     string   // "intergovernmental", "un", "court", "bank", "ngo", "department", "agency", "legislature" …
	Country  string   // ISO2, or "int"
}

// Title is a word before or after a person's name.
type Title struct {
	Text  string // "Amb.", "Prime Minister"
	Kind  string // "honorific", "rank", "office", "degree"
	Place string // "before", "after" or "both"
}

// FirstName is a given name.
type FirstName struct {
	Name      string
	Ambiguous Ambiguity // only Word
}

// Head is what a noun says of the phrase that it heads.
type Head struct {
	Type     string // entity type
	Strong   bool   // enough to give the type; else the phrase needs a modifier, a name or another sign
	Name     bool   // heads capitalised names: "Ministry of Finance"
	Phrase   bool   // heads lower-case phrases that can be a node: "migrant workers"
	Count    int    // mentions of this type with this head in the marked texts
	Elsewise int    // mentions of other types with this head there
}

// Phrase is a lower-case phrase for a topic or a population.
type Phrase struct {
	Text     string
	Variants []string // other spellings and forms of the same thing
	Field    string   // field of government: "health", "migration" …
	Strong   bool     // enough wherever it stands; else only where something acts on it
}

// Abbreviation is a word that ends in a point.
type Abbreviation struct {
	Text string // with its point: "Art."
	Kind string // "title", "month", "law", "number", "company", "latin", "place", "time", "degree" …
	Ends bool   // may also end a sentence: "etc.", "U.S."
}

// Load decodes the lists, the first time it is called; every call returns the same value.
// An error means that an embedded file is damaged, which the tests of this package rule out.
func Load() (*Lists, error) { return load() }

var load = sync.OnceValues(decode)

func decode() (*Lists, error) {
	l := &Lists{}
	var d decoder
	l.Countries = rows(&d, "countries.tsv", func(f []string) Country {
		return Country{ISO2: f[0], Name: f[1], Aliases: split(f[2]), Nouns: split(f[3]), Adjectives: split(f[4]), Kind: f[5]}
	})
	l.Subdivisions = rows(&d, "subdivisions.tsv", func(f []string) Subdivision {
		return Subdivision{ISO2: f[0], Name: f[1], Aliases: split(f[2]), Kind: f[3], Abbreviations: split(f[4]), Ambiguous: d.ambiguity(f[5])}
	})
	l.Cities = rows(&d, "cities.tsv", func(f []string) City {
		return City{ISO2: f[0], Name: f[1], Aliases: split(f[2]), Population: d.number(f[3]), Capital: d.flag(f[4], "capital"), Ambiguous: d.ambiguity(f[5])}
	})
	l.Areas = rows(&d, "areas.tsv", func(f []string) Area {
		return Area{Name: f[0], Aliases: split(f[1]), Nouns: split(f[2]), Adjectives: split(f[3]), Kind: f[4], ISO2: f[5]}
	})
	l.Organizations = rows(&d, "organizations.tsv", func(f []string) Organization {
		return Organization{Name: f[0], Acronyms: split(f[1]), Aliases: split(f[2]), Types: split(f[3]), Kind: f[4], Country: f[5]}
	})
	l.Titles = rows(&d, "titles.tsv", func(f []string) Title { return Title{Text: f[0], Kind: f[1], Place: f[2]} })
	l.FirstNames = rows(&d, "firstnames.tsv", func(f []string) FirstName { return FirstName{Name: f[0], Ambiguous: d.ambiguity(f[1])} })
	l.Heads = d.heads("heads.tsv")
	l.Issues = rows(&d, "issues.tsv", d.phrase)
	l.Groups = rows(&d, "groups.tsv", d.phrase)
	l.Abbreviations = d.abbreviations("abbreviations.tsv")
	return l, d.err
}

// Abbreviations decodes the list of abbreviations alone, for who cuts words and wants no names.
func Abbreviations() ([]Abbreviation, error) {
	var d decoder
	list := d.abbreviations("abbreviations.tsv")
	return list, d.err
}
