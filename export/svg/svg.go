// Package svg writes a picture as SVG, as a file of its own or for the middle of a web page.
package svg

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"mandate/export/layout"
	"mandate/export/scene"
)

// Write writes a file.
func Write(w io.Writer, s *scene.Scene, theme scene.Theme) error {
	if _, err := io.WriteString(w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"); err != nil {
		return err
	}
	return Fragment(w, s, theme)
}

// Fragment writes an element that can stand in a web page. Its classes start with "mg-", as the page and other pictures
// in it share them; pictures give the same name to the same colour.
func Fragment(w io.Writer, s *scene.Scene, theme scene.Theme) error {
	e := &encoder{out: bufio.NewWriterSize(w, 1<<16), theme: theme}
	fmt.Fprintf(e.out, `<svg xmlns="http://www.w3.org/2000/svg" class="mg" viewBox="0 0 %s %s" width="%s" height="%s" role="img" `+
		`font-family="Helvetica, Arial, 'Liberation Sans', sans-serif">`+"\n", num(s.W), num(s.H), num(s.W), num(s.H))
	fmt.Fprintf(e.out, "<title>%s</title>\n", escape(s.Title))
	if s.About != "" {
		fmt.Fprintf(e.out, "<desc>%s</desc>\n", escape(s.About))
	}
	e.styles(s)
	e.shape(scene.Rect{W: s.W, H: s.H, Paint: scene.Paint{Fill: s.Paper}})
	fmt.Fprintln(e.out)
	for _, sh := range s.Shapes {
		e.shape(sh)
		fmt.Fprintln(e.out)
	}
	fmt.Fprint(e.out, "</svg>\n")
	return e.out.Flush()
}

type encoder struct {
	out   *bufio.Writer // keeps its first error
	theme scene.Theme
	paper scene.Ink
}

// styles writes the style sheet: a class for each colour as fill and as outline.
func (e *encoder) styles(s *scene.Scene) {
	e.paper = s.Paper
	inks := map[string]scene.Ink{s.Paper.Name: s.Paper}
	note := func(list ...scene.Ink) {
		for _, k := range list {
			if k.Name != "" {
				inks[k.Name] = k
			}
		}
	}
	s.Each(func(sh scene.Shape) {
		switch sh := sh.(type) {
		case scene.Rect:
			note(sh.Fill, sh.Stroke)
		case scene.Path:
			note(sh.Fill, sh.Stroke)
		case scene.Text:
			note(sh.Ink)
		}
	})
	fmt.Fprint(e.out, "<style>\n.mg path,.mg rect{fill:none}.mg .mg-hit{stroke:transparent;stroke-width:10;pointer-events:stroke}.mg g:hover>.mg-line,.mg a:hover>.mg-line{stroke-width:2.4}\n"+
		".mg .mg-halo{stroke-width:3;stroke-linejoin:round;paint-order:stroke;pointer-events:none}\n")
	names := slices.Sorted(maps.Keys(inks))
	rules := func(theme scene.Theme) {
		for _, n := range names {
			c := inks[n].Color(theme)
			fmt.Fprintf(e.out, ".mg .mg-f-%s{fill:%s}.mg .mg-s-%s{stroke:%s}\n", n, c, n, c)
		}
	}
	rules(e.theme)
	if e.theme == scene.Auto {
		fmt.Fprint(e.out, "@media (prefers-color-scheme:dark){\n")
		rules(scene.Dark)
		fmt.Fprint(e.out, "}\n")
	}
	fmt.Fprint(e.out, "</style>\n")
}

func (e *encoder) shape(sh scene.Shape) {
	switch sh := sh.(type) {
	case scene.Group:
		e.group(&sh)
	case scene.Rect:
		r := ""
		if sh.R > 0 {
			r = fmt.Sprintf(` rx="%s"`, num(sh.R))
		}
		fmt.Fprintf(e.out, `<rect x="%s" y="%s" width="%s" height="%s"%s%s/>`, num(sh.X), num(sh.Y), num(sh.W), num(sh.H), r, e.paint(sh.Paint, ""))
	case scene.Path:
		d := data(&sh)
		if sh.Hit {
			fmt.Fprintf(e.out, `<path class="mg-hit" d="%s"/>`, d)
			fmt.Fprintf(e.out, `<path d="%s"%s/>`, d, e.paint(sh.Paint, "mg-line"))
			return
		}
		fmt.Fprintf(e.out, `<path d="%s"%s/>`, d, e.paint(sh.Paint, ""))
	case scene.Text:
		e.text(&sh)
	}
}

func (e *encoder) group(g *scene.Group) {
	open, shut := "<g>", "</g>"
	if g.Href != "" {
		open, shut = fmt.Sprintf(`<a href="%s">`, escape(g.Href)), "</a>"
	}
	fmt.Fprint(e.out, open)
	if g.Tip != "" {
		fmt.Fprintf(e.out, "<title>%s</title>", escape(g.Tip))
	}
	for _, sh := range g.Shapes {
		e.shape(sh)
	}
	fmt.Fprint(e.out, shut)
}

// paint writes the attributes of a paint.
func (e *encoder) paint(p scene.Paint, class string) string {
	var classes []string
	if class != "" {
		classes = append(classes, class)
	}
	if p.Fill.Name != "" {
		classes = append(classes, "mg-f-"+p.Fill.Name)
	}
	attributes := ""
	if p.Stroke.Name != "" {
		classes = append(classes, "mg-s-"+p.Stroke.Name)
		attributes = fmt.Sprintf(` stroke-width="%s"`, num(p.Width))
		if p.Dash != scene.Solid {
			var lengths []string
			for _, l := range scene.Lengths[p.Dash] {
				lengths = append(lengths, num(l))
			}
			attributes += fmt.Sprintf(` stroke-dasharray="%s"`, strings.Join(lengths, " "))
		}
		if p.Dash == scene.Dotted {
			attributes += ` stroke-linecap="round"`
		}
	}
	return fmt.Sprintf(` class="%s"%s`, strings.Join(classes, " "), attributes)
}

// text writes a line of text. Its length is given, so that it keeps within its place where another font stands in.
func (e *encoder) text(t *scene.Text) {
	classes := "mg-f-" + t.Ink.Name
	if t.Halo {
		classes += " mg-halo mg-s-" + e.paper.Name
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<text class="%s" x="%s" y="%s" font-size="%s"`, classes, num(t.X), num(t.Y), num(t.Size))
	if t.Anchor != scene.Start {
		fmt.Fprintf(&b, ` text-anchor="%s"`, [...]string{"start", "middle", "end"}[t.Anchor])
	}
	if t.Bold {
		b.WriteString(` font-weight="bold"`)
	}
	if t.Up {
		fmt.Fprintf(&b, ` transform="rotate(-90 %s %s)"`, num(t.X), num(t.Y))
	}
	if w := t.Width(); w > 0 {
		fmt.Fprintf(&b, ` textLength="%s" lengthAdjust="spacingAndGlyphs"`, num(w))
	}
	fmt.Fprintf(e.out, "%s>%s</text>", b.String(), escape(t.S))
	if t.Strike { // as a line of its own: browsers give text-decoration a halo too, which covers the letters
		e.shape(t.StrikeLine())
	}
}

// data writes the points of a path.
func data(p *scene.Path) string {
	var b strings.Builder
	at := func(q layout.Point) { fmt.Fprintf(&b, "%s %s", num(q.X), num(q.Y)) }
	b.WriteByte('M')
	at(p.Points[0])
	for i := 1; i+2 < len(p.Points); i += 3 {
		if straight(p.Points[i-1 : i+3]) {
			b.WriteByte('L')
			at(p.Points[i+2])
			continue
		}
		for k, c := range []string{"C", " ", " "} {
			b.WriteString(c)
			at(p.Points[i+k])
		}
	}
	if p.Closed {
		b.WriteByte('Z')
	}
	return b.String()
}

// straight says whether a curve is a line, as scene.Line makes it.
func straight(c []layout.Point) bool {
	off := func(p layout.Point, t float64) float64 {
		return math.Abs(p.X-c[0].X-(c[3].X-c[0].X)*t) + math.Abs(p.Y-c[0].Y-(c[3].Y-c[0].Y)*t)
	}
	return off(c[1], 1.0/3) < 0.01 && off(c[2], 2.0/3) < 0.01
}

// num writes a length to a tenth of a pixel.
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
