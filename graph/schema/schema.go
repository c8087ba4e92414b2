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
}

// EntityType is one type of node.
type EntityType struct {
	Type        string `yaml:"type"`        // CamelCase
	Label       string `yaml:"label"`       // plural, for headings
	Description string `yaml:"description"` // one sentence
	Color       string `yaml:"color"`       // "#rrggbb", for pictures
}

// RelationType is one type of edge.
type RelationType struct {
	Type        string `yaml:"type"`    // UPPER_SNAKE
	Label       string `yaml:"label"`   // as read from subject to object: "leads"
	Inverse     string `yaml:"inverse"` // as read from object to subject: "led by"; "" the same as Label
	Description string `yaml:"description"`
	Symmetric   bool   `yaml:"symmetric"` // has no direction
	Ends        []Ends `yaml:"ends"`      // allowed ends: any row may match
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
