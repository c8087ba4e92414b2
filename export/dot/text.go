package dot

import (
	"fmt"
	"html"
	"strings"
	"unicode/utf8"

	"mandate/export/layout"
	"mandate/export/view"
	"mandate/graph"
)

// quote writes a string that means itself: to Graphviz, in labels too, where a backslash starts an escape, and to gonum,
// which leaves a value alone when Go can unquote it.
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

// legend is the label of the graph as Graphviz's kind of HTML: title, types with their colours, styles of edges, source.
func legend(v *view.View, p *view.Picture) string {
	used := map[string]bool{}
	for _, n := range p.Nodes {
		used[n.Type] = true
	}
	types, _ := v.EntityTypes() // fails only where Picture failed before
	var b strings.Builder
	text := func(s string) string {
		s = strings.ReplaceAll(view.Clip(view.Clean(s), longestLabel), string(utf8.RuneError), string(replacement))
		return html.EscapeString(s)
	}
	b.WriteString(`<<table border="0" cellborder="0" cellspacing="0"><tr><td><table border="0" cellborder="0" cellspacing="6"><tr>`)
	for _, t := range types {
		if used[t.Type] {
			fmt.Fprintf(&b, `<td bgcolor="%s" border="1" color="%s">%s</td>`, view.Mix(t.Color, "#ffffff", 0.82), t.Color, text(t.Label))
		}
	}
	b.WriteString(`<td> </td>`)
	for _, s := range []struct {
		status graph.Status
		sample string
	}{{graph.Asserted, "——"}, {graph.Planned, "– – –"}, {graph.Reported, "· · · · ·"}, {graph.Negated, "✗"}} {
		fmt.Fprintf(&b, `<td>%s %s</td>`, s.sample, s.status)
	}
	fmt.Fprintf(&b, `</tr></table></td></tr><tr><td><b>%s</b></td></tr>`, text(v.Options.Title))
	for _, s := range append(layout.Wrap(p.LeftOut(), 1, 60), p.Source()) {
		if s != "" {
			fmt.Fprintf(&b, `<tr><td><font point-size="11">%s</font></td></tr>`, text(s))
		}
	}
	b.WriteString(`</table>>`)
	return b.String()
}
