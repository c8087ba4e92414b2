package picture

import (
	"fmt"
	"math"
	"time"

	"mandate/export/diagram"
	"mandate/export/layout"
	"mandate/export/scene"
	"mandate/export/view"
	"mandate/graph"
)

// Sizes of a timeline in pixels.
const (
	eventFont  = 11.0
	eventHigh  = 21.0
	axisWide   = 460.0
	dateWide   = 140.0
	eventWidth = 560.0 // widest text of a statement
)

// calendar draws statements in rows, by date: the date, a mark on the axis of time, and what is said.
func (w *drawing) calendar() layout.Size {
	events := w.d.Events
	if len(events) == 0 {
		return layout.Size{}
	}
	first, last := math.MaxInt, math.MinInt
	for i := range events {
		a, b := span(&events[i])
		first, last = min(first, a), max(last, b)
	}
	ticks := years(first, last)
	first, last = min(first, ticks[0].day), max(last, ticks[len(ticks)-1].day)
	x := func(day int) float64 {
		return dateWide + 10 + (axisWide-20)*(float64(day-first)+0.5)/(float64(last-first)+1)
	}
	const top = 24.0
	right := dateWide + axisWide + 16
	y := top
	lines := make([][]string, len(events))
	for i := range events {
		lines[i] = layout.Wrap(w.sentence(&events[i]), eventFont, eventWidth)
		for _, s := range lines[i] {
			right = max(right, dateWide+axisWide+16+layout.TextWidth(s, eventFont))
		}
	}
	for i := range events {
		h := rowHigh(lines[i])
		if i%2 == 0 {
			w.shapes = append(w.shapes, scene.Rect{X: 0, Y: y, W: right + 6, H: h, Paint: scene.Paint{Fill: band}})
		}
		y += h
	}
	bottom := y
	end := -math.MaxFloat64
	for _, t := range ticks {
		at := x(t.day)
		w.shapes = append(w.shapes, scene.Path{Points: scene.Line(layout.Point{X: at, Y: top}, layout.Point{X: at, Y: bottom}), Paint: scene.Paint{Stroke: rule, Width: 1}})
		half := layout.TextWidth(t.label, labelFont+1) / 2
		if at-half > end {
			w.shapes = append(w.shapes, scene.Text{X: at, Y: top - 8, S: t.label, Size: labelFont + 1, Anchor: scene.Middle, Ink: note})
			end = at + half + 6
		}
	}
	y = top
	for i := range events {
		h := rowHigh(lines[i])
		w.event(&events[i], lines[i], x, y, h)
		y += h
	}
	w.extra = append(w.extra, markLegend(true), markLegend(false))
	return layout.Size{W: right + 6, H: bottom}
}

func rowHigh(lines []string) float64 {
	return max(eventHigh, float64(len(lines))*eventFont*leading+8)
}

// span is the first and the last day of an event. A date without a day is a stretch of time.
func span(ev *diagram.Event) (from, to int) {
	from, _ = diagram.Day(ev.From, false)
	to, _ = diagram.Day(ev.From, true)
	if ev.To != "" {
		to, _ = diagram.Day(ev.To, true)
	}
	return from, max(from, to)
}

// sentence says an event in words.
func (w *drawing) sentence(ev *diagram.Event) string {
	verb := view.Clean(w.view.RelationType(ev.Edge.Type).Label)
	return fmt.Sprintf("%s — %s — %s", name(ev.Subject.Name), verb, name(ev.Object.Name))
}

func (w *drawing) event(ev *diagram.Event, lines []string, x func(int) float64, y, h float64) {
	status := ev.Edge.Relation.Status
	w.status[status] = true
	w.used[ev.Subject.Type], w.used[ev.Object.Type] = true, true
	g := scene.Group{Tip: w.edgeTip(&ev.Edge, ev.Subject.Name, ev.Object.Name)}
	if w.opt.Edge != nil {
		g.Href = w.opt.Edge(ev.Edge.RelationKey)
	}
	date := ev.When()
	mid := y + h/2
	base := mid + eventFont*0.35 - float64(len(lines)-1)*eventFont*leading/2
	p := w.typePaint(ev.Subject.Type)
	from, to := span(ev)
	g.Shapes = append(g.Shapes, scene.Text{X: dateWide - 12, Y: mid + eventFont*0.35, S: date, Size: eventFont, Anchor: scene.End, Ink: note})
	g.Shapes = append(g.Shapes, mark(x(from), x(to), mid, ev.Stated, p, status == graph.Planned)...)
	ink := text
	if status == graph.Negated {
		ink = negated
	}
	for k, s := range lines {
		g.Shapes = append(g.Shapes, scene.Text{X: dateWide + axisWide + 10, Y: base + float64(k)*eventFont*leading, S: s, Size: eventFont, Strike: status == graph.Negated, Ink: ink})
	}
	w.shapes = append(w.shapes, g)
}

// mark is a point or a stretch on the axis: full where the date is stated, with a dashed rim where what is said is planned.
func mark(from, to, y float64, stated bool, p scene.Paint, planned bool) []scene.Shape {
	const half = 4.5
	q := scene.Paint{Fill: p.Stroke, Stroke: p.Stroke, Width: 1.5}
	if !stated {
		q.Fill = paper
	}
	if planned {
		q.Dash = scene.Fine
		if stated {
			q.Fill = p.Fill
		}
	}
	return []scene.Shape{scene.Rect{X: from - half, Y: y - half, W: to - from + 2*half, H: 2 * half, R: half, Paint: q}}
}

func markLegend(stated bool) legendItem {
	words := "date of the document"
	if stated {
		words = "date stated"
	}
	p := scene.Paint{Stroke: line}
	return legendItem{width: 10, text: words, draw: func(float64) []scene.Shape { return mark(4.5, 4.5, 9.5, stated, p, false) }}
}

// tick is a line on the axis.
type tick struct {
	day   int
	label string
}

// mostTicks is how many lines the axis has at most.
const mostTicks = 10

// years are the lines on the axis: beginnings of years, or of months where there are few years.
func years(first, last int) []tick {
	date := func(day int) time.Time { return time.Unix(int64(day)*86400, 0).UTC() }
	day := func(t time.Time) int { return int(math.Floor(float64(t.Unix()) / 86400)) }
	months := 1
	steps := []int{1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000}
	for _, months = range steps {
		if float64(last-first)/30.44/float64(months) <= mostTicks-1 {
			break
		}
	}
	start := date(first)
	n := (start.Year()*12 + int(start.Month()) - 1) / months * months
	var ticks []tick
	for {
		t := time.Date(n/12, time.Month(n%12+1), 1, 0, 0, 0, 0, time.UTC)
		label := fmt.Sprint(t.Year())
		if months < 12 {
			label = t.Format("Jan 2006")
		}
		ticks = append(ticks, tick{day(t), label})
		if day(t) >= last {
			return ticks
		}
		n += months
	}
}
