// Package schema holds the entity and relation types of a graph as data: which types there are, what they are called,
// and which ends a relation may have. The default schema, policy.yaml, is embedded.
package schema

import (
	_ "embed"
	"slices"
	"sync"
)

// Schema is a set of entity and relation types.
type Schema struct {
	Name        string         `yaml:"name"`
	Version     int            `yaml:"version"`
	Description string         `yaml:"description"`
	Entities    []EntityType   `yaml:"entities"`
	Relations   []RelationType `yaml:"relations"`

	// Frames is the text of the section "frames", YAML of the form of the built-in rules, "" when there is none. Its lines
	// stand at the numbers that they have in the file, so that messages can name them.
	Frames string `yaml:"-" json:"-"`
}

// EntityType is one type of node.
type EntityType struct {
	Type        string `yaml:"type"`        // CamelCase
	Label       string `yaml:"label"`       // plural, for headings
	Description string `yaml:"description"` // one sentence
	Color       string `yaml:"color"`       // "#rrggbb", for pictures

	Like      string     `yaml:"like" json:",omitempty"`      // built-in type that text is read as: what is found of it is of this type; "" the built-in type of the same name, if any
	Recognise *Recognise `yaml:"recognise" json:",omitempty"` // how text names one, apart from what Like gives; nil nothing
}

// Recognise says by which words text names an entity of a type.
type Recognise struct {
	Names    []string `yaml:"names" json:",omitempty"`    // whole names, as they are written
	Heads    []string `yaml:"heads" json:",omitempty"`    // words that make a name of the capitalised words next to them: "trawler"
	Nouns    []string `yaml:"nouns" json:",omitempty"`    // common nouns, one or more words in the singular: "squid", "fish stock"
	Patterns []string `yaml:"patterns" json:",omitempty"` // regular expressions (RE2) over the text of a paragraph: `IMO \d{7}`
}

// RelationType is one type of edge.
type RelationType struct {
	Type        string `yaml:"type"`    // UPPER_SNAKE
	Label       string `yaml:"label"`   // as read from subject to object: "leads"
	Inverse     string `yaml:"inverse"` // as read from object to subject: "led by"; "" the same as Label
	Description string `yaml:"description"`
	Symmetric   bool   `yaml:"symmetric"` // has no direction
	Ends        []Ends `yaml:"ends"`      // allowed ends: any row may match

	Like string `yaml:"like" json:",omitempty"` // built-in type whose frames say this one too; "" the one of the same name, if any
}

// Ends is a set of allowed pairs: any type of From with any type of To.
type Ends struct {
	From []string `yaml:"from"`
	To   []string `yaml:"to"`
}

//go:embed policy.yaml
var policyYAML []byte

// Default is the embedded schema, policy.yaml.
var Default = sync.OnceValue(func() *Schema {
	s, err := Parse("policy.yaml", policyYAML)
	if err != nil {
		panic(err) // the embedded file is tested
	}
	return s
})

// DefaultYAML is the text of the embedded schema.
func DefaultYAML() []byte { return slices.Clone(policyYAML) }

// Entity finds an entity type by name.
func (s *Schema) Entity(name string) (*EntityType, bool) {
	i := slices.IndexFunc(s.Entities, func(t EntityType) bool { return t.Type == name })
	if i < 0 {
		return nil, false
	}
	return &s.Entities[i], true
}

// Relation finds a relation type by name.
func (s *Schema) Relation(name string) (*RelationType, bool) {
	i := slices.IndexFunc(s.Relations, func(t RelationType) bool { return t.Type == name })
	if i < 0 {
		return nil, false
	}
	return &s.Relations[i], true
}

// Allows says whether the relation may go from an entity of type from to one of type to, in this direction
// (in either, for a symmetric relation).
func (r *RelationType) Allows(from, to string) bool {
	for _, e := range r.Ends {
		if slices.Contains(e.From, from) && slices.Contains(e.To, to) ||
			r.Symmetric && slices.Contains(e.From, to) && slices.Contains(e.To, from) {
			return true
		}
	}
	return false
}

// TypeOf is the entity type of the schema that what was read as the given type belongs to: the type itself where the
// schema has it, else the one that is like it; "" when there is none.
func (s *Schema) TypeOf(read string) string {
	if _, ok := s.Entity(read); ok {
		return read
	}
	for i := range s.Entities {
		if s.Entities[i].Like == read {
			return s.Entities[i].Type
		}
	}
	return ""
}

// ReadAs is the built-in type as which text is read for an entity type of the schema: the one it is like, else its own
// name.
func (s *Schema) ReadAs(entityType string) string {
	if t, ok := s.Entity(entityType); ok && t.Like != "" {
		return t.Like
	}
	return entityType
}

// Saying finds the relation that frames of the given relation type say between two entities: the type itself, or one
// that is like it, whose ends allow them in this direction.
func (s *Schema) Saying(said, from, to string) (*RelationType, bool) {
	for i := range s.Relations {
		if r := &s.Relations[i]; (r.Type == said || r.Like == said) && r.Allows(from, to) {
			return r, true
		}
	}
	return nil, false
}

// Says tells whether the schema has the relation type, or one that is like it.
func (s *Schema) Says(said string) bool {
	return slices.ContainsFunc(s.Relations, func(r RelationType) bool { return r.Type == said || r.Like == said })
}
