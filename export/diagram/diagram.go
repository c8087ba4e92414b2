// Package diagram chooses what of a graph a picture shows, so that it can be read: never the whole of a large graph, always a
// question with its answer. The table [Kinds] lists the questions. What is left out is said in the diagram.
package diagram

import (
	"fmt"
	"math"
	"strings"

	"mandate/export/view"
	"mandate/graph"
)

// Form is how a diagram is drawn.
type Form uint8

// The forms.
const (
	Layers   Form = iota // boxes and lines, from left to right
	Forces               // boxes and lines, those that belong together near each other
	Table                // a matrix
	Swim                 // a lane for each thing: who leads it, who supports it
	Calendar             // statements by date
	Cards                // communities as boxes
)

// Diagram is what a picture shows. Which fields are filled depends on the form.
type Diagram struct {
	Kind  string // name of its row in Kinds
	Form  Form
	Title string // what the reader called it, or what the kind does
	About string // what is shown and by which rule, one sentence

	Nodes []Node // Layers, Forces
	Edges []view.Edge
	Start graph.EntityID // Layers: the node from which the picture leads away, "" for the direction of the relations
	Plain bool           // all edges say the same, which About tells: they bear no label
	Sized string         // Layers, Forces: by what letters are large: "PageRank" or "degree"

	Matrix *Matrix     // Table
	Lanes  []Lane      // Swim
	Events []Event     // Calendar
	Cards  []Community // Cards
	Ties   []Tie

	LeftOut    []string // what is not shown, whole sentences
	Statements int      // behind what is shown
	Documents  int      // in the graph
}

// Node is an entity in a picture of boxes and lines.
type Node struct {
	view.Node
	Center bool // the picture is about it
}

// Options are what a kind needs to know beyond the options of the view. The zero value works for kinds without arguments.
// How many nodes, rows or statements a picture has at most is Top of the view's options.
type Options struct {
	About       []graph.EntityID // the nodes it is about, as many as the kind takes
	Hops        int              // ego: how many steps away from the node; 0 means 1
	Longest     int              // paths: how many steps a path has at most; 0 means 6
	Rows        []string         // matrix, lanes: types of those who act; none means Agency
	Columns     []string         // matrix, lanes: types of what they act on; none means Program and Issue
	Communities []Members        // communities: who belongs together, the largest first
	GroupedBy   string           // communities: the measure that found them
}

// Members are the nodes of a community.
type Members struct {
	Name  string // "" means made of its most central members
	Issue string // what they deal with, "" none
	IDs   []graph.EntityID
}

// Kind is one row of the table of kinds.
type Kind struct {
	Name        string // as the command line takes it
	Arguments   []string
	Description string
	choose      func(*chooser) error
}

// Kinds lists every kind of diagram, in the order in which a listing shows them.
var Kinds = []Kind{
	{"top", nil, "the most central nodes and what joins them", top},
	{"ego", []string{"NODE"}, "a node and what is around it, the most important first", ego},
	{"paths", []string{"FROM", "TO"}, "how two nodes are linked, the shortest ways first", paths},
	{"matrix", nil, "who is responsible for what: a table of agencies by programs and issues", matrix},
	{"coordination", nil, "who coordinates with whom", coordination},
	{"lanes", nil, "for each program or issue, who leads and who supports it", lanes},
	{"timeline", nil, "what is said to happen when", timeline},
	{"communities", nil, "groups of nodes that hang together, and what joins them", communities},
}

// Find is the kind with the name, in any case, or an error that lists the names there are.
func Find(name string) (*Kind, error) {
	names := make([]string, len(Kinds))
	for i := range Kinds {
		if strings.EqualFold(Kinds[i].Name, name) {
			return &Kinds[i], nil
		}
		names[i] = Kinds[i].Name
	}
	return nil, fmt.Errorf("unknown diagram %q: expected one of %s", name, strings.Join(names, ", "))
}

// New makes a diagram of the kind.
func (k *Kind) New(v *view.View, opt Options) (*Diagram, error) {
	if len(opt.About) != len(k.Arguments) {
		return nil, fmt.Errorf("diagram %s is about %d nodes, not %d", k.Name, len(k.Arguments), len(opt.About))
	}
	counts, err := v.Graph.Counts()
	if err != nil {
		return nil, fmt.Errorf("sizes of the graph: %w", err)
	}
	c := &chooser{view: v, opt: opt, d: &Diagram{Kind: k.Name, Documents: counts.Documents}}
	if err := k.choose(c); err != nil {
		return nil, fmt.Errorf("diagram %s: %w", k.Name, err)
	}
	if t := v.Options.Title; t != view.DefaultTitle {
		c.d.Title = t
	}
	for i := range c.d.Edges {
		c.d.Statements += len(c.d.Edges[i].Statements)
	}
	return c.d, nil
}

// Source says in one sentence what the picture is made from.
func (d *Diagram) Source() string {
	return fmt.Sprintf("From %s, in a graph of %s, built by mandate.", count(d.Statements, "statement"), count(d.Documents, "document"))
}

// Prominence is how large the letters of each node are, from 0 to 1: the rank as a share of the highest in the picture, as area.
func (d *Diagram) Prominence() []float64 {
	highest := 0.0
	for i := range d.Nodes {
		highest = max(highest, d.Nodes[i].Rank)
	}
	shares := make([]float64, len(d.Nodes))
	for i := range d.Nodes {
		if highest > 0 {
			shares[i] = math.Sqrt(max(d.Nodes[i].Rank, 0) / highest)
		}
	}
	return shares
}

// Notes are what stands below the legend: what letters say, what is not shown, and the source.
func (d *Diagram) Notes(more ...string) []string {
	var notes []string
	if d.Sized != "" && len(d.Nodes) > 1 {
		notes = append(notes, fmt.Sprintf("The larger the letters, the higher the %s.", d.Sized))
	}
	notes = append(append(notes, d.LeftOut...), more...)
	if d.Empty() {
		return notes
	}
	return append(notes, d.Source())
}

// Empty says whether there is nothing to draw.
func (d *Diagram) Empty() bool {
	return len(d.Nodes) == 0 && d.Matrix == nil && len(d.Lanes) == 0 && len(d.Events) == 0 && len(d.Cards) == 0
}

// count writes a number with its noun: "1 node", "2 nodes".
func count(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "y"):
		return fmt.Sprintf("%d %sies", n, noun[:len(noun)-1])
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
