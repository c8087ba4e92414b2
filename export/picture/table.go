package picture

import (
	"fmt"
	"math"

	"mandate/export/diagram"
	"mandate/export/layout"
	"mandate/export/scene"
	"mandate/export/view"
	"mandate/graph"
)

// Sizes of a table in pixels.
const (
	tableFont  = 11.0
	codeFont   = 10.0
	cellWide   = 30.0
	cellHigh   = 24.0
	rowNameMax = 260.0 // width of a row's name
	headMax    = 150.0 // height of a column's name
	headMore   = 240.0 // of one that would take more than three lines
)

// table draws a matrix: names of rows on the left, names of columns running upwards above them, a letter in each cell.
func (w *drawing) table() layout.Size {
	m := w.d.Matrix
	if m == nil {
		return layout.Size{}
	}
	rows, left := make([][]string, len(m.Rows)), 0.0
	for i, ent := range m.Rows {
		rows[i] = layout.Wrap(name(ent.Name), tableFont, rowNameMax)
		for _, s := range rows[i] {
			left = max(left, layout.TextWidth(s, tableFont))
		}
	}
	cols, top := make([][]string, len(m.Columns)), 0.0
	for j, ent := range m.Columns {
		cols[j] = headLines(ent.Name)
		for _, s := range cols[j] {
			top = max(top, layout.TextWidth(s, tableFont))
		}
	}
	left, top = left+14, top+16
	wide := make([]float64, len(m.Columns)) // of each column: as many codes as its fullest cell
	x := make([]float64, len(m.Columns)+1)
	x[0] = left
	for j := range m.Columns {
		wide[j] = max(cellWide, float64(len(cols[j]))*tableFont*leading+8)
		for i := range m.Rows {
			wide[j] = max(wide[j], float64(len(m.Cells[i][j]))*22+8)
		}
		x[j+1] = x[j] + wide[j]
	}
	height := func(lines []string) float64 { return max(cellHigh, float64(len(lines))*tableFont*leading+8) }
	y := top
	right := x[len(m.Columns)]
	for i := range m.Rows {
		h := height(rows[i])
		if i%2 == 0 {
			w.shapes = append(w.shapes, scene.Rect{X: 0, Y: y, W: right, H: h, Paint: scene.Paint{Fill: band}})
		}
		y += h
	}
	bottom := y
	for j, ent := range m.Columns {
		w.columnHead(ent, cols[j], x[j], wide[j], top)
		w.shapes = append(w.shapes, scene.Path{Points: scene.Line(layout.Point{X: x[j], Y: top}, layout.Point{X: x[j], Y: bottom}), Paint: scene.Paint{Stroke: rule, Width: 1}})
	}
	y = top
	for i, ent := range m.Rows {
		h := height(rows[i])
		w.rowHead(ent, rows[i], y, h, left)
		for j := range m.Columns {
			w.cell(m, i, j, x[j], y, wide[j], h)
		}
		y += h
	}
	w.codeLegend(m)
	return layout.Size{W: right, H: bottom}
}

// headLines wraps the name of a column: more than three lines become longer ones, as far as the sheet bears them.
func headLines(s string) []string {
	lines := layout.Wrap(name(s), tableFont, headMax)
	if len(lines) > 3 {
		lines = layout.Wrap(name(s), tableFont, headMore)
	}
	return lines
}

func (w *drawing) group(ent graph.Entity, shapes ...scene.Shape) {
	g := scene.Group{Tip: entityTip(ent, ""), Shapes: shapes}
	if w.opt.Node != nil {
		g.Href = w.opt.Node(ent.ID)
	}
	w.shapes = append(w.shapes, g)
}

// columnHead is a name that runs upwards, over a bar in the colour of its type.
func (w *drawing) columnHead(ent graph.Entity, lines []string, x, wide, top float64) {
	w.used[ent.Type] = true
	p := w.typePaint(ent.Type)
	shapes := []scene.Shape{scene.Rect{X: x + 3, Y: top - 7, W: wide - 6, H: 4, R: 2, Paint: scene.Paint{Fill: p.Stroke}}}
	mid := x + wide/2 - float64(len(lines)-1)*tableFont*leading/2
	for k, s := range lines {
		shapes = append(shapes, scene.Text{X: mid + float64(k)*tableFont*leading + tableFont*0.35, Y: top - 12, S: s, Size: tableFont, Up: true, Ink: text})
	}
	w.group(ent, shapes...)
}

func (w *drawing) rowHead(ent graph.Entity, lines []string, y, h, left float64) {
	w.used[ent.Type] = true
	p := w.typePaint(ent.Type)
	shapes := []scene.Shape{scene.Rect{X: left - 7, Y: y + 3, W: 4, H: h - 6, R: 2, Paint: scene.Paint{Fill: p.Stroke}}}
	base := y + h/2 - float64(len(lines)-1)*tableFont*leading/2 + tableFont*0.35
	for k, s := range lines {
		shapes = append(shapes, scene.Text{X: left - 12, Y: base + float64(k)*tableFont*leading, S: s, Size: tableFont, Anchor: scene.End, Ink: text})
	}
	w.group(ent, shapes...)
}

// cell draws the codes of the edges in a cell: filled where the row leads, dashed where it is planned, struck where it is
// denied.
func (w *drawing) cell(m *diagram.Matrix, i, j int, x, y, wide, h float64) {
	edges := m.Cells[i][j]
	const tile, high = 19.0, 17.0
	step := min(22.0, (wide-4)/float64(max(len(edges), 1)))
	start := x + wide/2 - step*float64(len(edges)-1)/2
	for k := range edges {
		e := &edges[k]
		w.status[e.Relation.Status] = true
		g := scene.Group{Tip: w.edgeTip(e, m.Rows[i].Name, m.Columns[j].Name)}
		if w.opt.Edge != nil {
			g.Href = w.opt.Edge(e.RelationKey)
		}
		g.Shapes = codeTile(codeOf(m, e.Type), e.Type == diagram.Leads, e.Relation.Status, start+step*float64(k)-tile/2, y+(h-high)/2, tile, high)
		w.shapes = append(w.shapes, g)
	}
}

func codeOf(m *diagram.Matrix, relationType string) string {
	for _, c := range m.Codes {
		if c.Type == relationType {
			return c.Letter
		}
	}
	return "?"
}

// codeTile is the letter of a relation in a cell or legend.
func codeTile(letter string, lead bool, s graph.Status, x, y, wide, high float64) []scene.Shape {
	p := scene.Paint{Fill: weak}
	k := text
	if lead {
		p.Fill, k = strong, onHard
	}
	if s != graph.Asserted {
		q := statusPaint(s)
		p.Fill, p.Stroke, p.Width, p.Dash = paper, strong, 1.3, q.Dash
		k = text
		if s == graph.Negated {
			p.Stroke, k = negated, negated
		}
	}
	return []scene.Shape{
		scene.Rect{X: x, Y: y, W: wide, H: high, R: 3, Paint: p},
		scene.Text{X: x + wide/2, Y: y + high/2 + codeFont*0.36, S: letter, Size: codeFont, Anchor: scene.Middle, Bold: lead, Strike: s == graph.Negated, Ink: k},
	}
}

// codeLegend says what the letters mean.
func (w *drawing) codeLegend(m *diagram.Matrix) {
	for _, c := range m.Codes {
		w.extra = append(w.extra, legendItem{width: 19, text: view.Clip(c.Label, 60), draw: func(float64) []scene.Shape {
			return codeTile(c.Letter, c.Type == diagram.Leads, graph.Asserted, 0, 1, 19, 17)
		}})
	}
}

// Sizes of lanes in pixels.
const (
	laneFont  = 11.5
	laneBox   = 190.0 // widest text of an actor
	laneThing = 180.0
	portStep  = 11.0 // between the ends of lines at a thing
	laneGap   = 92.0 // for the words between
)

// lanes draws a lane for each thing: its leads on the left, the thing in the middle, the others on the right.
func (w *drawing) lanes() layout.Size {
	type column struct {
		boxes []box
		ents  []graph.Entity
		edges []*view.Edge
		more  int
		wide  float64
	}
	names := view.Names{View: w.view}
	fill := func(edges []view.Edge, more int) column {
		c := column{more: more}
		for i := range edges {
			ent, _, err := names.Ends(edges[i].RelationKey)
			if err != nil {
				continue // the diagram has read it
			}
			b := newBox(ent.Name, laneFont, laneBox)
			c.boxes, c.ents, c.edges = append(c.boxes, b), append(c.ents, ent), append(c.edges, &edges[i])
			c.wide = max(c.wide, b.size.W)
		}
		return c
	}
	words := 0.0
	leadWide, thingWide, supWide := 100.0, 0.0, 100.0
	sides := make([][2]column, len(w.d.Lanes))
	things := make([]box, len(w.d.Lanes))
	for i := range w.d.Lanes {
		l := &w.d.Lanes[i]
		sides[i] = [2]column{fill(l.Lead, l.MoreLead), fill(l.Support, l.MoreSup)}
		things[i] = newBox(l.Thing.Name, laneFont+1, laneThing)
		things[i].size.H = max(things[i].size.H, float64(max(len(l.Lead), len(l.Support)))*portStep+8)
		leadWide, supWide = max(leadWide, sides[i][0].wide), max(supWide, sides[i][1].wide)
		thingWide = max(thingWide, things[i].size.W)
		for _, side := range sides[i] {
			for _, e := range side.edges {
				words = max(words, layout.TextWidth(w.view.RelationType(e.Type).Label, labelFont))
			}
		}
	}
	if len(w.d.Lanes) == 0 {
		return layout.Size{}
	}
	gap := max(laneGap, words+50)
	x := [3]float64{12, 12 + leadWide + gap, 12 + leadWide + gap + thingWide + gap} // left edges
	whole := x[2] + supWide + 12
	for k, head := range []string{"Leads", "", "Supports"} {
		if head != "" {
			w.shapes = append(w.shapes, scene.Text{X: x[k], Y: 12, S: head, Size: 13, Bold: true, Ink: note})
		}
	}
	y := 22.0
	for i := range w.d.Lanes {
		l := &w.d.Lanes[i]
		high := things[i].size.H
		for _, side := range sides[i] {
			sum := 0.0
			for _, b := range side.boxes {
				sum += b.size.H + 6
			}
			if side.more > 0 {
				sum += 18
			}
			high = max(high, sum-6)
		}
		high += 20
		if i%2 == 0 {
			w.shapes = append(w.shapes, scene.Rect{X: 0, Y: y, W: whole, H: high, R: 4, Paint: scene.Paint{Fill: band}})
		}
		middle := layout.Point{X: x[1] + thingWide/2, Y: y + high/2}
		thing := things[i]
		thing.size.W = thingWide
		for s, side := range sides[i] {
			w.laneSide(side.boxes, side.ents, side.edges, side.more, s == 0, x[2*s], leadWide, middle, thing.size)
		}
		w.shapes = append(w.shapes, w.drawBox(l.Thing, thing, middle, entityTip(l.Thing, ""), false))
		y += high
	}
	return layout.Size{W: whole, H: y}
}

// laneSide draws the actors on one side of a lane with their lines to the thing.
func (w *drawing) laneSide(boxes []box, ents []graph.Entity, edges []*view.Edge, more int, left bool, x, wide float64, thing layout.Point, size layout.Size) {
	sum := 0.0
	for _, b := range boxes {
		sum += b.size.H + 6
	}
	if more > 0 {
		sum += 18
	}
	y := thing.Y - (sum-6)/2
	step := min(portStep, (size.H-8)/float64(max(len(boxes)-1, 1)))
	for k, b := range boxes {
		at := layout.Point{X: x + b.size.W/2, Y: y + b.size.H/2}
		port := thing.Y + (float64(k)-float64(len(boxes)-1)/2)*step
		start, end := layout.Point{X: at.X - b.size.W/2, Y: at.Y}, layout.Point{X: thing.X + size.W/2, Y: port}
		if left {
			at.X = x + wide - b.size.W/2
			start, end = layout.Point{X: at.X + b.size.W/2, Y: at.Y}, layout.Point{X: thing.X - size.W/2, Y: port}
		}
		// Level beside the actor, where its word stands, then in a bow to the thing.
		label := view.Clip(view.Clean(w.view.RelationType(edges[k].Type).Label), 60)
		room := layout.TextWidth(label, labelFont) + 16
		if !left {
			room = -room
		}
		knee := layout.Point{X: start.X + room, Y: start.Y}
		mid := (knee.X + end.X) / 2
		curve := append(scene.Line(start, knee), layout.Point{X: mid, Y: knee.Y}, layout.Point{X: mid, Y: end.Y}, end)
		w.shapes = append(w.shapes, w.drawEdge(edges[k], curve, curveLength(curve)-math.Abs(room), w.edgeTip(edges[k], ents[k].Name, "")))
		w.shapes = append(w.shapes, w.drawBox(ents[k], b, at, entityTip(ents[k], ""), false))
		w.shapes = append(w.shapes, edgeLabel(layout.Point{X: (start.X + knee.X) / 2, Y: start.Y}, label, edges[k].Relation.Status))
		y += b.size.H + 6
	}
	if more > 0 {
		t := scene.Text{X: x, Y: y + 11, S: fmt.Sprintf("and %d more", more), Size: labelFont + 1, Ink: note}
		if left {
			t.X, t.Anchor = x+wide, scene.End
		}
		w.shapes = append(w.shapes, t)
	}
}
