// Package pdf writes a picture as a PDF file of one page, with letters that can be searched and lines that stay sharp at
// any size. The sheet is the smallest of the A sizes on which the letters can be read.
package pdf

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"mandate/export/layout"
	"mandate/export/scene"
	"mandate/export/typeface"
)

// Sheet is a size of paper in points, upright.
type Sheet struct {
	Name string
	W, H float64
}

// Sheets are the A sizes of ISO 216, from small to large.
var Sheets = []Sheet{{"A4", 595.28, 841.89}, {"A3", 841.89, 1190.55}, {"A2", 1190.55, 1683.78}, {"A1", 1683.78, 2383.94}, {"A0", 2383.94, 3370.39}}

// Readable is the size in points that the smallest letters of a picture have on paper at least, where a sheet is large enough: that
// of the smallest print there is, on maps and in timetables, with an x 0.9 mm high (0.52 of the size in this typeface). Footnotes
// have 7 or 8 points; names of nodes have 5.5 to 7.5 where the words on lines have 5.
const Readable = 5.0

// border is the width of the white rim in points: what printers leave.
const border = 14.0

// perPixel is points to a pixel in a picture at its own size.
const perPixel = 0.75

// Fit is the smallest sheet on which the smallest letters of the picture are readable, else the largest; how it is turned,
// and how large the picture is on it, in points to a pixel.
func Fit(s *scene.Scene) (sheet Sheet, landscape bool, scale float64) {
	for _, sheet = range Sheets {
		landscape, scale = turn(s, sheet)
		if least := s.Smallest(); least == 0 || least*scale >= Readable {
			break
		}
	}
	return sheet, landscape, scale
}

// turn finds how a picture is larger on a sheet. It is never enlarged.
func turn(s *scene.Scene, sheet Sheet) (landscape bool, scale float64) {
	fit := func(w, h float64) float64 { return min((w-2*border)/s.W, (h-2*border)/s.H, perPixel) }
	upright, across := fit(sheet.W, sheet.H), fit(sheet.H, sheet.W)
	if across > upright || across == upright && s.W > s.H {
		return true, across
	}
	return false, upright
}

// family is what the file calls the typeface.
const family = "sans"

type encoder struct {
	pdf    *fpdf.Fpdf
	theme  scene.Theme
	scale  float64
	dx, dy float64
	halo   scene.Ink
}

// Write writes the picture. Pictures on a light sheet are printed without filling it.
func Write(w io.Writer, s *scene.Scene, theme scene.Theme) error {
	sheet, landscape, scale := Fit(s)
	width, height, turned := sheet.W, sheet.H, "P"
	if landscape {
		width, height, turned = height, width, "L"
	}
	p := fpdf.NewCustom(&fpdf.InitType{OrientationStr: turned, UnitStr: "pt", Size: fpdf.SizeType{Wd: sheet.W, Ht: sheet.H}})
	p.SetCatalogSort(true)
	p.SetCreationDate(time.Unix(0, 0).UTC()) // same picture, same bytes
	p.SetModificationDate(time.Unix(0, 0).UTC())
	p.SetTitle(s.Title, true)
	p.SetSubject(s.About, true)
	p.SetCreator("mandate", true)
	p.SetProducer("mandate", true)
	p.SetMargins(0, 0, 0)
	p.SetAutoPageBreak(false, 0)
	p.AddUTF8FontFromBytes(family, "", typeface.TTF(false))
	p.AddUTF8FontFromBytes(family, "B", typeface.TTF(true))
	p.AddPage()
	e := &encoder{pdf: p, theme: theme, scale: scale, dx: (width - s.W*scale) / 2, dy: (height - s.H*scale) / 2, halo: s.Paper}
	if theme == scene.Dark {
		e.fill(s.Paper)
		p.Rect(0, 0, width, height, "F")
	}
	s.Each(e.shape)
	if err := p.Output(w); err != nil {
		return fmt.Errorf("write pdf: %w", err)
	}
	return nil
}

func (e *encoder) x(v float64) float64 { return e.dx + v*e.scale }
func (e *encoder) y(v float64) float64 { return e.dy + v*e.scale }

// rgb reads "#rrggbb".
func rgb(color string) (r, g, b int) {
	n, _ := strconv.ParseUint(color[1:], 16, 24) // colours are checked where schemas are read
	return int(n >> 16), int(n >> 8 & 255), int(n & 255)
}

func (e *encoder) fill(k scene.Ink)   { e.pdf.SetFillColor(rgb(k.Color(e.theme))) }
func (e *encoder) stroke(k scene.Ink) { e.pdf.SetDrawColor(rgb(k.Color(e.theme))) }

// style sets the colours of a paint, and says how fpdf calls filling and outlining.
func (e *encoder) style(p scene.Paint) string {
	how := ""
	if p.Fill.Name != "" {
		e.fill(p.Fill)
		how = "F"
	}
	if p.Stroke.Name != "" {
		e.stroke(p.Stroke)
		e.pdf.SetLineWidth(p.Width * e.scale)
		var lengths []float64
		for _, l := range scene.Lengths[p.Dash] {
			lengths = append(lengths, l*e.scale)
		}
		e.pdf.SetDashPattern(lengths, 0)
		end := "butt"
		if p.Dash == scene.Dotted {
			end = "round"
		}
		e.pdf.SetLineCapStyle(end)
		how += "D"
	}
	return how
}

func (e *encoder) shape(sh scene.Shape) {
	switch sh := sh.(type) {
	case scene.Rect:
		if how := e.style(sh.Paint); how != "" {
			e.pdf.RoundedRect(e.x(sh.X), e.y(sh.Y), sh.W*e.scale, sh.H*e.scale, sh.R*e.scale, "1234", how)
		}
	case scene.Path:
		e.path(&sh)
	case scene.Text:
		e.text(&sh)
	}
}

func (e *encoder) path(p *scene.Path) {
	how := e.style(p.Paint)
	if how == "" {
		return
	}
	at := func(q layout.Point) (float64, float64) { return e.x(q.X), e.y(q.Y) }
	e.pdf.MoveTo(at(p.Points[0]))
	for i := 1; i+2 < len(p.Points); i += 3 {
		ax, ay := at(p.Points[i])
		bx, by := at(p.Points[i+1])
		cx, cy := at(p.Points[i+2])
		e.pdf.CurveBezierCubicTo(ax, ay, bx, by, cx, cy)
	}
	if p.Closed {
		e.pdf.ClosePath()
	}
	e.pdf.DrawPath(how)
}

func (e *encoder) text(t *scene.Text) {
	if t.S == "" {
		return
	}
	style := ""
	if t.Bold {
		style = "B"
	}
	e.pdf.SetFont(family, style, t.Size*e.scale)
	e.pdf.SetTextColor(rgb(t.Ink.Color(e.theme)))
	s := typeface.Replace(t.S)
	left := t.Left()
	if t.Up {
		e.pdf.TransformBegin()
		e.pdf.TransformRotate(90, e.x(t.X), e.y(t.Y))
		e.pdf.Text(e.x(t.X+left+t.Y), e.y(t.Y), s)
		e.pdf.TransformEnd()
		return
	}
	if t.Halo {
		e.haloed(t)
	}
	e.pdf.Text(e.x(left), e.y(t.Y), s)
	if t.Strike {
		line := t.StrikeLine()
		e.path(&line)
	}
}

// haloed clears the ground under a text.
func (e *encoder) haloed(t *scene.Text) {
	b := t.Bounds()
	e.fill(e.halo)
	e.pdf.Rect(e.x(b.X-1), e.y(b.Y), (b.W+2)*e.scale, b.H*e.scale, "F")
}
