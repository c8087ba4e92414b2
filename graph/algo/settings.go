package algo

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"mandate/graph"
)

// Options are the settings of the measures. The zero value works, except for measures that need a From and a To.
type Options struct {
	Damping    float64          // PageRank: how often the reader goes on, 0 to 1; 0 means 0.85, as Brin and Page 1998 chose
	Tolerance  float64          // at what change an iteration stops; 0 means 1e-12
	Nodes      []graph.EntityID // PageRank: where the reader starts anew; none means anywhere
	Samples    int              // nodes to walk from, for an estimate; 0 means all, which is exact
	Seed       uint64           // of what is drawn at random
	Resolution float64          // communities: above 1 gives more and smaller ones; 0 means 1
	Directed   bool             // follow relations in their direction only
	From, To   graph.EntityID   // the ends of a path
	K          int              // how many paths; 0 means 5
	Length     int              // relations that a path may have; 0 means 4
	By         []string         // types of entities by which two others are said to overlap or to be linked; none means the measure's own
	Of         string           // type of the entities that are compared; "" means Agency
	Least      int              // least number of things in common; 0 means 1
	Workers    int              // goroutines; 0 means one for each core. It does not change results
	Progress   func(done, total int)
}

// Setting is one of the Options as text and queries give it.
type Setting struct {
	Name    string
	Type    string // as Cypher writes types: "FLOAT", "INTEGER", "BOOLEAN", "STRING", "LIST<STRING>"
	Default string
	Range   string // which values of the type are allowed, after it: "above 0"; "" for all
	About   string
	set     func(o *Options, v any) bool
}

// Settings lists what can be set by name.
var Settings = []Setting{
	{"damping", "FLOAT", "0.85", "above 0 and below 1", "how often the reader goes on instead of starting anew", func(o *Options, v any) bool {
		ok := number(v, &o.Damping)
		return ok && o.Damping > 0 && o.Damping < 1
	}},
	{"tolerance", "FLOAT", "1e-12", "above 0", "the change at which the iteration stops", func(o *Options, v any) bool {
		return number(v, &o.Tolerance) && o.Tolerance > 0
	}},
	{"nodes", "LIST<STRING>", "all", "", "identifiers of the nodes where the reader starts anew", func(o *Options, v any) bool {
		ids, ok := list(v)
		for _, id := range ids {
			o.Nodes = append(o.Nodes, graph.EntityID(id))
		}
		return ok
	}},
	{"samples", "INTEGER", "0", "of 0 or more", "how many nodes to walk from, for an estimate; 0 walks from all", func(o *Options, v any) bool {
		return whole(v, &o.Samples)
	}},
	{"seed", "INTEGER", "0", "of 0 or more", "of what is drawn at random", func(o *Options, v any) bool {
		var n int
		ok := whole(v, &n)
		o.Seed = uint64(n)
		return ok
	}},
	{"resolution", "FLOAT", "1", "above 0", "above 1 for more and smaller communities, below for fewer", func(o *Options, v any) bool {
		return number(v, &o.Resolution) && o.Resolution > 0
	}},
	{"directed", "BOOLEAN", "false", "", "follow relations in their direction only", func(o *Options, v any) bool {
		b, ok := v.(bool)
		o.Directed = b
		return ok
	}},
	{"from", "STRING", "", "", "identifier of the node where paths begin", func(o *Options, v any) bool { return id(v, &o.From) }},
	{"to", "STRING", "", "", "identifier of the node where paths end", func(o *Options, v any) bool { return id(v, &o.To) }},
	{"k", "INTEGER", "5", "of 1 or more", "how many paths", func(o *Options, v any) bool { return whole(v, &o.K) && o.K > 0 }},
	{"length", "INTEGER", "4", "of 1 or more", "how many relations a path may have", func(o *Options, v any) bool {
		return whole(v, &o.Length) && o.Length > 0
	}},
	{"of", "STRING", "Agency", "", "type of the nodes that are compared", func(o *Options, v any) bool {
		s, ok := v.(string)
		o.Of = s
		return ok
	}},
	{"by", "LIST<STRING>", "", "", "types of the nodes that two have in common", func(o *Options, v any) bool {
		l, ok := list(v)
		o.By = l
		return ok
	}},
	{"least", "INTEGER", "1", "of 1 or more", "how many they must have in common", func(o *Options, v any) bool {
		return whole(v, &o.Least) && o.Least > 0
	}},
}

// FindSetting is the setting with the name.
func FindSetting(name string) (*Setting, bool) {
	i := slices.IndexFunc(Settings, func(s Setting) bool { return s.Name == name })
	if i < 0 {
		return nil, false
	}
	return &Settings[i], true
}

// Expected says in words what the setting may be: "a number above 0".
func (s *Setting) Expected() string {
	words := map[string]string{
		"FLOAT": "a number", "INTEGER": "a whole number", "BOOLEAN": "true or false", "STRING": "a text", "LIST<STRING>": "a text or a list of texts",
	}[s.Type]
	if s.Range != "" {
		words += " " + s.Range
	}
	return words
}

// Set gives the setting of the measure a value: a bool, an int, an int64, a float64, a string, a []string or an []any of
// strings. The error says what was expected.
func (m *Measure) Set(o *Options, name string, v any) error {
	s, ok := FindSetting(name)
	if !ok || !slices.Contains(m.Settings, name) {
		if len(m.Settings) == 0 {
			return fmt.Errorf("%s has no settings, so no %q", m.Name, name)
		}
		return fmt.Errorf("%s has no setting %q: it has %s", m.Name, name, strings.Join(m.Settings, ", "))
	}
	if !s.set(o, v) {
		return fmt.Errorf("%s: setting %s cannot be %v: expected %s (%s)", m.Name, name, v, s.Expected(), s.About)
	}
	return nil
}

func number(v any, into *float64) bool {
	switch x := v.(type) {
	case float64:
		*into = x
	case int:
		*into = float64(x)
	case int64:
		*into = float64(x)
	default:
		return false
	}
	return !math.IsNaN(*into) && !math.IsInf(*into, 0)
}

// whole takes whole numbers that are not negative.
func whole(v any, into *int) bool {
	switch x := v.(type) {
	case int:
		*into = x
	case int64:
		*into = int(x)
	default:
		return false
	}
	return *into >= 0
}

func id(v any, into *graph.EntityID) bool {
	s, ok := v.(string)
	*into = graph.EntityID(s)
	return ok && s != ""
}

func list(v any) ([]string, bool) {
	switch x := v.(type) {
	case string:
		return []string{x}, true
	case []string:
		return x, true
	case []any:
		var out []string
		for _, e := range x {
			s, ok := e.(string)
			if !ok {
				return nil, false
			}
			out = append(out, s)
		}
		return out, true
	}
	return nil, false
}
