package picture

import (
	"fmt"
	"maps"
	"slices"

	"mandate/export/diagram"
	"mandate/export/layout"
	"mandate/export/scene"
	"mandate/export/view"
	"mandate/graph"
)

// legendItem is a sample with its word; draw gives the shapes of the sample in a row 19 high, from x on.
type legendItem struct {
	width float64 // of the sample
	text  string
	draw  func(x float64) []scene.Shape
	inBox bool // the word stands in the sample
}

const legendRow = 25.0

// legend is what colours and lines mean, what is left out, and what the picture is made from.
func (w *drawing) legend(width float64) (shapes []scene.Shape, height float64) {
	x, y := 0.0, 0.0
	for _, it := range w.legendItems() {
		full := it.width + 8 + layout.TextWidth(it.text, legendFont)
		if it.inBox {
			full = layout.TextWidth(it.text, legendFont) + 2*padX
		}
		if x > 0 && x+full > width {
			x, y = 0, y+legendRow
		}
		at := layout.Point{X: x, Y: y}
		for _, sh := range it.draw(full) {
			shapes = append(shapes, move(sh, at))
		}
		tx := x + it.width + 8
		if it.inBox {
			tx = x + padX
		}
		shapes = append(shapes, scene.Text{X: tx, Y: y + 13.8, S: it.text, Size: legendFont, Ink: text})
		x += full + 16
	}
	if x > 0 {
		y += legendRow + 4
	}
	for _, n := range w.d.Notes(w.notes...) {
		for _, line := range layout.Wrap(n, legendFont, width) {
			shapes = append(shapes, scene.Text{X: 0, Y: y + legendFont*0.9, S: line, Size: legendFont, Ink: note})
			y += legendFont * 1.4
		}
	}
	return shapes, y
}

// legendItems are the types and statuses that the picture has.
func (w *drawing) legendItems() []legendItem {
	var items []legendItem
	types, _ := w.view.EntityTypes() // Draw has read them
	for _, t := range types {
		if !w.used[t.Type] {
			continue
		}
		p := w.typePaint(t.Type)
		items = append(items, legendItem{text: view.Clip(view.Clean(t.Label), 60), inBox: true, draw: func(full float64) []scene.Shape {
			return []scene.Shape{scene.Rect{W: full, H: 19, R: 5, Paint: p}}
		}})
	}
	items = append(items, w.groupItems()...)
	items = append(items, w.extra...)
	for _, s := range view.Statuses {
		if !w.status[s.Status] {
			continue
		}
		items = append(items, legendItem{width: 32, text: fmt.Sprintf("%s: %s", s.Status, s.Meaning), draw: func(float64) []scene.Shape {
			if w.d.Form == diagram.Table { // there, tiles bear the status
				return codeTile("", false, s.Status, 6.5, 1, 19, 17)[:1]
			}
			shapes := []scene.Shape{scene.Path{Points: scene.Line(layout.Point{Y: 9.5}, layout.Point{X: 32, Y: 9.5}), Paint: statusPaint(s.Status)}}
			if s.Status == graph.Negated {
				shapes = append(shapes, cross(layout.Point{X: 16, Y: 9.5})...)
			}
			return shapes
		}})
	}
	return items
}

// groupItems are the groups that boxes have the colour of, the largest first; those that share the grey are one item.
func (w *drawing) groupItems() []legendItem {
	var items []legendItem
	add := func(words string, p scene.Paint) {
		items = append(items, legendItem{text: view.Clip(view.Clean(words), 60), inBox: true, draw: func(full float64) []scene.Shape {
			return []scene.Shape{scene.Rect{W: full, H: 19, R: 5, Paint: p}}
		}})
	}
	rest := 0
	for _, number := range slices.Sorted(maps.Keys(w.groups)) {
		name := w.groups[number]
		if name == "" {
			name = fmt.Sprintf("group %d", number)
		}
		if number < 1 || number > view.GroupHues {
			rest++
			continue
		}
		add(name, groupPaint(number))
	}
	if rest > 0 {
		add(count(rest, "smaller group"), groupPaint(0))
	}
	return items
}

// cross is the mark of a negated line.
func cross(at layout.Point) []scene.Shape {
	p := scene.Paint{Stroke: negated, Width: 2}
	return []scene.Shape{
		scene.Path{Points: scene.Line(layout.Point{X: at.X - 4, Y: at.Y - 4}, layout.Point{X: at.X + 4, Y: at.Y + 4}), Paint: p},
		scene.Path{Points: scene.Line(layout.Point{X: at.X - 4, Y: at.Y + 4}, layout.Point{X: at.X + 4, Y: at.Y - 4}), Paint: p},
	}
}
