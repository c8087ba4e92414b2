package svg

import (
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"

	"mandate/export/layout"
	"mandate/export/view"
	"mandate/graph"
)

// styles writes the style sheet: one class for each entity type and status, light and dark. The classes start with "mg-",
// as a page that holds the picture shares it.
func (d *drawing) styles() {
	types, _ := d.view.EntityTypes() // fails only where Picture failed before
	fmt.Fprint(d.out, "<style>\n"+
		".mg-page{fill:#fff}.mg-text{fill:#1a1a1a}.mg-note{fill:#555}\n"+
		".mg-edge{fill:none;stroke:#767676;stroke-width:1.1}.mg-head{fill:#767676}\n"+
		".mg-planned{stroke-dasharray:7 4}.mg-reported{stroke-dasharray:1.5 4;stroke-linecap:round;stroke-width:1.8}\n"+
		".mg-edge.mg-negated{stroke:#b3261e}.mg-head.mg-negated{fill:#b3261e}.mg-cross{stroke:#b3261e;stroke-width:2}\n"+
		".mg-label{fill:#3d3d3d;stroke:#fff;stroke-width:3;stroke-linejoin:round;paint-order:stroke}.mg-label.mg-negated{fill:#b3261e}\n"+
		".mg-hit{fill:none;stroke:transparent;stroke-width:10}.mg g:hover>.mg-edge{stroke-width:2.4}\n")
	for i, t := range types {
		fmt.Fprintf(d.out, ".mg-t%d{fill:%s;stroke:%s;stroke-width:1.6}\n", i, view.Mix(t.Color, "#ffffff", 0.84), t.Color)
	}
	fmt.Fprint(d.out, "@media (prefers-color-scheme:dark){\n"+
		".mg-page{fill:#16191d}.mg-text{fill:#ececec}.mg-note{fill:#b0b0b0}\n"+
		".mg-edge{stroke:#8b9096}.mg-head{fill:#8b9096}.mg-edge.mg-negated{stroke:#ff8a80}.mg-head.mg-negated{fill:#ff8a80}.mg-cross{stroke:#ff8a80}\n"+
		".mg-label{fill:#c9ccd0;stroke:#16191d}.mg-label.mg-negated{fill:#ff8a80}\n")
	for i, t := range types {
		fmt.Fprintf(d.out, ".mg-t%d{fill:%s;stroke:%s}\n", i, view.Mix(t.Color, "#16191d", 0.7), view.Mix(t.Color, "#ffffff", 0.25))
	}
	fmt.Fprint(d.out, "}\n</style>\n")
}

// class is the style class of an entity type.
func (d *drawing) class(entityType string) string {
	types, _ := d.view.EntityTypes()
	for i, t := range types {
		if t.Type == entityType {
			return "mg-t" + strconv.Itoa(i)
		}
	}
	return "mg-t0" // not reached: Picture shows only types of the view
}

// writeNode writes a box with its name; what is known of the node shows under the pointer.
func (d *drawing) writeNode(i int) {
	n, b, at, size := &d.picture.Nodes[i], &d.boxes[i], d.at[i], d.size[i]
	open, shut := "<g>", "</g>"
	if d.link != nil {
		open, shut = fmt.Sprintf(`<a href="%s">`, escape(d.link(n.Entity.ID))), "</a>"
	}
	tip := fmt.Sprintf("%s (%s)", view.Clean(n.Name), n.Type)
	if len(n.Aliases) > 0 {
		tip += "\nalso: " + view.Clean(strings.Join(n.Aliases, "; "))
	}
	tip += fmt.Sprintf("\nin %d documents, %d mentions, %d relations", n.Documents, n.Mentions, n.Degree)
	fmt.Fprintf(d.out, `%s<title>%s</title><rect class="%s" x="%s" y="%s" width="%s" height="%s" rx="6"/>`, open, escape(tip), d.class(n.Type),
		num(at.X-size.W/2), num(at.Y-size.H/2), num(size.W), num(size.H))
	y := at.Y - float64(len(b.lines))*b.font*leading/2 + b.font*0.93
	fmt.Fprintf(d.out, `<text class="mg-text" font-size="%s" text-anchor="middle">`, num(b.font))
	for k, line := range b.lines {
		fmt.Fprintf(d.out, `<tspan x="%s" y="%s">%s</tspan>`, num(at.X), num(y+float64(k)*b.font*leading), escape(line))
	}
	fmt.Fprintf(d.out, "</text>%s\n", shut)
}

// writeEdge writes a line with its head; the quote shows under the pointer.
func (d *drawing) writeEdge(i int) {
	e, c := &d.picture.Edges[i], d.paths[i].Curve
	t := d.view.RelationType(e.Type)
	status := e.Relation.Status.String()
	open, shut := "<g>", "</g>"
	if d.edge != nil {
		open, shut = fmt.Sprintf(`<a href="%s">`, escape(d.edge(e.RelationKey))), "</a>"
	}
	st := e.Best()
	tip := fmt.Sprintf("%s → %s → %s (%s)\n“%s”\n%s", d.name(d.links[i].From), view.Clean(t.Label), d.name(d.links[i].To), st.Status,
		view.PlainQuote(&st.Evidence), view.Clean(view.Place(&st.Evidence)))
	if n := len(e.Statements); n > 1 {
		tip += fmt.Sprintf(", and %d more", n-1)
	}
	path := fmt.Sprintf("M%s %sC%s %s %s %s %s %s", num(c[0].X), num(c[0].Y), num(c[1].X), num(c[1].Y), num(c[2].X), num(c[2].Y), num(c[3].X), num(c[3].Y))
	fmt.Fprintf(d.out, `%s<title>%s</title><path class="mg-hit" d="%s"/><path class="mg-edge mg-%s" d="%s"/>`, open, escape(tip), path, status, path)
	if !t.Symmetric {
		fmt.Fprintf(d.out, `<path class="mg-head mg-%s" d="%s"/>`, status, arrow(c))
	}
	if e.Relation.Status == graph.Negated {
		// Near the start, where the label never stands.
		m := layout.Point{X: c[0].X + (c[1].X-c[0].X)*0.3, Y: c[0].Y + (c[1].Y-c[0].Y)*0.3}
		fmt.Fprintf(d.out, `<path class="mg-cross" d="M%s %sl8 8m0 -8l-8 8"/>`, num(m.X-4), num(m.Y-4))
	}
	fmt.Fprintf(d.out, "%s\n", shut)
}

func (d *drawing) name(i int) string { return view.Clip(view.Clean(d.picture.Nodes[i].Name), longest) }

// arrow is the outline of a head at the end of a curve.
func arrow(c [4]layout.Point) string {
	dx, dy := c[3].X-c[2].X, c[3].Y-c[2].Y
	length := math.Hypot(dx, dy)
	if length < 1e-6 {
		dx, dy, length = c[3].X-c[0].X, c[3].Y-c[0].Y, math.Hypot(c[3].X-c[0].X, c[3].Y-c[0].Y)
	}
	if length < 1e-6 {
		dx, dy, length = 0, 1, 1
	}
	dx, dy = dx/length, dy/length
	const long, half = 8.0, 3.2
	return fmt.Sprintf("M%s %sL%s %sL%s %sZ", num(c[3].X), num(c[3].Y), num(c[3].X-dx*long-dy*half), num(c[3].Y-dy*long+dx*half),
		num(c[3].X-dx*long+dy*half), num(c[3].Y-dy*long-dx*half))
}

// writeLabel writes the label of an edge where there was room for it; the pointer reaches the line through it.
func (d *drawing) writeLabel(i int) {
	if !d.paths[i].Labelled {
		return
	}
	p := d.paths[i].Label
	fmt.Fprintf(d.out, `<text class="mg-label mg-%s" x="%s" y="%s" font-size="%s" text-anchor="middle" pointer-events="none">%s</text>`+"\n",
		labelClass(d.picture.Edges[i].Relation.Status), num(p.X), num(p.Y+labelFont*0.35), num(labelFont), escape(d.labels[i]))
}

// labelClass keeps the dashes of lines off the letters.
func labelClass(s graph.Status) string {
	if s == graph.Negated {
		return s.String()
	}
	return "plain"
}

// num writes a coordinate to a tenth of a pixel.
func num(f float64) string {
	s := strconv.FormatFloat(math.Round(f*10)/10, 'f', -1, 64)
	if s == "-0" {
		return "0"
	}
	return s
}

// escape writes a text as XML, for content or an attribute.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	return b.String()
}
