package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strings"
	"text/tabwriter"

	"mandate/cmd/mandate/ask"
	"mandate/graph"

	"github.com/urfave/cli/v2"
)

func listVerb(std streams) *cli.Command {
	return &cli.Command{
		Name:      "list",
		Usage:     "list the nodes, edges or documents of the graph",
		ArgsUsage: "nodes|edges|documents",
		Description: `Lists what is in the graph, one to a line, in a fixed order. With --json each line is one JSON object.

Examples:
  mandate list nodes --type Agency
  mandate list edges --type IMPLEMENTS --status planned
  mandate list documents --json`,
		Flags: []cli.Flag{
			dbFlag(),
			&cli.StringFlag{Name: "type", Usage: "only nodes or edges of this `TYPE`"},
			statusFlag(), confidenceFlag(), markingFlag(), jsonFlag(),
		},
		BashComplete: completeWords("nodes", "edges", "documents"),
		Action: func(c *cli.Context) error {
			f, err := readFilter(c)
			if err != nil {
				return err
			}
			opt := listOptions{DB: dbDir(c), Type: c.String("type"), Filter: f, JSON: c.Bool("json")}
			if opt.MaxMarking, err = maxMarking(c); err != nil {
				return err
			}
			if c.NArg() != 1 {
				return usagef("list", "say what to list: nodes, edges or documents")
			}
			opt.What = c.Args().First()
			if lists[opt.What] == nil {
				return usagef("list", "cannot list %q%s", opt.What, ask.DidYouMean(ask.Nearest(opt.What, []string{"nodes", "edges", "documents"}, 1)))
			}
			if opt.What == "documents" && opt.Type != "" {
				return usagef("list", "--type is of nodes and edges, documents have none")
			}
			for _, flag := range []string{"status", "min-confidence"} {
				if opt.What != "edges" && c.IsSet(flag) {
					return usagef("list", "--%s is of edges, %s have none", flag, opt.What)
				}
			}
			return runList(opt, std.out)
		},
	}
}

type listOptions struct {
	DB         string
	What       string // "nodes", "edges" or "documents"
	Type       string // entity or relation type, "" all
	Filter     filter // of edges
	MaxMarking string // "" means everything
	JSON       bool
}

// lists has one row for each thing that can be listed: the heads of its columns and what fills them.
var lists = map[string]*listing{
	"nodes":     {"TYPE\tNAME\tCOUNTRY\tDOCUMENTS\tMENTIONS\tID", nodeRows},
	"edges":     {"SUBJECT\tTYPE\tOBJECT\tSTATUS\tDOCUMENTS\tINDEPENDENT\tCONFIDENCE", edgeRows},
	"documents": {"NAME\tFORMAT\tDATE\tBYTES\tWORDS\tPASSAGES\tTITLE", documentRows},
}

type listing struct {
	head string
	rows func(graph.Reader, listOptions) iter.Seq2[row, error]
}

// row is one line, as text in columns and as a value for JSON.
type row struct {
	text string
	json any
}

func runList(opt listOptions, out io.Writer) error {
	return withGraphUpTo(opt.DB, opt.MaxMarking, func(g graph.Reader) (err error) {
		l := lists[opt.What]
		sch, err := schemaOf("", g)
		if err != nil {
			return err
		}
		if opt.Type, err = (typeFlag{"list", "--type", opt.What == "edges"}).one(opt.Type, sch, g); err != nil {
			return err
		}
		buf := bufio.NewWriter(out)
		tab := tabwriter.NewWriter(buf, 0, 8, 2, ' ', tabwriter.StripEscape)
		if !opt.JSON {
			fmt.Fprintln(tab, l.head)
		}
		for r, err := range l.rows(g, opt) {
			if err != nil {
				return fmt.Errorf("list the %s: %w", opt.What, err)
			}
			if opt.JSON {
				if err := writeLine(buf, r.json); err != nil {
					return err
				}
				continue
			}
			fmt.Fprintln(tab, r.text)
		}
		if err := tab.Flush(); err != nil {
			return fmt.Errorf("list the %s: %w", opt.What, err)
		}
		return buf.Flush()
	})
}

// jsonNode is an entity as list and show write it.
type jsonNode struct {
	ID        graph.EntityID `json:"id"`
	Type      string         `json:"type"`
	Name      string         `json:"name"`
	Aliases   []string       `json:"aliases"`
	Country   string         `json:"country,omitempty"`
	Documents int            `json:"documents"`
	Mentions  int            `json:"mentions"`
}

func newJSONNode(ent graph.Entity) jsonNode {
	return jsonNode{ent.ID, ent.Type, ent.Name, orEmpty(ent.Aliases), ent.Country, ent.Documents, ent.Mentions}
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

func nodeRows(g graph.Reader, opt listOptions) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		for ent, err := range g.Entities(opt.Type) {
			text := columns(ent.Type, ent.Name, ent.Country, ent.Documents, ent.Mentions, ent.ID)
			if !yield(row{text, newJSONNode(ent)}, err) {
				return
			}
		}
	}
}

// jsonEdge is a relation as list writes it.
type jsonEdge struct {
	ID          string         `json:"id"`
	Source      graph.EntityID `json:"source"`
	Type        string         `json:"type"`
	Target      graph.EntityID `json:"target"`
	SourceName  string         `json:"source_name"`
	TargetName  string         `json:"target_name"`
	Status      graph.Status   `json:"status"`
	Statements  int            `json:"statements"`
	Support     int            `json:"support"`
	Independent int            `json:"independent"`
	Confidence  float64        `json:"confidence"`
	Since       string         `json:"since,omitempty"`
	Until       string         `json:"until,omitempty"`
}

func edgeRows(g graph.Reader, opt listOptions) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		names := nameCache{g: g}
		for rel, err := range g.AllRelations(opt.Type) {
			if err == nil && !opt.Filter.keeps(rel) {
				continue
			}
			var subject, object string
			if err == nil {
				subject, err = names.of(rel.Subject)
			}
			if err == nil {
				object, err = names.of(rel.Object)
			}
			text := columns(subject, rel.Type, object, rel.Status, rel.Support, rel.Independent, fmt.Sprintf("%.2f", rel.Confidence))
			edge := jsonEdge{rel.ID(), rel.Subject, rel.Type, rel.Object, subject, object, rel.Status,
				rel.Statements, rel.Support, rel.Independent, rel.Confidence, rel.Since, rel.Until}
			if !yield(row{text, edge}, err) {
				return
			}
		}
	}
}

// nameCache remembers the name of the entity asked for last: relations come in order of their subjects.
type nameCache struct {
	g    graph.Reader
	id   graph.EntityID
	name string
}

func (n *nameCache) of(id graph.EntityID) (string, error) {
	if id == n.id {
		return n.name, nil
	}
	ent, err := n.g.Entity(id)
	if err != nil {
		return "", err
	}
	n.id, n.name = id, ent.Name
	return ent.Name, nil
}

// jsonDocument is a document as list writes it.
type jsonDocument struct {
	Name     graph.DocumentID `json:"name"`
	Hash     string           `json:"hash"`
	Format   string           `json:"format"`
	Encoding string           `json:"encoding,omitempty"`
	Title    string           `json:"title,omitempty"`
	Date     string           `json:"date,omitempty"`
	Country  string           `json:"country,omitempty"`
	Marking  string           `json:"marking,omitempty"`
	Bytes    int              `json:"bytes"`
	Words    int              `json:"words"`
	Passages int              `json:"passages"`
	Notes    []string         `json:"notes"`
}

func documentRows(g graph.Reader, _ listOptions) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		for doc, err := range g.Documents() {
			text := columns(doc.ID, doc.Format, doc.Date, doc.Bytes, doc.Words, doc.Passages, doc.Title)
			d := jsonDocument{doc.ID, doc.Hash, doc.Format, doc.Encoding, doc.Title, doc.Date, doc.Country, doc.Marking,
				doc.Bytes, doc.Words, doc.Passages, orEmpty(doc.Notes)}
			if !yield(row{text, d}, err) {
				return
			}
		}
	}
}

// columns joins cells with tabs; blanks within a cell become single ones.
func columns(cells ...any) string {
	var parts []string
	for _, c := range cells {
		parts = append(parts, clean(oneLine(fmt.Sprint(c))))
	}
	return strings.Join(parts, "\t")
}

// writeLine writes one JSON object on a line of its own.
func writeLine(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}
