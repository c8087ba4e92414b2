package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"mandate/cmd/mandate/ask"
	"mandate/export/view"
	"mandate/graph"
	"mandate/graph/schema"

	"github.com/urfave/cli/v2"
)

func showVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:      "show",
		Usage:     "say what the documents know of an entity",
		ArgsUsage: "NAME",
		Description: `Shows an entity, found by any of its names or by its id, and every statement about it: the relation, the
document and paragraph that make it, and the words themselves.

Examples:
  mandate show "Ministry of Public Security"
  mandate show MPS --status planned --json
  mandate show agency:cn:ministry-of-public-security`,
		Flags: []cli.Flag{
			dbFlag(),
			&cli.StringFlag{Name: "type", Usage: "only an entity of this `TYPE`, where several have the name"},
			statusFlag(), confidenceFlag(), markingFlag(), schemaFlag(), jsonFlag(),
		},
		Action: func(c *cli.Context) error {
			f, err := readFilter(c)
			if err != nil {
				return err
			}
			if c.NArg() == 0 {
				return usagef("show", "name the entity to show; `mandate list nodes` lists them")
			}
			marking, err := maxMarking(c)
			if err != nil {
				return err
			}
			return runShow(showOptions{
				DB: dbDir(c), Name: strings.Join(c.Args().Slice(), " "), Type: c.String("type"),
				Filter: f, MaxMarking: marking, Schema: c.String("schema"), JSON: c.Bool("json"),
			}, std.out)
		},
	}
}

type showOptions struct {
	DB         string
	Name       string // name or id
	Type       string // entity type, "" any
	Filter     filter
	MaxMarking string // "" means everything
	Schema     string // file, "" for the built-in one
	JSON       bool
}

func runShow(opt showOptions, out io.Writer) error {
	return withGraphUpTo(opt.DB, opt.MaxMarking, func(g graph.Reader) error {
		sch, err := schemaOf(opt.Schema, g)
		if err != nil {
			return err
		}
		if !opt.JSON {
			g = view.Readable(g)
		}
		entityType, err := typeFlag{"show", "--type", false}.one(opt.Type, sch, g)
		if err != nil {
			return err
		}
		ent, err := findEntity(g, opt.Name, entityType)
		if err != nil {
			return err
		}
		d, err := readDossier(g, ent, opt.Filter, sch)
		if err != nil {
			return fmt.Errorf("read %s: %w", ent.ID, err)
		}
		if opt.JSON {
			return writeJSON(out, d)
		}
		return d.write(out, styleFor(out))
	})
}

// findEntity finds the one entity with the id or name, or says which there are, or which names are near.
func findEntity(g graph.Reader, name, entityType string) (graph.Entity, error) {
	ent, err := g.Entity(graph.EntityID(name))
	if err == nil {
		return ent, nil
	}
	if !errors.Is(err, graph.ErrNotFound) {
		return ent, err
	}
	var found []graph.Entity
	for ent, err := range g.Lookup(name) {
		if err != nil {
			return ent, fmt.Errorf("look %q up: %w", name, err)
		}
		if entityType == "" || strings.EqualFold(ent.Type, entityType) {
			found = append(found, ent)
		}
	}
	switch len(found) {
	case 0:
		return graph.Entity{}, unknownEntity(g, name, entityType)
	case 1:
		return found[0], nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%q names %d entities; show one of them by its id:", name, len(found))
	for _, ent := range found {
		fmt.Fprintf(&b, "\n  mandate show %s    %s, %s, mentioned %s", ent.ID, ent.Name, ent.Type, plural(ent.Mentions, "time", "times"))
	}
	return graph.Entity{}, errors.New(clean(b.String()))
}

// unknownEntity says that nothing has the name, and which names are near to it.
func unknownEntity(g graph.Reader, name, entityType string) error {
	var all []string
	for ent, err := range g.Entities("") {
		if err != nil {
			return err
		}
		if entityType == "" || strings.EqualFold(ent.Type, entityType) {
			all = append(append(all, ent.Name), ent.Aliases...)
		}
	}
	what := "no entity"
	if entityType != "" {
		what = "no entity of type " + entityType
	}
	var near []string
	for _, n := range ask.Nearest(name, all, 5) {
		near = append(near, fmt.Sprintf("%q", clean(n)))
	}
	return fmt.Errorf("%s is named %q%s", what, name, ask.DidYouMean(near))
}

// dossier is all that is known of an entity.
type dossier struct {
	jsonNode
	Relations []side `json:"relations"`
}

// side is one relation of the entity, seen from it.
type side struct {
	Type        string         `json:"type"`
	Direction   string         `json:"direction"` // "out": the entity is the subject; "in": the object
	Label       string         `json:"label"`     // as it reads from the entity
	Other       graph.EntityID `json:"other"`
	OtherName   string         `json:"other_name"`
	OtherType   string         `json:"other_type"`
	Status      graph.Status   `json:"status"`
	Support     int            `json:"support"`
	Independent int            `json:"independent"`
	Confidence  float64        `json:"confidence"`
	Statements  []said         `json:"statements"`
}

// said is one statement behind a relation.
type said struct {
	ID         graph.StatementID `json:"id"`
	Status     graph.Status      `json:"status"`
	Since      string            `json:"since,omitempty"`
	Until      string            `json:"until,omitempty"`
	Document   graph.DocumentID  `json:"document"`
	Passage    int               `json:"passage"`
	Paragraph  string            `json:"paragraph,omitempty"`
	Marking    string            `json:"marking,omitempty"`
	Start      int               `json:"start"`
	End        int               `json:"end"`
	Quote      string            `json:"quote"`
	Rule       string            `json:"rule"`
	Confidence float64           `json:"confidence"`
	Obligation string            `json:"obligation,omitempty"`
	Amount     float64           `json:"amount,omitempty"`
	Unit       string            `json:"unit,omitempty"`
}

func readDossier(g graph.Reader, ent graph.Entity, f filter, sch *schema.Schema) (*dossier, error) {
	d := &dossier{jsonNode: newJSONNode(ent), Relations: []side{}}
	for _, dir := range []graph.Direction{graph.Out, graph.In} {
		for rel, err := range g.Relations(ent.ID, dir, "") {
			if err != nil {
				return nil, err
			}
			if dir == graph.In && rel.Subject == rel.Object || !f.keeps(rel) {
				continue // a relation to itself came with the outgoing ones
			}
			s, err := readSide(g, rel, dir, sch)
			if err != nil {
				return nil, err
			}
			d.Relations = append(d.Relations, s)
		}
	}
	// Outgoing relations come grouped by type already; incoming ones come by subject.
	slices.SortStableFunc(d.Relations, func(a, b side) int {
		return cmp.Or(-cmp.Compare(a.Direction, b.Direction), cmp.Compare(a.Type, b.Type))
	})
	return d, nil
}

func readSide(g graph.Reader, rel graph.Relation, dir graph.Direction, sch *schema.Schema) (side, error) {
	s := side{Type: rel.Type, Direction: "out", Label: rel.Type, Other: rel.Object, Status: rel.Status,
		Support: rel.Support, Independent: rel.Independent, Confidence: rel.Confidence, Statements: []said{}}
	t, ok := sch.Relation(rel.Type)
	if ok {
		s.Label = t.Label
	}
	if dir == graph.In {
		s.Direction, s.Other = "in", rel.Subject
		if ok && t.Inverse != "" {
			s.Label = t.Inverse
		}
	}
	other, err := g.Entity(s.Other)
	if err != nil {
		return s, err
	}
	s.OtherName, s.OtherType = other.Name, other.Type
	for st, err := range g.Statements(rel.RelationKey) {
		if err != nil {
			return s, err
		}
		ev := st.Evidence
		s.Statements = append(s.Statements, said{st.ID, st.Status, st.Since, st.Until, ev.Document, ev.Passage,
			ev.Paragraph, ev.Marking, ev.Span.Start, ev.Span.End, ev.Quote, ev.Rule, ev.Confidence, ev.Obligation.String(), ev.Amount.Value, ev.Amount.Unit})
	}
	return s, nil
}

// write tells it to a person.
func (d *dossier) write(w io.Writer, st style) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n", st.bold(clean(d.Name)), d.Type)
	fmt.Fprintf(&b, "  id         %s\n", d.ID)
	if len(d.Aliases) > 0 {
		fmt.Fprintf(&b, "  also       %s\n", clean(strings.Join(d.Aliases, ", ")))
	}
	if d.Country != "" {
		fmt.Fprintf(&b, "  country    %s\n", d.Country)
	}
	fmt.Fprintf(&b, "  mentioned  %s in %s\n", plural(d.Mentions, "time", "times"), plural(d.Documents, "document", "documents"))
	if len(d.Relations) == 0 {
		b.WriteString("\nNo statement relates it to anything else.\n")
	}
	group := ""
	for _, s := range d.Relations {
		if g := s.Direction + s.Type; g != group {
			group = g
			fmt.Fprintf(&b, "\n%s\n", st.bold(s.Label))
		}
		fmt.Fprintf(&b, "  %s  %s\n", st.bold(clean(s.OtherName)), st.dim(fmt.Sprintf("%s, %s, %s", s.OtherType, s.Status, supported(s.Support, s.Independent))))
		for _, x := range s.Statements {
			fmt.Fprintf(&b, "    “%s”\n      %s\n", clean(oneLine(x.Quote)), st.dim(clean(x.where())))
		}
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write the statements: %w", err)
	}
	return nil
}

// where says where a statement stands, and how it is put.
func (x said) where() string {
	parts := []string{string(x.Document)}
	if x.Paragraph != "" {
		parts = append(parts, "paragraph "+x.Paragraph)
	} else {
		parts = append(parts, fmt.Sprintf("passage %d", x.Passage))
	}
	if x.Marking != "" {
		parts = append(parts, "("+x.Marking+")")
	}
	parts = append(parts, x.Status.String())
	switch {
	case x.Since != "" && x.Since == x.Until:
		parts = append(parts, "in "+x.Since)
	case x.Since != "" && x.Until != "":
		parts = append(parts, "from "+x.Since+" to "+x.Until)
	case x.Since != "":
		parts = append(parts, "since "+x.Since)
	case x.Until != "":
		parts = append(parts, "until "+x.Until)
	}
	if x.Obligation != "" {
		parts = append(parts, "“"+x.Obligation+"”")
	}
	if a := (graph.Amount{Value: x.Amount, Unit: x.Unit}); a != (graph.Amount{}) {
		parts = append(parts, a.String())
	}
	return strings.Join(append(parts, x.Rule), ", ")
}
