// Package value holds the values of openCypher 9 and everything that is done to values alone: three-valued logic,
// equality, comparison, ordering and grouping, arithmetic, access, formatting, the temporal types, the table of
// functions and the aggregations. It knows neither syntax nor graphs: nodes and relationships are interfaces that
// whoever executes a query implements. It never reads a clock; what depends on one gets it through [Env].
package value

import (
	"cmp"
	"fmt"
	"strings"
)

// Value is one value of the language, held as exactly one of
//
//	nil            null
//	bool           boolean
//	int64          integer
//	float64        float
//	string         string, UTF-8
//	List           list
//	Map            map
//	Node           node
//	Relationship   relationship
//	Path           path
//	Date LocalTime Time LocalDateTime DateTime Duration
//
// Other Go types are not values: [Of] turns what Go programs usually hold (int, []any, map[string]any) into them.
// Values are immutable by agreement: nobody changes a List after it has been handed on. List and Map are not
// comparable with ==; use [Equal], [Same] or [Order].
type Value = any

// List is a list of values.
type List []Value

// Node is a node of a graph. Two nodes are the same when their NodeID is. An access fails when the store cannot be read
// or when the node was deleted (EntityNotFound: DeletedEntityAccess).
type Node interface {
	NodeID() ID
	// Labels are the labels, in a fixed order.
	Labels() ([]string, error)
	// Property is the value of one property, nil when the node has none of that name.
	Property(name string) (Value, error)
	// Properties are all properties.
	Properties() (Map, error)
}

// Relationship is a relationship of a graph. Two are the same when their RelationshipID is.
type Relationship interface {
	RelationshipID() ID
	// RelationshipType is the type; it stays known after the relationship was deleted.
	RelationshipType() string
	// StartID and EndID are the nodes it goes from and to.
	StartID() ID
	EndID() ID
	// Property is the value of one property, nil when the relationship has none of that name.
	Property(name string) (Value, error)
	// Properties are all properties.
	Properties() (Map, error)
}

// ID identifies a node or a relationship within one graph: by number where Text is "", else by text. A relationship that
// is known by its ends and its type has the three in Text, Type and End, so that nobody has to put them together to
// compare. An ID is comparable and cheap to use as a key.
type ID struct {
	Num  int64
	Text string
	Type string
	End  string
}

// Value is what id() returns: an integer, or a string for graphs that name their elements.
func (id ID) Value() Value {
	switch {
	case id.Text == "":
		return id.Num
	case id.Type != "":
		return id.Text + " " + id.Type + " " + id.End
	}
	return id.Text
}

// Compare orders identities: numbers before texts.
func (id ID) Compare(o ID) int {
	return cmp.Or(cmp.Compare(id.Num, o.Num), strings.Compare(id.Text, o.Text), strings.Compare(id.Type, o.Type), strings.Compare(id.End, o.End))
}

// Path is a walk: Nodes has one element more than Relationships. Relationships[i] joins Nodes[i] and Nodes[i+1] and may
// point either way.
type Path struct {
	Nodes         []Node
	Relationships []Relationship
}

// Kind is the type of a value.
type Kind uint8

// The kinds, in the order in which ORDER BY puts values of different types (openCypher 9, "Orderability", with the
// temporal types where Neo4j puts them). Integer and Float order as one.
const (
	KindMap Kind = iota
	KindNode
	KindRelationship
	KindList
	KindPath
	KindDateTime
	KindLocalDateTime
	KindDate
	KindTime
	KindLocalTime
	KindDuration
	KindString
	KindBoolean
	KindInteger
	KindFloat
	KindNull
	KindInvalid // a Go value that is no value of the language
)

var kindNames = [...]string{"Map", "Node", "Relationship", "List", "Path", "DateTime", "LocalDateTime", "Date", "Time",
	"LocalTime", "Duration", "String", "Boolean", "Integer", "Float", "Null", "Invalid"}

// String is the name of the kind as messages write it.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return fmt.Sprintf("Kind(%d)", uint8(k))
}

// KindOf is the kind of v.
func KindOf(v Value) Kind {
	switch v.(type) {
	case nil:
		return KindNull
	case bool:
		return KindBoolean
	case int64:
		return KindInteger
	case float64:
		return KindFloat
	case string:
		return KindString
	case List:
		return KindList
	case Map:
		return KindMap
	case Node:
		return KindNode
	case Relationship:
		return KindRelationship
	case Path:
		return KindPath
	case Date:
		return KindDate
	case LocalTime:
		return KindLocalTime
	case Time:
		return KindTime
	case LocalDateTime:
		return KindLocalDateTime
	case DateTime:
		return KindDateTime
	case Duration:
		return KindDuration
	}
	return KindInvalid
}

// Article is the name of the kind with its article: "an Integer".
func (k Kind) Article() string {
	if k == KindInteger || k == KindInvalid {
		return "an " + k.String()
	}
	return "a " + k.String()
}

// IsTemporal says whether values of the kind are points in time (durations are not).
func (k Kind) IsTemporal() bool { return k >= KindDateTime && k <= KindLocalTime }

// Of makes a value of what Go programs usually hold: every integer and float type, []any, []string, map[string]any and
// values themselves, at any depth. Unsigned integers beyond int64 and other types are an error.
func Of(x any) (Value, error) {
	switch x := x.(type) {
	case int:
		return int64(x), nil
	case int8:
		return int64(x), nil
	case int16:
		return int64(x), nil
	case int32:
		return int64(x), nil
	case uint8:
		return int64(x), nil
	case uint16:
		return int64(x), nil
	case uint32:
		return int64(x), nil
	case uint:
		return ofUnsigned(uint64(x))
	case uint64:
		return ofUnsigned(x)
	case float32:
		return float64(x), nil
	case []string:
		l := make(List, len(x))
		for i, s := range x {
			l[i] = s
		}
		return l, nil
	case []any:
		return ofList(x)
	case List:
		return ofList(x)
	case map[string]any:
		b := make([]Entry, 0, len(x))
		for k, e := range x {
			v, err := Of(e)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", k, err)
			}
			b = append(b, Entry{k, v})
		}
		return NewMap(b...), nil
	}
	if KindOf(x) == KindInvalid {
		return nil, fmt.Errorf("a Go %T is no value of the query language", x)
	}
	return x, nil
}

func ofUnsigned(x uint64) (Value, error) {
	if x > 1<<63-1 {
		return nil, fmt.Errorf("%d is beyond the integers of the query language", x)
	}
	return int64(x), nil
}

func ofList(x []any) (Value, error) {
	l := make(List, len(x))
	for i, e := range x {
		v, err := Of(e)
		if err != nil {
			return nil, fmt.Errorf("element %d: %w", i, err)
		}
		l[i] = v
	}
	return l, nil
}
