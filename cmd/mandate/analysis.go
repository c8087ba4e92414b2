package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"mandate/cmd/mandate/ask"
	"mandate/graph"
	"mandate/graph/algo"

	"github.com/schollz/progressbar/v3"
)

// analysis is what analyze found.
type analysis struct {
	Nodes    int            `json:"nodes"`
	Edges    int            `json:"edges"`
	Statuses []graph.Status `json:"statuses"` // of the edges that count
	AllEdges int            `json:"edges_in_graph"`
	Measures []measure      `json:"measures"`
}

// counted says what was measured: "275 nodes, 234 asserted edges (of 264 in the graph; --status takes others)".
func (a analysis) counted() string {
	var words []string
	for _, s := range a.Statuses {
		words = append(words, s.String())
	}
	one, many := "edge", "edges"
	if kinds := strings.Join(words, " or "); len(words) < len(graph.Statuses()) {
		one, many = kinds+" "+one, kinds+" "+many
	}
	text := fmt.Sprintf("%s, %s", plural(a.Nodes, "node", "nodes"), plural(a.Edges, one, many))
	if a.Edges < a.AllEdges {
		text += fmt.Sprintf(" (of %s in the graph", thousands(a.AllEdges))
		if len(words) < len(graph.Statuses()) {
			text += "; --status takes others"
		}
		text += ")"
	}
	return text
}

// measure is what one measure found: ranks, sets of nodes or other rows.
type measure struct {
	Name  string           `json:"measure"`
	Title string           `json:"title"`
	Unit  string           `json:"unit,omitempty"`
	Total int              `json:"total"` // rows before --top
	Notes []string         `json:"notes,omitempty"`
	Ranks []rank           `json:"ranks,omitempty"`
	Sets  []componentSet   `json:"sets,omitempty"`
	Rows  []map[string]any `json:"rows,omitempty"`

	about string
	alone int // sets of one
	kind  algo.Kind
	table table
}

type rank struct {
	Rank  int            `json:"rank"`
	ID    graph.EntityID `json:"id"`
	Type  string         `json:"type"`
	Name  string         `json:"name"`
	Value float64        `json:"value"`
}

type componentSet struct {
	Size  int              `json:"size"`
	Name  string           `json:"name,omitempty"`
	Issue string           `json:"issue,omitempty"` // what most relations of its members lead to
	Nodes []graph.EntityID `json:"nodes"`
	names []string
}

// newMeasure keeps the first rows of a result; equal values share a rank.
func newMeasure(m algo.Measure, r *algo.Result, top int) measure {
	out := measure{Name: m.Name, Title: m.Title, Unit: m.Unit, Total: len(r.Scores) + len(r.Groups) + len(r.Table), Notes: r.Notes,
		about: m.Description, kind: m.Kind}
	shown := func(n int) int {
		if top == 0 {
			return n
		}
		return min(n, top)
	}
	for i, s := range r.Scores[:shown(len(r.Scores))] {
		place := i + 1
		if i > 0 && s.Value == r.Scores[i-1].Value {
			place = out.Ranks[i-1].Rank
		}
		out.Ranks = append(out.Ranks, rank{place, s.Entity.ID, s.Entity.Type, s.Entity.Name, s.Value})
	}
	for _, group := range r.Groups[:shown(len(r.Groups))] {
		set := componentSet{Size: len(group.Members), Name: group.Name, Issue: group.Issue}
		for _, ent := range group.Members {
			set.Nodes = append(set.Nodes, ent.ID)
			set.names = append(set.names, ent.Name)
		}
		out.Sets = append(out.Sets, set)
	}
	for _, group := range r.Groups {
		if len(group.Members) == 1 {
			out.alone++
		}
	}
	out.table.columns = m.Columns
	for row := range r.Rows(&m) {
		if len(out.table.rows) == shown(out.Total) {
			break
		}
		out.table.rows = append(out.table.rows, row)
	}
	if m.Kind == algo.Rows {
		out.Rows = out.table.values()
	}
	return out
}

// write writes the analysis in one of the forms.
func (a analysis) write(form string, w io.Writer) error {
	switch form {
	case "json":
		return writeJSON(w, a)
	case "csv":
		for i, m := range a.Measures {
			if i > 0 {
				fmt.Fprintln(w)
			}
			if err := m.table.writeCSV(w); err != nil {
				return err
			}
		}
		return nil
	case "markdown":
		var b strings.Builder
		for i, m := range a.Measures {
			if i > 0 {
				b.WriteByte('\n')
			}
			fmt.Fprintf(&b, "## %s\n\n%s\n", m.Title, m.about)
			for _, note := range m.Notes {
				fmt.Fprintf(&b, "\n%s\n", note)
			}
			b.WriteByte('\n')
			m.table.writeMarkdown(&b)
		}
		if _, err := io.WriteString(w, b.String()); err != nil {
			return fmt.Errorf("write the measures: %w", err)
		}
		return nil
	}
	return a.tell(w)
}

// namesShown is how many members of a set a table names; --json has them all.
const namesShown = 6

// aboutWidth is how long the lines are that say what a measure means.
const aboutWidth = 100

// tell tells it to a person.
func (a analysis) tell(w io.Writer) error {
	fmt.Fprintln(w, a.counted())
	bold := styleFor(w)
	for _, m := range a.Measures {
		title := m.Title
		if m.Unit != "" {
			title += " (" + m.Unit + ")"
		}
		fmt.Fprintf(w, "\n%s\n", bold.bold(title))
		for _, line := range wrap(m.about, aboutWidth) {
			fmt.Fprintf(w, "   %s\n", line)
		}
		tab := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
		listed := len(m.table.rows)
		for _, r := range m.Ranks {
			fmt.Fprintf(tab, "%4d\t%s\n", r.Rank, columns(value(r.Value), r.Type, r.Name))
		}
		for i, s := range m.Sets {
			if s.Size == 1 {
				listed = i // sets come by size
				break
			}
			text := s.Name
			if text == "" {
				text = someNames(s.names)
			}
			fmt.Fprintf(tab, "%4d\t%s\n", i+1, columns(s.Size, text))
		}
		if err := tab.Flush(); err != nil {
			return fmt.Errorf("write the measures: %w", err)
		}
		if m.kind == algo.Rows {
			if err := m.table.tell(w); err != nil {
				return err
			}
		}
		if m.Total == 0 {
			fmt.Fprintln(w, "   none")
		}
		if left := m.Total - m.alone - listed; left > 0 {
			fmt.Fprintf(w, "   … and %s; --top 0 shows all\n", plural(left, "more", "more"))
		}
		if m.alone > 0 {
			fmt.Fprintf(w, "   %s by themselves\n", plural(m.alone, "node is", "nodes are"))
		}
		for _, note := range m.Notes {
			fmt.Fprintf(w, "   %s\n", note)
		}
	}
	return nil
}

// someNames lists the first of the names.
func someNames(names []string) string {
	text := strings.Join(names[:min(namesShown, len(names))], ", ")
	if more := len(names) - namesShown; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// value writes a score with four significant digits, whole numbers and those from 1,000 on as whole numbers.
func value(v float64) string {
	if v == float64(int(v)) || v >= 1000 && v < 1e15 {
		return thousands(int(math.Round(v)))
	}
	return fmt.Sprintf("%.4g", v)
}

// table is rows of the cells that package algo gives.
type table struct {
	columns []algo.Column
	rows    [][]any
}

// tell writes the rows in columns, quotes on lines of their own.
func (t table) tell(w io.Writer) error {
	quoted := slices.ContainsFunc(t.columns, func(c algo.Column) bool { return c.Type == algo.Evidence })
	inTable := func(c algo.Column) bool { // what a quote says below the row is not said in it
		return c.Type != algo.Statement && c.Type != algo.Evidence && (c.Type != algo.Relations || !quoted)
	}
	var head []any
	for _, c := range t.columns {
		if inTable(c) {
			head = append(head, c.Title)
		}
	}
	if len(t.rows) == 0 {
		return nil
	}
	var lines bytes.Buffer // apart from the quotes, which would part the columns
	tab := tabwriter.NewWriter(&lines, 0, 8, 2, ' ', 0)
	fmt.Fprintln(tab, "   "+columns(head...))
	below := make([][]string, 1+len(t.rows))
	for k, row := range t.rows {
		var cells []any
		names := namesIn(row)
		for i, cell := range row {
			switch x := cell.(type) {
			case graph.Statement:
				below[k+1] = append(below[k+1], fmt.Sprintf("     “%s” %s", clean(oneLine(x.Evidence.Quote)), source(x)))
			case []graph.Statement:
				for _, st := range x {
					below[k+1] = append(below[k+1], fmt.Sprintf("     %s: “%s” %s", clean(keyText(st.Key(), names)), clean(oneLine(st.Evidence.Quote)), source(st)))
				}
			case []graph.Entity:
				cells = append(cells, someNames(entityNames(x)))
			default:
				if inTable(t.columns[i]) {
					cells = append(cells, cellText(cell, names))
				}
			}
		}
		fmt.Fprintln(tab, "   "+columns(cells...))
	}
	if err := tab.Flush(); err != nil {
		return fmt.Errorf("write the measures: %w", err)
	}
	for _, quotes := range below {
		line, _ := lines.ReadString('\n')
		for _, l := range append([]string{strings.TrimRight(line, " \n")}, quotes...) {
			fmt.Fprintln(w, l)
		}
	}
	return nil
}

// namesIn are the names of the entities of a row.
func namesIn(row []any) map[graph.EntityID]string {
	names := map[graph.EntityID]string{}
	for _, cell := range row {
		switch x := cell.(type) {
		case graph.Entity:
			names[x.ID] = x.Name
		case []graph.Entity:
			for _, ent := range x {
				names[ent.ID] = ent.Name
			}
		}
	}
	return names
}

// keyText writes a relation with the names that are known, and identifiers for the rest.
func keyText(k graph.RelationKey, names map[graph.EntityID]string) string {
	name := func(id graph.EntityID) string {
		if n, ok := names[id]; ok {
			return n
		}
		return string(id)
	}
	return fmt.Sprintf("%s %s %s", name(k.Subject), k.Type, name(k.Object))
}

// source says where a statement stands, and how it is put.
func source(st graph.Statement) string {
	text := string(st.Evidence.Document)
	if st.Evidence.Paragraph != "" {
		text += ", paragraph " + st.Evidence.Paragraph
	}
	return clean(fmt.Sprintf("(%s, %s)", text, st.Status))
}

func entityNames(ents []graph.Entity) []string {
	names := make([]string, len(ents))
	for i, ent := range ents {
		names[i] = ent.Name
	}
	return names
}

// cellText is a cell in words, with the names of the row.
func cellText(cell any, names map[graph.EntityID]string) string {
	switch x := cell.(type) {
	case graph.Entity:
		return x.Name
	case []graph.Entity:
		return strings.Join(entityNames(x), "; ")
	case float64:
		return value(x)
	case int:
		return strconv.Itoa(x)
	case []graph.Relation:
		var parts []string
		for _, rel := range x {
			parts = append(parts, keyText(rel.RelationKey, names))
		}
		return strings.Join(parts, "; ")
	case graph.Statement:
		return "“" + oneLine(x.Evidence.Quote) + "” " + source(x)
	case []graph.Statement:
		var parts []string
		for _, st := range x {
			parts = append(parts, cellText(st, names))
		}
		return strings.Join(parts, " | ")
	}
	return fmt.Sprint(cell)
}

// values are the rows as JSON has them.
func (t table) values() []map[string]any {
	rows := make([]map[string]any, len(t.rows))
	for i, row := range t.rows {
		rows[i] = map[string]any{}
		for k, cell := range row {
			rows[i][t.columns[k].Name] = ask.Cell(cell)
		}
	}
	return rows
}

// writeCSV writes the table with a head (RFC 4180); an entity has columns for its name, its identifier and its type, several for their
// names and their identifiers, joined by "; ", a statement for its quote, its document and its paragraph.
func (t table) writeCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	var head []string
	for _, c := range t.columns {
		switch c.Type {
		case algo.Entity:
			head = append(head, c.Name, c.Name+"_id", c.Name+"_type")
		case algo.Entities:
			head = append(head, c.Name, c.Name+"_ids")
		case algo.Statement:
			head = append(head, c.Name, c.Name+"_document", c.Name+"_paragraph")
		default:
			head = append(head, c.Name)
		}
	}
	_ = out.Write(head) // Error below tells
	for _, row := range t.rows {
		var cells []string
		names := namesIn(row)
		for _, cell := range row {
			switch x := cell.(type) {
			case graph.Entity:
				cells = append(cells, x.Name, string(x.ID), x.Type)
			case []graph.Entity:
				var ids []string
				for _, ent := range x {
					ids = append(ids, string(ent.ID))
				}
				cells = append(cells, strings.Join(entityNames(x), "; "), strings.Join(ids, "; "))
			case graph.Statement:
				cells = append(cells, oneLine(x.Evidence.Quote), string(x.Evidence.Document), x.Evidence.Paragraph)
			case float64:
				cells = append(cells, strconv.FormatFloat(x, 'g', -1, 64))
			default:
				cells = append(cells, cellText(x, names))
			}
		}
		_ = out.Write(cells)
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

var markdownCell = strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;", "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`)

// writeMarkdown writes the table as GitHub shows tables.
func (t table) writeMarkdown(b *strings.Builder) {
	for _, c := range t.columns {
		fmt.Fprintf(b, "| %s ", c.Title)
	}
	b.WriteString("|\n")
	for range t.columns {
		b.WriteString("| --- ")
	}
	b.WriteString("|\n")
	for _, row := range t.rows {
		names := namesIn(row)
		for _, cell := range row {
			fmt.Fprintf(b, "| %s ", markdownCell.Replace(clean(oneLine(cellText(cell, names)))))
		}
		b.WriteString("|\n")
	}
}

// measureBar shows how far a measure is, on a terminal only.
type measureBar struct {
	title string
	w     io.Writer
	bar   *progressbar.ProgressBar
}

func newMeasureBar(title string, std streams) *measureBar {
	if !onTerminal(std.err) {
		return &measureBar{}
	}
	return &measureBar{title: title, w: std.err}
}

// tell moves the bar; a total of 0 says that nobody knows how much there is to do.
func (b *measureBar) tell(done, total int) {
	if b.w == nil {
		return
	}
	if b.bar == nil {
		if total == 0 {
			total = -1
		}
		b.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(b.w), progressbar.OptionSetDescription(b.title),
			progressbar.OptionSetWidth(24), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(progressEvery))
	}
	_ = b.bar.Set(done) // a bar that cannot be drawn must not stop the work
}

func (b *measureBar) done() {
	if b.bar != nil {
		_ = b.bar.Finish()
	}
}
