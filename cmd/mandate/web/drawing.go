package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"mandate/export"
	"mandate/export/diagram"
	"mandate/export/layout"
	"mandate/export/pdf"
	"mandate/export/picture"
	"mandate/export/png"
	"mandate/export/scene"
	"mandate/export/svg"
	"mandate/export/view"
	"mandate/graph"
)

// picture draws the view of an address, for readers without JavaScript and as a file.
func (s *Server) picture(w http.ResponseWriter, r *http.Request, m *moment) error {
	q := r.URL.Query()
	ch, err := s.choose(r.Context(), m, q)
	if err != nil {
		return err
	}
	drawn, err := cached(r.Context(), m, "picture "+q.Encode(), func(ctx context.Context) (*scene.Scene, error) {
		return s.drawChosen(ctx, m, ch)
	})
	if err != nil {
		return err
	}
	return s.writeScene(w, drawn, "svg", scene.Auto, "")
}

// drawChosen draws boxes and lines.
func (s *Server) drawChosen(ctx context.Context, m *moment, ch chosen) (*scene.Scene, error) {
	c, err := s.canvas(ctx, m, ch)
	if err != nil {
		return nil, err
	}
	var keys []graph.RelationKey
	for _, e := range c.Edges {
		keys = append(keys, graph.RelationKey{Subject: e.From, Type: e.Type, Object: e.To})
	}
	f, err := m.fragment(ch.ids, keys)
	if err != nil {
		return nil, err
	}
	v, err := view.New(view.Readable(f), view.Options{Schema: s.schema, Title: ch.title})
	if err != nil {
		return nil, err
	}
	d := &diagram.Diagram{Kind: "ego", Form: diagram.Forces, Title: ch.title, Documents: f.counts.Documents, Statements: f.counts.Statements}
	if ch.note != "" {
		d.LeftOut = []string{ch.note}
	}
	degree := map[graph.EntityID]int{}
	for e, err := range v.Edges("") {
		if err != nil {
			return nil, err
		}
		d.Edges = append(d.Edges, e)
		degree[e.Subject]++
		degree[e.Object]++
	}
	for _, ent := range f.entities {
		d.Nodes = append(d.Nodes, diagram.Node{Node: view.Node{Entity: ent, Degree: degree[ent.ID], Rank: float64(degree[ent.ID])}, Center: ent.ID == ch.center})
	}
	return picture.Draw(v, d, picture.Options{})
}

var styleText = regexp.MustCompile(`(?s)<style>(.*?)</style>`)

// writeScene writes a picture. The style sheet of an SVG is allowed by its checksum, and nothing else in it is.
func (s *Server) writeScene(w http.ResponseWriter, sc *scene.Scene, format string, theme scene.Theme, name string) error {
	var b bytes.Buffer
	write, media := svg.Write, "image/svg+xml"
	switch format {
	case "png":
		write, media = png.Write, "image/png"
	case "pdf":
		write, media = pdf.Write, "application/pdf"
	}
	if err := write(&b, sc, theme); err != nil {
		return err
	}
	if format == "svg" {
		rules := "default-src 'none'; sandbox; frame-ancestors 'none'"
		if found := styleText.FindSubmatch(b.Bytes()); found != nil {
			sum := sha256.Sum256(found[1])
			rules += "; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		}
		w.Header().Set("Content-Security-Policy", rules)
	}
	w.Header().Set("Content-Type", media)
	attach(w, name)
	_, err := w.Write(b.Bytes())
	return err
}

// attach makes a download of an answer.
func attach(w http.ResponseWriter, name string) {
	if name != "" {
		w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	}
}

// drawnView is the graph view as somebody sees it.
type drawnView struct {
	Title string      `json:"title"`
	Dark  bool        `json:"dark"`
	Nodes []drawnNode `json:"nodes"`
	Edges [][3]string `json:"edges"` // subject, type, object
	Note  string      `json:"note"`
}

type drawnNode struct {
	placed
	Size  float64 `json:"size"`
	Color string  `json:"color"` // "" the one of its type
}

// graphExport hands over the graph view as a file.
func (s *Server) graphExport(w http.ResponseWriter, r *http.Request, m *moment) error {
	var v drawnView
	if err := json.Unmarshal([]byte(r.PostFormValue("view")), &v); err != nil {
		return unreadable(err)
	}
	if len(v.Nodes) > mostNodes || len(v.Edges) > 2*mostEdges {
		return &problem{http.StatusRequestEntityTooLarge, "That is more than a view can show.", "Hide some nodes first."}
	}
	var ids []graph.EntityID
	for _, n := range v.Nodes {
		ids = append(ids, n.ID)
	}
	var keys []graph.RelationKey
	for _, e := range v.Edges {
		keys = append(keys, graph.RelationKey{Subject: graph.EntityID(e[0]), Type: e[1], Object: graph.EntityID(e[2])})
	}
	f, err := m.fragment(ids, keys)
	if err != nil {
		return err
	}
	if len(f.entities) == 0 {
		return &problem{http.StatusBadRequest, "There is nothing in the view.", "Show some nodes, then export."}
	}
	format := strings.ToLower(r.PostFormValue("format"))
	if slices.Contains([]string{"svg", "png", "pdf"}, format) {
		theme := scene.Light
		if v.Dark {
			theme = scene.Dark
		}
		sc, err := s.drawView(&v, f)
		if err != nil {
			return err
		}
		return s.writeScene(w, sc, format, theme, "mandate-view."+format)
	}
	row, err := export.Find(format)
	if err != nil {
		return &problem{http.StatusBadRequest, "There is no such format.", "A view comes as svg, png, pdf, graphml and the other formats of `mandate export`."}
	}
	var b bytes.Buffer
	if err := row.Write(&b, f, export.Options{Schema: s.schema, Title: v.Title, Top: -1, Isolated: true}); err != nil {
		return err
	}
	w.Header().Set("Content-Type", row.MediaType)
	attach(w, "mandate-view"+row.Extension)
	_, err = io.Copy(w, &b)
	return err
}

var (
	paperInk = scene.Ink{Name: "paper", Light: "#ffffff", Dark: "#16191d"}
	textInk  = scene.Ink{Name: "text", Light: "#1a1a1a", Dark: "#ececec"}
	noteInk  = scene.Ink{Name: "note", Light: "#555555", Dark: "#b0b0b0"}
	lineInk  = scene.Ink{Name: "line", Light: "#767676", Dark: "#8b9096"}
	deniedIn = scene.Ink{Name: "negated", Light: "#b3261e", Dark: "#ff8a80"}
)

// Sizes of the picture of a view.
const (
	viewMargin = 48.0
	nameSize   = 12.0
	viewWidth  = 1400.0
	mostVerbs  = 80 // edges up to which each has its word
)

// drawView draws the view with everything where it is on the screen.
func (s *Server) drawView(v *drawnView, f *fragment) (*scene.Scene, error) {
	at := map[graph.EntityID]drawnNode{}
	left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, n := range v.Nodes {
		if math.IsNaN(n.X+n.Y) || math.Abs(n.X)+math.Abs(n.Y) > 1e7 {
			return nil, &problem{http.StatusBadRequest, "A node has no place.", "Load the view again."}
		}
		n.Y, n.Size = -n.Y, min(max(n.Size, 3), 40)
		at[n.ID] = n
		left, right = min(left, n.X), max(right, n.X)
		top, bottom = min(top, n.Y), max(bottom, n.Y)
	}
	scale := min(max(viewWidth/max(right-left, 1), 0.2), 2)
	title := view.Clip(view.Clean(v.Title), 90)
	head := 60.0
	sc := &scene.Scene{Title: title, About: "A view of the graph.", Paper: paperInk, W: (right-left)*scale + 2*viewMargin + 160, H: (bottom-top)*scale + 2*viewMargin + head}
	sc.W = max(sc.W, 560)
	spot := func(id graph.EntityID) layout.Point {
		n := at[id]
		return layout.Point{X: (n.X-left)*scale + viewMargin + 80, Y: (n.Y-top)*scale + viewMargin + head}
	}
	sc.Shapes = append(sc.Shapes, scene.Text{X: viewMargin / 2, Y: 34, S: title, Size: 20, Bold: true, Ink: textInk})
	statuses := map[graph.Status]bool{}
	for _, rel := range f.relations {
		statuses[rel.Status] = true
		sc.Shapes = append(sc.Shapes, s.lineOf(rel, spot, at[rel.Object].Size)...)
	}
	if len(f.relations) <= mostVerbs {
		for _, rel := range f.relations {
			a, b := spot(rel.Subject), spot(rel.Object)
			sc.Shapes = append(sc.Shapes, scene.Text{X: (a.X + b.X) / 2, Y: (a.Y+b.Y)/2 + 4, S: view.Clean(s.pages.view.RelationType(rel.Type).Label), Size: 11, Anchor: scene.Middle, Halo: true, Ink: noteInk})
		}
	}
	types := map[string]bool{}
	for _, ent := range f.entities {
		types[ent.Type] = true
		n, p := at[ent.ID], spot(ent.ID)
		color := n.Color
		if _, _, _, ok := view.RGB(color); !ok {
			color = s.pages.view.EntityType(ent.Type).Color
		}
		sc.Shapes = append(sc.Shapes, disc(p, n.Size, color),
			scene.Text{X: p.X, Y: p.Y + n.Size + nameSize + 1, S: view.Clip(view.Clean(ent.Name), 46), Size: nameSize, Anchor: scene.Middle, Halo: true, Ink: textInk})
	}
	s.legendOf(sc, types, statuses, len(v.Nodes) > 0 && v.Nodes[0].Color == "")
	for _, n := range []string{v.Note, fmt.Sprintf("From %s, in a graph of %s, built by mandate.", count(f.counts.Statements, "statement", "statements"), count(f.counts.Documents, "document", "documents"))} {
		for _, row := range layout.Wrap(view.Clip(view.Clean(n), 300), nameSize, sc.W-viewMargin) {
			if row != "" {
				sc.Shapes = append(sc.Shapes, scene.Text{X: viewMargin / 2, Y: sc.H, S: row, Size: nameSize, Ink: noteInk})
				sc.H += 18
			}
		}
	}
	sc.H += 8
	return sc, nil
}

func disc(p layout.Point, r float64, color string) scene.Rect {
	ink := "c" + strings.TrimPrefix(strings.ToLower(color), "#")
	return scene.Rect{X: p.X - r, Y: p.Y - r, W: 2 * r, H: 2 * r, R: r, Paint: scene.Paint{
		Fill: scene.Ink{Name: ink, Light: color, Dark: view.Mix(color, "#ffffff", 0.2)}, Stroke: paperInk, Width: 1.5}}
}

// strokeOf is how a line is drawn by its status.
func strokeOf(st graph.Status) scene.Paint {
	p := scene.Paint{Stroke: lineInk, Width: 1.1}
	switch st {
	case graph.Planned:
		p.Dash = scene.Dashed
	case graph.Reported:
		p.Dash, p.Width = scene.Dotted, 1.8
	case graph.Negated:
		p.Stroke = deniedIn
	case graph.Asserted:
	}
	return p
}

// lineOf is the line of a relation, with an arrow where it has a direction.
func (s *Server) lineOf(rel graph.Relation, spot func(graph.EntityID) layout.Point, size float64) []scene.Shape {
	a, b := spot(rel.Subject), spot(rel.Object)
	paint := strokeOf(rel.Status)
	shapes := []scene.Shape{scene.Path{Points: scene.Line(a, b), Paint: paint}}
	length := math.Hypot(b.X-a.X, b.Y-a.Y)
	if s.pages.view.RelationType(rel.Type).Symmetric || length < size+8 {
		return shapes
	}
	ux, uy := (b.X-a.X)/length, (b.Y-a.Y)/length
	tip := layout.Point{X: b.X - ux*(size+1), Y: b.Y - uy*(size+1)}
	foot := func(side float64) layout.Point {
		return layout.Point{X: tip.X - ux*8 - uy*side, Y: tip.Y - uy*8 + ux*side}
	}
	return append(shapes, scene.Path{Points: scene.Line(foot(3.2), tip, foot(-3.2)), Closed: true, Paint: scene.Paint{Fill: paint.Stroke}})
}

// legendOf says what colours and lines mean.
func (s *Server) legendOf(sc *scene.Scene, types map[string]bool, statuses map[graph.Status]bool, byType bool) {
	x := viewMargin / 2
	sc.H += 26
	put := func(width float64, text string, sample scene.Shape) {
		if full := width + layout.TextWidth(text, nameSize); x+full > sc.W-viewMargin/2 && x > viewMargin {
			x = viewMargin / 2
			sc.H += 20
			sample = moved(sample, layout.Point{X: x, Y: sc.H})
		}
		sc.Shapes = append(sc.Shapes, sample, scene.Text{X: x + width, Y: sc.H + 4, S: text, Size: nameSize, Ink: textInk})
		x += width + layout.TextWidth(text, nameSize) + 18
	}
	if byType {
		for _, t := range s.typesIn(countsOf(types)) {
			v := s.pages.view.EntityType(t)
			put(14, view.Clean(v.Label), disc(layout.Point{X: x + 5, Y: sc.H}, 5, v.Color))
		}
	}
	for _, st := range view.Statuses {
		if statuses[st.Status] {
			put(38, st.Status.String()+": "+st.Meaning, scene.Path{Points: scene.Line(layout.Point{X: x, Y: sc.H}, layout.Point{X: x + 32, Y: sc.H}), Paint: strokeOf(st.Status)})
		}
	}
	sc.H += 26
}

func countsOf(types map[string]bool) map[string]int {
	n := map[string]int{}
	for t := range types {
		n[t] = 1
	}
	return n
}

// moved is a sample of the legend at the start of the next row.
func moved(sh scene.Shape, to layout.Point) scene.Shape {
	switch x := sh.(type) {
	case scene.Rect:
		x.X, x.Y = to.X, to.Y-x.H/2
		return x
	case scene.Path:
		x.Points = scene.Line(to, layout.Point{X: to.X + 32, Y: to.Y})
		return x
	}
	return sh
}
