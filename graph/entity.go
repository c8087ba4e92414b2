package graph

// EntityID is the stable key of an entity: its type, jurisdiction where known, and normalised name, as
// "agency:cn:ministry-of-public-security". It is the same on every machine and in every build.
type EntityID string

// Entity is a thing in the world that documents name: an agency, a law, a region …
type Entity struct {
	ID        EntityID
	Type      string   // entity type of the schema, CamelCase
	Name      string   // the fullest form found
	Aliases   []string // every other form found, sorted; never holds Name
	Country   string   // jurisdiction, ISO 3166-1 alpha-2, "" unknown
	Documents int      // documents that mention it
	Mentions  int      // mentions in all of them
}

// Mention is one place where a document names an entity.
type Mention struct {
	Entity   EntityID
	Document DocumentID
	Passage  int // ordinal of the passage, from 1
	Span     Span
}
