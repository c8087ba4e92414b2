// Package svg draws a picture of a graph as SVG, with a layout of our own and no external program: the most central nodes,
// coloured by type, and the edges between them with their labels. It turns dark where the reader's system is.
package svg

import (
	"bufio"
	"fmt"
	"io"
	"math"

	"mandate/export/layout"
	"mandate/export/view"
	"mandate/graph"
)

// Write draws the graph as a file of its own.
func Write(w io.Writer, g graph.Reader, opt view.Options) error {
	v, err := view.New(g, opt)
	if err != nil {
		return err
	}
	p, err := v.Picture()
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"); err != nil {
		return err
	}
	return draw(w, v, p, drawing{title: true})
}

// Fragment draws the picture for the middle of an HTML page: without title, and with nodes and edges that lead to link(id)
// and edge(key), fragments of the page such as "#n12".
func Fragment(w io.Writer, v *view.View, p *view.Picture, link func(graph.EntityID) string, edge func(graph.RelationKey) string) error {
	return draw(w, v, p, drawing{link: link, edge: edge})
}

// drawing is a picture on its way to the page.
type drawing struct {
	title bool
	link  func(graph.EntityID) string
	edge  func(graph.RelationKey) string

	view    *view.View
	picture *view.Picture
	boxes   []box
	size    []layout.Size
	at      []layout.Point
	whole   layout.Size
	links   []layout.Link
	labels  []string
	paths   []layout.Path
	out     *bufio.Writer // keeps its first error
}

// box is a node with its text.
type box struct {
	lines []string
	font  float64
}

// Sizes in pixels; at 96 to the inch a sheet of A4 on its side is 1,123 wide.
const (
	smallFont  = 11.0 // of the least central node
	largeFont  = 15.0 // of the most central one
	labelFont  = 9.5
	legendFont = 12.0
	leading    = 1.2  // line height by font size
	padX, padY = 9, 5 // between text and border of a box
	margin     = 24.0
	narrowest  = 640.0
	longest    = 200 // characters of a name; the whole name is in the text that shows under the pointer
)

func draw(w io.Writer, v *view.View, p *view.Picture, d drawing) error {
	d.view, d.picture, d.out = v, p, bufio.NewWriterSize(w, 1<<16)
	d.measure()
	d.at, d.whole = layout.Place(d.size, d.links, layout.Options{})
	d.paths = layout.Route(d.size, d.at, d.links)
	d.whole = layout.Fit(d.at, d.paths, d.whole)
	d.page()
	return d.out.Flush()
}

// measure wraps the names and sizes boxes and labels.
func (d *drawing) measure() {
	index := map[graph.EntityID]int{}
	most := 1
	for i, n := range d.picture.Nodes {
		index[n.Entity.ID] = i
		most = max(most, n.Degree)
	}
	for _, n := range d.picture.Nodes {
		b := box{font: smallFont + (largeFont-smallFont)*math.Sqrt(float64(n.Degree)/float64(most))}
		b.font = math.Round(b.font*2) / 2
		b.lines = layout.Wrap(view.Clip(view.Clean(n.Name), longest), b.font, 11*b.font)
		size := layout.Size{W: 24, H: float64(len(b.lines))*b.font*leading + 2*padY}
		for _, line := range b.lines {
			size.W = max(size.W, layout.TextWidth(line, b.font)+2*padX)
		}
		d.boxes, d.size = append(d.boxes, b), append(d.size, size)
	}
	for i := range d.picture.Edges {
		e := &d.picture.Edges[i]
		label := view.Clip(view.Clean(d.view.RelationType(e.Type).Label), 60)
		if e.Relation.Status == graph.Negated {
			label = "not: " + label
		}
		d.labels = append(d.labels, label)
		d.links = append(d.links, layout.Link{
			From: index[e.Subject], To: index[e.Object],
			Label: layout.Size{W: layout.TextWidth(label, labelFont) + 4, H: labelFont * leading},
		})
	}
}

// page writes the whole picture: frame, styles, title, edges below nodes, labels above both, legend.
func (d *drawing) page() {
	width := max(d.whole.W, narrowest) + 2*margin
	top := margin
	title := view.Clip(view.Clean(d.view.Options.Title), longest)
	if d.title {
		top += 34
		width = max(width, layout.TextWidth(title, 20)*1.12+2*margin)
	}
	legend := d.legend(width - 2*margin)
	height := top + d.whole.H + margin + legend.height + margin
	fmt.Fprintf(d.out, `<svg xmlns="http://www.w3.org/2000/svg" class="mg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" role="img" `+
		`font-family="Helvetica, Arial, 'Liberation Sans', sans-serif">`+"\n", width, height, width, height)
	fmt.Fprintf(d.out, "<title>%s</title>\n", escape(title))
	d.styles()
	fmt.Fprintf(d.out, `<rect class="mg-page" width="%.0f" height="%.0f"/>`+"\n", width, height)
	if d.title {
		fmt.Fprintf(d.out, `<text class="mg-text" x="%.0f" y="%.0f" font-size="20" font-weight="bold">%s</text>`+"\n", margin, margin+14, escape(title))
	}
	left := (width - d.whole.W) / 2
	fmt.Fprintf(d.out, `<g transform="translate(%s,%s)">`+"\n", num(left), num(top))
	for i := range d.paths {
		d.writeEdge(i)
	}
	for i := range d.boxes {
		d.writeNode(i)
	}
	for i := range d.paths {
		d.writeLabel(i)
	}
	fmt.Fprint(d.out, "</g>\n")
	legend.write(d.out, margin, top+d.whole.H+margin)
	fmt.Fprint(d.out, "</svg>\n")
}
