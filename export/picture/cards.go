package picture

import (
	"fmt"
	"math"
	"strings"

	"mandate/export/diagram"
	"mandate/export/layout"
	"mandate/export/scene"
	"mandate/export/view"
)

// Sizes of the cards of communities in pixels.
const (
	cardFont = 11.0
	cardHead = 12.5
	cardWide = 200.0 // widest line
	cardGap  = 34.0  // between cards: a number on a line has room, and the line is seen
)

// cards draws communities as boxes with their members, and how many relations join them.
func (w *drawing) cards() layout.Size {
	if len(w.d.Cards) == 0 {
		return layout.Size{}
	}
	texts := make([][]scene.Text, len(w.d.Cards)) // relative to the corner
	g := &graphic{size: make([]layout.Size, len(w.d.Cards)), boxes: make([]box, len(w.d.Cards))}
	for i := range w.d.Cards {
		texts[i], g.size[i] = cardTexts(&w.d.Cards[i])
	}
	heaviest := 1
	for _, t := range w.d.Ties {
		words := fmt.Sprint(t.Relations)
		g.links = append(g.links, layout.Link{From: t.From, To: t.To, Label: layout.Size{W: layout.TextWidth(words, labelFont+1) + 6, H: (labelFont + 1) * leading}})
		g.labels = append(g.labels, words)
		heaviest = max(heaviest, t.Relations)
	}
	g.force(layout.Options{Seed: w.opt.Seed, Step: bareStep, Gap: cardGap})
	for i, t := range w.d.Ties {
		p := scene.Paint{Stroke: line, Width: 1 + 5*math.Sqrt(float64(t.Relations-1)/float64(heaviest))}
		tip := fmt.Sprintf("%s between %s and %s, such as\n%s", count(t.Relations, "relation"), view.Clean(w.d.Cards[t.From].Name), view.Clean(w.d.Cards[t.To].Name), strings.Join(t.Samples, "\n"))
		w.shapes = append(w.shapes, scene.Group{Tip: tip, Shapes: []scene.Shape{scene.Path{Points: g.paths[i].Curve, Hit: true, Paint: p}}})
	}
	for i := range w.d.Cards {
		w.card(i, texts[i], g.at[i], g.size[i])
	}
	for i, p := range g.paths {
		if p.Labelled {
			w.shapes = append(w.shapes, scene.Text{X: p.Label.X, Y: p.Label.Y + (labelFont+1)*0.35, S: g.labels[i], Size: labelFont + 1, Anchor: scene.Middle, Halo: true, Ink: label})
		}
	}
	if n := g.unlabelled(); n > 0 {
		w.notes = append(w.notes, fmt.Sprintf("Lines without a number (%d) had no room for one; in the SVG, point at a line to read it.", n))
	}
	return g.whole
}

// card draws one community.
func (w *drawing) card(i int, texts []scene.Text, at layout.Point, size layout.Size) {
	c := &w.d.Cards[i]
	p := groupPaint(i + 1)
	corner := layout.Point{X: at.X - size.W/2, Y: at.Y - size.H/2}
	group := scene.Group{Tip: fmt.Sprintf("%s\n%s, %s between them", view.Clean(c.Name), count(c.Size, "node"), count(c.Inside, "relation"))}
	group.Shapes = append(group.Shapes, scene.Rect{X: corner.X, Y: corner.Y, W: size.W, H: size.H, R: 9, Paint: p})
	for _, t := range texts {
		group.Shapes = append(group.Shapes, move(t, corner))
	}
	w.shapes = append(w.shapes, group)
}

// cardTexts are the lines of a card, and its extent.
func cardTexts(c *diagram.Community) ([]scene.Text, layout.Size) {
	var texts []scene.Text
	y, wide := 8.0, 60.0
	add := func(s string, font float64, bold bool, ink scene.Ink) {
		y += font
		texts = append(texts, scene.Text{X: 12, Y: y, S: s, Size: font, Bold: bold, Ink: ink})
		width := layout.TextWidth(s, font)
		if bold {
			width = layout.BoldWidth(s, font)
		}
		wide = max(wide, width)
		y += font * 0.28
	}
	for _, s := range layout.Wrap(view.Clip(view.Clean(c.Name), longest), cardHead*1.08, cardWide) {
		add(s, cardHead, true, text)
	}
	about := count(c.Size, "node")
	if c.Issue != "" {
		about += ", on " + view.Clip(view.Clean(c.Issue), 60)
	}
	for _, s := range layout.Wrap(about, cardFont, cardWide) {
		add(s, cardFont, false, note)
	}
	y += 4
	for _, ent := range c.Central {
		for k, s := range layout.Wrap(name(ent.Name), cardFont, cardWide-10) {
			if k == 0 {
				s = "• " + s
			} else {
				s = "   " + s
			}
			add(s, cardFont, false, text)
		}
	}
	if more := c.Size - len(c.Central); more > 0 {
		add(fmt.Sprintf("and %d more", more), cardFont, false, note)
	}
	return texts, layout.Size{W: wide + 24, H: y + 8}
}
