package view

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"mandate/graph"
	"mandate/graph/schema"
)

// otherColor is for types that the schema does not know or gives no colour.
const otherColor = "#6b6b6b"

// EntityTypes are the entity types of the view, in the order of the schema; then those that only the graph has, sorted.
func (v *View) EntityTypes() ([]schema.EntityType, error) {
	counts, err := v.Graph.Counts()
	if err != nil {
		return nil, fmt.Errorf("sizes of the graph: %w", err)
	}
	var list []schema.EntityType
	for _, t := range v.Options.Schema.Entities {
		if v.showsType(t.Type) {
			list = append(list, v.EntityType(t.Type))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(counts.Entities)) {
		if _, ok := v.Options.Schema.Entity(name); !ok && v.showsType(name) {
			list = append(list, v.EntityType(name))
		}
	}
	return list, nil
}

// RelationTypes are the relation types of the view, in the order of the schema; then those that only the graph has, sorted.
func (v *View) RelationTypes() ([]schema.RelationType, error) {
	counts, err := v.Graph.Counts()
	if err != nil {
		return nil, fmt.Errorf("sizes of the graph: %w", err)
	}
	shown := func(name string) bool {
		return len(v.Options.RelationTypes) == 0 || slices.Contains(v.Options.RelationTypes, name)
	}
	var list []schema.RelationType
	for _, t := range v.Options.Schema.Relations {
		if shown(t.Type) {
			list = append(list, v.RelationType(t.Type))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(counts.Relations)) {
		if _, ok := v.Options.Schema.Relation(name); !ok && shown(name) {
			list = append(list, v.RelationType(name))
		}
	}
	return list, nil
}

// EntityType is the schema's entry for the type with no field empty, or one made up from its name.
func (v *View) EntityType(name string) schema.EntityType {
	if t, ok := v.entityTypes[name]; ok {
		return t
	}
	return filledEntity(schema.EntityType{Type: name})
}

func filledEntity(t schema.EntityType) schema.EntityType {
	if t.Label == "" {
		t.Label = t.Type
	}
	if _, _, _, ok := RGB(t.Color); !ok {
		t.Color = otherColor
	}
	return t
}

// RelationType is the schema's entry for the type with its labels filled in, or one made up from its name.
func (v *View) RelationType(name string) schema.RelationType {
	if t, ok := v.relationTypes[name]; ok {
		return t
	}
	return filledRelation(schema.RelationType{Type: name})
}

func filledRelation(t schema.RelationType) schema.RelationType {
	if t.Label == "" {
		t.Label = strings.ToLower(strings.ReplaceAll(t.Type, "_", " "))
	}
	return t
}

// RGB reads a colour "#rrggbb".
func RGB(color string) (r, g, b uint8, ok bool) {
	if len(color) != 7 || color[0] != '#' {
		return 0, 0, 0, false
	}
	n, err := strconv.ParseUint(color[1:], 16, 24)
	return uint8(n >> 16), uint8(n >> 8), uint8(n), err == nil
}

// Mix blends two colours "#rrggbb": share 0 is a, share 1 is b.
func Mix(a, b string, share float64) string {
	ar, ag, ab, _ := RGB(a)
	br, bg, bb, _ := RGB(b)
	mix := func(x, y uint8) int { return int(float64(x)*(1-share) + float64(y)*share + 0.5) }
	return fmt.Sprintf("#%02x%02x%02x", mix(ar, br), mix(ag, bg), mix(ab, bb))
}

// Statuses are all statuses with a word that says what each means to a reader.
var Statuses = []struct {
	Status  graph.Status
	Meaning string
}{
	{graph.Asserted, "is or was so"},
	{graph.Planned, "is intended"},
	{graph.Reported, "is said to be so"},
	{graph.Negated, "is not so"},
}
