package svg

import (
	"bufio"
	"fmt"

	"mandate/export/layout"
	"mandate/export/view"
)

// legend says what colours and lines mean, what is left out, and what the picture is made from.
type legend struct {
	items  []legendItem
	notes  []string
	height float64
}

// legendItem is a sample with its word, placed relative to the legend's corner.
type legendItem struct {
	x, y   float64
	width  float64
	class  string // of a box; "" for a line
	status string // of a line
	text   string
}

const row = 24.0

// legend lays out what the picture uses, in rows of at most the width.
func (d *drawing) legend(width float64) legend {
	var l legend
	x, y := 0.0, 0.0
	add := func(it legendItem, w float64) {
		if x > 0 && x+w > width {
			x, y = 0, y+row
		}
		it.x, it.y, it.width = x, y, w
		l.items = append(l.items, it)
		x += w + 14
	}
	used, statuses := map[string]int{}, map[string]int{}
	for _, n := range d.picture.Nodes {
		used[n.Type]++
	}
	for _, e := range d.picture.Edges {
		statuses[e.Relation.Status.String()]++
	}
	types, _ := d.view.EntityTypes()
	for i, t := range types {
		if used[t.Type] > 0 {
			text := view.Clip(view.Clean(t.Label), 60)
			add(legendItem{class: fmt.Sprintf("mg-t%d", i), text: text}, layout.TextWidth(text, legendFont)+2*padX)
		}
	}
	for _, s := range view.Statuses {
		if statuses[s.Status.String()] > 0 {
			text := fmt.Sprintf("%s: %s", s.Status, s.Meaning)
			add(legendItem{status: s.Status.String(), text: text}, 40+layout.TextWidth(text, legendFont))
		}
	}
	l.height = y + row
	notes := []string{d.picture.LeftOut(), d.hidden(), d.picture.Source()}
	for _, n := range notes {
		if n != "" {
			l.notes = append(l.notes, layout.Wrap(n, legendFont, width)...)
		}
	}
	l.height += float64(len(l.notes)) * legendFont * 1.4
	return l
}

// hidden says how many edges bear no label, "" when all do.
func (d *drawing) hidden() string {
	n := 0
	for _, p := range d.paths {
		if !p.Labelled {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("Lines without a word (%d) had no room for one: point at a line to read what it says.", n)
}

func (l *legend) write(out *bufio.Writer, left, top float64) {
	for _, it := range l.items {
		x, y := left+it.x, top+it.y
		if it.class != "" {
			fmt.Fprintf(out, `<rect class="%s" x="%s" y="%s" width="%s" height="19" rx="5"/>`, it.class, num(x), num(y), num(it.width))
			x += padX
		} else {
			fmt.Fprintf(out, `<path class="mg-edge mg-%s" d="M%s %sh32"/>`, it.status, num(x), num(y+9.5))
			if it.status == "negated" {
				fmt.Fprintf(out, `<path class="mg-cross" d="M%s %sl8 8m0 -8l-8 8"/>`, num(x+12), num(y+5.5))
			}
			x += 40
		}
		fmt.Fprintf(out, `<text class="mg-text" x="%s" y="%s" font-size="%s">%s</text>`+"\n", num(x), num(y+13.8), num(legendFont), escape(it.text))
	}
	y := top + l.height - float64(len(l.notes))*legendFont*1.4 + legendFont
	for i, n := range l.notes {
		fmt.Fprintf(out, `<text class="mg-note" x="%s" y="%s" font-size="%s">%s</text>`+"\n", num(left), num(y+float64(i)*legendFont*1.4), num(legendFont), escape(n))
	}
}
