package dot

import (
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"mandate/export/diagram"
	"mandate/export/layout"
	"mandate/export/view"
	"mandate/graph"
)

// quote writes a string that means itself to Graphviz, in labels too, where a backslash starts an escape.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ' || r == 0x7f || !view.LegalXML(r) || r == utf8.RuneError:
			b.WriteRune(replacement)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// replacement stands for characters that no name should hold: gonum's parser refuses the usual one, U+FFFD.
const replacement = '□'

// text writes a string for Graphviz's kind of HTML.
func text(s string) string {
	s = strings.ReplaceAll(view.Clip(view.Clean(s), longestLabel), string(utf8.RuneError), string(replacement))
	return html.EscapeString(s)
}

// legend is the label of the graph as Graphviz's kind of HTML: title, types with their colours, styles of edges, source.
func (f *writer) legend() string {
	used, statuses := f.used()
	types, _ := f.view.EntityTypes() // the diagram has read them
	var b strings.Builder
	b.WriteString(`<<table border="0" cellborder="0" cellspacing="0"><tr><td><table border="0" cellborder="0" cellspacing="6"><tr>`)
	sample := func(words, color string) {
		fmt.Fprintf(&b, `<td bgcolor="%s" border="1" color="%s">%s</td>`, f.fill(color), f.rimOf(color), text(words))
	}
	if r := f.view.Options.Grouping(); r != nil && len(f.d.Nodes) > 0 {
		f.groups(r, sample, func() {
			b.WriteString(`</tr></table></td></tr><tr><td><table border="0" cellborder="0" cellspacing="6"><tr>`)
		})
	} else {
		for _, t := range types {
			if used[t.Type] {
				sample(t.Label, t.Color)
			}
		}
	}
	b.WriteString(`<td> </td>`)
	if m := f.d.Matrix; m != nil {
		for _, c := range m.Codes {
			fmt.Fprintf(&b, `<td><b>%s</b> %s</td>`, text(c.Letter), text(c.Label))
		}
	}
	for _, s := range f.samples() {
		if statuses[s.status] {
			fmt.Fprintf(&b, `<td>%s</td>`, s.words)
		}
	}
	fmt.Fprintf(&b, `</tr></table></td></tr><tr><td><b>%s</b></td></tr>`, text(f.d.Title))
	notes := []string{f.d.About}
	if f.d.Empty() {
		notes = append(notes, "Nothing to show: no relation fits.")
	}
	for _, s := range append(notes, f.d.Notes()...) {
		for _, line := range layout.Wrap(s, 1, 60) {
			if line != "" {
				fmt.Fprintf(&b, `<tr><td><font point-size="11">%s</font></td></tr>`, text(line))
			}
		}
	}
	b.WriteString(`</table>>`)
	return b.String()
}

// sample is how a status shows.
type sample struct {
	status graph.Status
	words  string
}

// samples are how each status shows: in a table as letters, elsewhere as lines, which a timeline has about its boxes.
func (f *writer) samples() []sample {
	if f.d.Form == diagram.Table {
		return []sample{{graph.Planned, "<i>planned</i>"}, {graph.Reported, "<u>reported</u>"}, {graph.Negated, `<font color="` + f.negated + `"><s>negated</s></font>`}}
	}
	return []sample{{graph.Asserted, "—— asserted"}, {graph.Planned, "– – – planned"}, {graph.Reported, "· · · · · reported"}, {graph.Negated, "<s>struck</s> negated"}}
}

// groupsInRow is how many groups stand in a row of the legend.
const groupsInRow = 4

// groups are the groups that boxes have the colour of, the largest first; those that share the grey are one item.
func (f *writer) groups(r *view.Ranking, sample func(words, color string), row func()) {
	names := map[int]string{}
	for i := range f.d.Nodes {
		number, name := r.Group(f.d.Nodes[i].ID)
		if name == "" {
			name = fmt.Sprintf("group %d", number)
		}
		names[number] = name
	}
	rest, count := 0, 0
	for _, number := range slices.Sorted(maps.Keys(names)) {
		if number < 1 || number > view.GroupHues {
			rest++
			continue
		}
		if count > 0 && count%groupsInRow == 0 {
			row()
		}
		sample(view.Clip(view.Clean(names[number]), 60), view.GroupColor(number))
		count++
	}
	if rest > 0 {
		sample(fmt.Sprintf("smaller groups: %d", rest), view.GroupColor(0))
	}
	row()
}

// used are the entity types and statuses of the diagram.
func (f *writer) used() (types map[string]bool, statuses [4]bool) {
	types = map[string]bool{}
	edges := func(list []view.Edge) {
		for i := range list {
			statuses[list[i].Relation.Status] = true
		}
	}
	for _, n := range f.d.Nodes {
		types[n.Type] = true
	}
	edges(f.d.Edges)
	if m := f.d.Matrix; m != nil {
		for _, list := range [][]graph.Entity{m.Rows, m.Columns} {
			for _, ent := range list {
				types[ent.Type] = true
			}
		}
		for _, row := range m.Cells {
			for _, c := range row {
				edges(c)
			}
		}
	}
	for _, l := range f.d.Lanes {
		types[l.Thing.Type] = true
		edges(l.Lead)
		edges(l.Support)
		for _, list := range [][]view.Edge{l.Lead, l.Support} {
			for _, e := range list {
				if ent, err := f.view.Graph.Entity(e.Subject); err == nil {
					types[ent.Type] = true
				}
			}
		}
	}
	for _, ev := range f.d.Events {
		types[ev.Subject.Type], types[ev.Object.Type] = true, true
		statuses[ev.Edge.Relation.Status] = true
	}
	return types, statuses
}

// table writes a matrix as one node that is a table.
func (f *writer) table() {
	m := f.d.Matrix
	if m == nil {
		return
	}
	var b strings.Builder
	b.WriteString(`<<table border="0" cellborder="1" cellspacing="0" cellpadding="4" color="` + f.rule + `"><tr><td border="0"></td>`)
	wrapped := func(s string, width float64) string {
		var lines []string
		for _, l := range layout.Wrap(view.Clip(view.Clean(s), longestLabel), 10, width) {
			lines = append(lines, text(l))
		}
		return strings.Join(lines, "<br/>")
	}
	for _, c := range m.Columns {
		fmt.Fprintf(&b, `<td bgcolor="%s">%s</td>`, f.fill(f.view.EntityType(c.Type).Color), wrapped(c.Name, 80))
	}
	b.WriteString("</tr>")
	for i, r := range m.Rows {
		fmt.Fprintf(&b, `<tr><td align="right" bgcolor="%s">%s</td>`, f.fill(f.view.EntityType(r.Type).Color), wrapped(r.Name, 200))
		for j := range m.Columns {
			var words []string
			for _, e := range m.Cells[i][j] {
				words = append(words, f.cellWord(m, &e))
			}
			if len(words) == 0 {
				b.WriteString("<td></td>")
				continue
			}
			fmt.Fprintf(&b, "<td>%s</td>", strings.Join(words, " "))
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</table>>")
	f.line("  matrix [shape=plain, style=solid, fontsize=10, label=%s];", b.String())
}

// cellWord is the code of an edge in a cell.
func (f *writer) cellWord(m *diagram.Matrix, e *view.Edge) string {
	code := "?"
	for _, c := range m.Codes {
		if c.Type == e.Type {
			code = text(c.Letter)
		}
	}
	if e.Type == diagram.Leads {
		code = "<b>" + code + "</b>"
	}
	switch e.Relation.Status {
	case graph.Planned:
		return "<i>" + code + "</i>"
	case graph.Reported:
		return "<u>" + code + "</u>"
	case graph.Negated:
		return `<font color="` + f.negated + `"><s>` + code + "</s></font>"
	case graph.Asserted:
	}
	return code
}

// lanes writes a cluster for each thing: its leads before it, the others after it. An actor of several lanes stands in each.
//
// Graphviz puts what comes last on top, where the picture runs from left to right, so lanes and those in them are written from the last to
// the first.
func (f *writer) lanes() {
	wide := [3]float64{} // of the widest box on each side and in the middle, in points
	for i := range f.d.Lanes {
		l := &f.d.Lanes[i]
		wide[1] = max(wide[1], boxWidth(l.Thing.Name, laneFont+1))
		for side, list := range [][]view.Edge{l.Lead, l.Support} {
			for k := range list {
				if ent, err := f.view.Graph.Entity(list[k].Subject); err == nil { // the diagram has read it
					wide[2*side] = max(wide[2*side], boxWidth(ent.Name, laneFont))
				}
			}
		}
	}
	for i := len(f.d.Lanes) - 1; i >= 0; i-- {
		l := &f.d.Lanes[i]
		f.line("  subgraph %s {", quote(fmt.Sprintf("cluster_%d", i)))
		f.line("    style=filled; color=%s; label=\"\"; margin=10;", quote(f.band))
		thing := fmt.Sprintf("%d:thing", i)
		f.node(thing, l.Thing, laneFont+1, true, "    ")
		for side := range 2 {
			f.laneSide(i, side, wide[2*side])
		}
		f.line("  }")
	}
	if len(f.d.Lanes) > 0 {
		var same strings.Builder
		for i := range f.d.Lanes {
			fmt.Fprintf(&same, " %s;", quote(fmt.Sprintf("%d:thing", i)))
		}
		f.line("  {rank=same;%s}", same.String())
	}
}

const laneFont = 11.0

// boxWidth is how wide a box with a name comes out in points.
func boxWidth(name string, font float64) float64 {
	wide := 0.0
	for _, line := range layout.Wrap(view.Clip(view.Clean(name), longestLabel), font, 13*font) {
		wide = max(wide, layout.TextWidth(line, font))
	}
	return wide + 14
}

// laneSide writes those who lead (0) or support (1) the thing of a lane, the last first. Where there is nobody, an
// invisible bar keeps the place.
func (f *writer) laneSide(i, side int, wide float64) {
	l := &f.d.Lanes[i]
	list, more := l.Lead, l.MoreLead
	if side == 1 {
		list, more = l.Support, l.MoreSup
	}
	thing := fmt.Sprintf("%d:thing", i)
	join := func(id string) {
		ends := []string{id, thing}
		f.line("    %s -> %s [style=invis];", quote(ends[side]), quote(ends[1-side]))
	}
	if more > 0 {
		id := fmt.Sprintf("%d:%d:more", i, side)
		f.line("    %s [shape=plaintext, style=solid, fontsize=%g, label=%s];", quote(id), laneFont, quote(fmt.Sprintf("and %d more", more)))
		join(id)
	}
	for k := len(list) - 1; k >= 0; k-- {
		e := &list[k]
		ent, err := f.view.Graph.Entity(e.Subject)
		if err != nil {
			continue // the diagram has read it
		}
		id := fmt.Sprintf("%d:%d:%d", i, side, k)
		f.node(id, ent, laneFont, false, "    ")
		if side == 0 {
			f.edge(id, thing, e, true, "    ")
		} else { // drawn backwards, so that it stands on the right
			f.backward(thing, id, e)
		}
	}
	if len(list) > 0 {
		return
	}
	bar := fmt.Sprintf("%d:%d:bar", i, side)
	f.line("    %s [shape=box, style=invis, label=\"\", margin=0, height=0.01, width=%.2f];", quote(bar), wide/72)
	join(bar)
}

// backward writes an edge that is laid out from its object to its subject.
func (f *writer) backward(from, to string, e *view.Edge) {
	f.line("    edge [dir=back];")
	f.edge(from, to, e, true, "    ")
	f.line("    edge [dir=forward];")
}

// calendar writes a chain of dates, each with its statements beside it.
func (f *writer) calendar() {
	last := ""
	var wide, dateWide float64 // boxes are equally wide, so that they and the dates stand in columns
	for i := range f.d.Events {
		dateWide = max(dateWide, layout.TextWidth(f.d.Events[i].When(), 11)+12)
		for _, line := range f.eventLines(&f.d.Events[i]) {
			wide = max(wide, layout.TextWidth(line, 11)*1.1+16) // other fonts are wider
		}
	}
	for i := range f.d.Events {
		ev := &f.d.Events[i]
		date := ev.When()
		day := "date:" + date
		if date != last {
			f.line("  %s [shape=plaintext, style=solid, fontsize=11, width=%.2f, label=%s];", quote(day), dateWide/72, quote(date))
			if last != "" {
				f.line("  %s -> %s [style=invis];", quote("date:"+last), quote(day)) // a line would wind round the statements
			}
			last = date
		}
		color := f.view.EntityType(ev.Subject.Type).Color
		lines := f.eventLines(ev)
		label := quote(strings.Join(lines, "\n"))
		if ev.Edge.Relation.Status == graph.Negated {
			var struck []string
			for _, line := range lines {
				struck = append(struck, "<s>"+text(line)+"</s>")
			}
			label = `<<font color="` + f.negated + `">` + strings.Join(struck, "<br/>") + "</font>>"
		}
		style := "rounded,filled"
		if ev.Edge.Relation.Status == graph.Planned {
			style += ",dashed"
		}
		st := ev.Edge.Best()
		tip := view.Clip(view.Clean(fmt.Sprintf("%s: “%s” (%s)", st.Status, view.PlainQuote(&st.Evidence), view.Place(&st.Evidence))), longestTooltip)
		id := fmt.Sprintf("event:%d", i)
		fill := f.fill(color)
		if !ev.Stated {
			fill = f.paper
		}
		f.line("  %s [label=%s, tooltip=%s, fontsize=11, width=%.2f, style=%s, color=%s, fillcolor=%s];", quote(id), label, quote(tip), wide/72, quote(style), quote(f.rimOf(color)), quote(fill))
		f.line("  %s -> %s [style=invis];", quote(day), quote(id))
	}
	f.ranks()
}

// eventLines say an event in words.
func (f *writer) eventLines(ev *diagram.Event) []string {
	return layout.Wrap(fmt.Sprintf("%s — %s — %s", view.Clip(view.Clean(ev.Subject.Name), longestLabel),
		view.Clean(f.view.RelationType(ev.Edge.Type).Label), view.Clip(view.Clean(ev.Object.Name), longestLabel)), 11, 420)
}

// ranks puts each statement in a row of its own, beside its date or below the one before.
func (f *writer) ranks() {
	last, above := "", ""
	for i := range f.d.Events {
		ev := &f.d.Events[i]
		date := ev.When()
		id := fmt.Sprintf("event:%d", i)
		if date != last {
			f.line("  {rank=same; %s; %s;}", quote("date:"+date), quote(id))
		}
		if above != "" {
			f.line("  %s -> %s [style=invis, weight=50];", quote(above), quote(id))
		}
		if date != last && last != "" {
			f.line("  %s -> %s [style=invis];", quote(above), quote("date:"+date))
		}
		last, above = date, id
	}
}

// cards writes communities as boxes.
func (f *writer) cards() {
	for i := range f.d.Cards {
		c := &f.d.Cards[i]
		var b strings.Builder
		b.WriteString(`<<table border="0" cellspacing="0" cellpadding="1">`)
		row := func(form, s string) { fmt.Fprintf(&b, `<tr><td align="left">`+form+`</td></tr>`, text(s)) }
		for _, s := range layout.Wrap(view.Clip(view.Clean(c.Name), longestLabel), 12, 190) {
			row("<b>%s</b>", s)
		}
		about := fmt.Sprintf("%d nodes", c.Size)
		if c.Issue != "" {
			about += ", on " + c.Issue
		}
		for _, s := range layout.Wrap(view.Clean(about), 11, 190) {
			row(`<font color="`+f.note+`">%s</font>`, s)
		}
		for _, ent := range c.Central {
			for k, s := range layout.Wrap(view.Clip(view.Clean(ent.Name), longestLabel), 11, 190) {
				row([]string{"• %s", "   %s"}[min(k, 1)], s)
			}
		}
		if more := c.Size - len(c.Central); more > 0 {
			row(`<font color="`+f.note+`">%s</font>`, fmt.Sprintf("and %d more", more))
		}
		b.WriteString("</table>>")
		color := view.GroupColor(i + 1)
		f.line("  %s [fontsize=11, label=%s, fillcolor=%s, color=%s, margin=%s];", quote(fmt.Sprint(i)), b.String(), quote(view.Mix(color, f.towards, 0.82)), quote(f.rimOf(color)), quote("0.12,0.1"))
	}
	for _, t := range f.d.Ties {
		f.line("  %s -> %s [dir=none, label=%s, tooltip=%s, penwidth=%.1f, len=3];", quote(fmt.Sprint(t.From)), quote(fmt.Sprint(t.To)), quote(fmt.Sprint(t.Relations)),
			quote(view.Clip(strings.Join(t.Samples, "\n"), longestTooltip)), min(1+float64(t.Relations)/5, 5))
	}
}
