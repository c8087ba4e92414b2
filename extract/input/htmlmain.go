package input

import (
	"strings"

	"mandate/extract/nlp"
)

// size is the visible length of a block.
func (b *block) size() int { return len(strings.TrimSpace(b.view.text)) }

// linky is the share of a block that is links, 0 to 1.
func (b *block) linky() float64 {
	n := b.size()
	if n == 0 {
		return 1
	}
	return min(1, float64(b.link)/float64(n))
}

// Block sizes and link shares that tell text from furniture, as in the boilerplate literature (Kohlschütter et al.
// 2010; Pomikálek 2011): text has long blocks with few links.
const (
	longBlock  = 80
	fewLinks   = 0.33
	manyLinks  = 0.6
	mainShare  = 3 // main and article elements count when they hold a third of the page's text
	trustShare = 4 // class names count as furniture when at least a quarter of the text stands elsewhere
)

// mainBlocks chooses the blocks of the main text, in order.
func mainBlocks(blocks []*block) []*block {
	pool := filter(blocks, func(b *block) bool { return !b.hard })
	if weight(pool) == 0 {
		pool = blocks
	}
	if in := filter(pool, func(b *block) bool { return b.el.main }); weight(in)*mainShare >= weight(pool) && weight(in) > 0 {
		pool = in
	}
	if firm := filter(pool, func(b *block) bool { return !b.soft }); weight(firm)*trustShare >= weight(pool) && weight(firm) > 0 {
		pool = firm
	}
	good := grade(pool)
	kept := pool[:0:0]
	for i, b := range pool {
		if good[i] {
			kept = append(kept, b)
		}
	}
	if len(kept) == 0 {
		return filter(pool, func(b *block) bool { return b.linky() < manyLinks })
	}
	return kept
}

func filter(blocks []*block, pass func(*block) bool) []*block {
	var out []*block
	for _, b := range blocks {
		if pass(b) {
			out = append(out, b)
		}
	}
	return out
}

// weight is how much running text blocks hold.
func weight(blocks []*block) int {
	n := 0
	for _, b := range blocks {
		if b.linky() < fewLinks {
			n += b.size()
		}
	}
	return n
}

// grade says which blocks are text: long ones with few links, and short ones that stand between them or share their
// container.
func grade(pool []*block) []bool {
	good := make([]bool, len(pool))
	holds := map[int]bool{} // containers with long text
	for i, b := range pool {
		if b.linky() < fewLinks && (b.size() >= longBlock || b.pre || len(b.cells) > 0) {
			good[i] = true
			holds[b.el.container] = true
		}
	}
	// nearest long block on each side: 1 good, -1 bad, 0 none
	before := make([]int8, len(pool))
	var last int8
	for i, b := range pool {
		before[i] = last
		last = verdict(good[i], b, last)
	}
	last = 0
	near := 0 // blocks since the last good one, from the end
	for i := len(pool) - 1; i >= 0; i-- {
		b := pool[i]
		near++
		if !good[i] && b.linky() < manyLinks && b.size() > 1 {
			between := before[i] > 0 && last > 0
			head := b.el.heading > 0 && last > 0 && near <= 6
			if between || head || holds[b.el.container] && b.linky() < fewLinks && (before[i] > 0 || last > 0) {
				good[i] = !isFurniture(strings.TrimSpace(b.view.text))
			}
		}
		if v := verdict(good[i] && b.size() >= longBlock, b, last); v != last {
			last = v
		}
		if good[i] {
			near = 0
		}
	}
	return good
}

// verdict carries on what the last telling block was.
func verdict(good bool, b *block, last int8) int8 {
	switch {
	case good:
		return 1
	case b.linky() >= manyLinks && b.size() > 20:
		return -1
	}
	return last
}

// write renders a block as lines: white space of the source collapsed, <br> as line breaks; <pre> as it stands.
func (b *block) write(w *writer) {
	v := b.view
	if b.pre || len(b.cells) > 0 {
		w.copy(v, 0, len(v.text))
		return
	}
	const br = "\u2028"
	for pos := 0; ; {
		end := strings.Index(v.text[pos:], br)
		if end < 0 {
			w.flow(v, pos, len(v.text))
			return
		}
		end += pos
		w.flow(v, pos, end)
		w.put("\n", v.source(end, end+len(br)))
		pos = end + len(br)
	}
}

// pieces cuts a block into pieces; marked says whether the page marks its paragraphs.
func (b *block) pieces(marked bool) []piece {
	if len(b.cells) > 0 {
		return []piece{rowPiece(b.cells)}
	}
	var w writer
	b.write(&w)
	v := w.view()
	if b.pre {
		return readText(v)
	}
	switch {
	case b.el.heading > 0 && len(v.text) <= 300:
		var h writer
		h.flow(v, 0, len(v.text))
		if !hasWord(string(h.text)) {
			return nil
		}
		return []piece{{kind: nlp.Heading, fixed: true, level: int(b.el.heading), view: h.view(), lines: 1}}
	case b.el.caption:
		var h writer
		h.flow(v, 0, len(v.text))
		return []piece{{kind: nlp.Caption, fixed: true, view: h.view(), lines: 1}}
	}
	out := newTextReader(v, splitLines(v), shape{}, &vocabulary{text: v.text, marks: &marked}).read()
	for i := range out {
		p := &out[i]
		p.lone = len(out) == 1
		if i > 0 || p.kind != nlp.Paragraph || !b.el.item || p.mark.kind == pilcrow {
			continue
		}
		p.depth = b.el.list
		if b.number > 0 && p.mark.kind == noMarker {
			p.mark = marker{kind: number, n: b.number, label: itoa(b.number), style: "1."}
			continue // a numbered paragraph or an item: assemble knows
		}
		p.kind, p.fixed = nlp.ListItem, true
	}
	return out
}
