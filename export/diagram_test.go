package export

import (
	"bytes"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mandate/export/diagram"
	"mandate/export/exporttest"
	"mandate/export/pdf"
	"mandate/export/picture"
	"mandate/export/scene"
	"mandate/export/view"
	"mandate/graph"
)

// graphs are the graphs that every kind of picture is drawn of.
func graphs() map[string]graph.Reader {
	return map[string]graph.Reader{"sample": exporttest.Sample(), "hostile": exporttest.Hostile()}
}

// optionsFor are arguments for each kind.
func optionsFor(t *testing.T, k *diagram.Kind, g graph.Reader) diagram.Options {
	t.Helper()
	opt := diagram.Options{GroupedBy: "thirds", Hops: 2}
	var all []graph.EntityID
	for ent, err := range g.Entities("") {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, ent.ID)
	}
	for i := range k.Arguments {
		opt.About = append(opt.About, all[i*len(all)/3])
	}
	for i := range 3 {
		opt.Communities = append(opt.Communities, diagram.Members{IDs: all[i*len(all)/3 : (i+1)*len(all)/3]})
	}
	return opt
}

// each draws every kind of picture of every graph, in both layouts where there are two.
func each(t *testing.T, test func(t *testing.T, v *view.View, d *diagram.Diagram, s *scene.Scene)) {
	for name, g := range graphs() {
		for i := range diagram.Kinds {
			k := &diagram.Kinds[i]
			v, err := view.New(g, Options{})
			if err != nil {
				t.Fatal(err)
			}
			d, err := k.New(v, optionsFor(t, k, g))
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range []string{"layered", "force"} {
				t.Run(name+"/"+k.Name+"/"+l, func(t *testing.T) {
					s, err := picture.Draw(v, d, picture.Options{Layout: l})
					if err != nil {
						t.Fatal(err)
					}
					test(t, v, d, s)
				})
				if d.Form > diagram.Forces {
					break
				}
			}
		}
	}
}

// TestGeometry checks every picture: all texts and boxes are on the sheet, no text lies on another, and the text of a box
// lies within it.
func TestGeometry(t *testing.T) {
	each(t, func(t *testing.T, _ *view.View, d *diagram.Diagram, s *scene.Scene) {
		if d.Empty() {
			return
		}
		var texts []scene.Text
		s.Each(func(sh scene.Shape) {
			var b scene.Rect
			switch sh := sh.(type) {
			case scene.Text:
				b = sh.Bounds()
				texts = append(texts, sh)
			case scene.Rect:
				b = sh
			case scene.Path:
				for _, p := range sh.Points {
					if p.X < 0 || p.Y < 0 || p.X > s.W || p.Y > s.H {
						t.Errorf("a line runs off the sheet at %v", p)
					}
				}
				return
			}
			if b.X < 0 || b.Y < 0 || b.X+b.W > s.W || b.Y+b.H > s.H || !(b.W >= 0) || !(b.H >= 0) {
				t.Errorf("%+v is off the sheet of %.0f by %.0f", sh, s.W, s.H)
			}
		})
		if len(texts) < 3 {
			t.Fatalf("%d texts", len(texts))
		}
		for i := range texts {
			a := texts[i].Bounds()
			for j := range i {
				b := texts[j].Bounds()
				if a.X+a.W > b.X+0.5 && b.X+b.W > a.X+0.5 && a.Y+a.H > b.Y+0.5 && b.Y+b.H > a.Y+0.5 {
					t.Errorf("%q lies on %q", texts[i].S, texts[j].S)
				}
			}
		}
		for _, sh := range s.Shapes {
			g, ok := sh.(scene.Group)
			if !ok || len(g.Shapes) < 2 {
				continue
			}
			box, ok := g.Shapes[0].(scene.Rect)
			if !ok || box.R != 6 && box.R != 9 {
				continue
			}
			for _, inner := range g.Shapes[1:] {
				if text, ok := inner.(scene.Text); ok {
					if b := text.Bounds(); b.X < box.X || b.X+b.W > box.X+box.W || b.Y < box.Y-1 || b.Y+b.H > box.Y+box.H+1 {
						t.Errorf("%q reaches out of its box", text.S)
					}
				}
			}
		}
	})
}

// TestPictureFormats reads every picture back in every format with a program or library that is not ours, and checks that it
// comes out the same each time.
func TestPictureFormats(t *testing.T) {
	for name, g := range graphs() {
		for i := range diagram.Kinds {
			k := &diagram.Kinds[i]
			for _, format := range PictureFormats {
				if format == "png" && k.Name != "paths" && k.Name != "matrix" { // large ones take seconds
					continue
				}
				t.Run(name+"/"+k.Name+"/"+format, func(t *testing.T) {
					dr := Drawing{Options: Options{Title: exporttest.HostileNames[0]}, Kind: k.Name, Diagram: optionsFor(t, k, g), Format: format}
					var b, again bytes.Buffer
					if err := Draw(&b, g, dr); err != nil {
						t.Fatal(err)
					}
					if err := Draw(&again, g, dr); err != nil {
						t.Fatal(err)
					}
					if !bytes.Equal(b.Bytes(), again.Bytes()) {
						t.Error("the second picture differs")
					}
					openPicture(t, format, b.Bytes())
				})
			}
		}
	}
}

// openPicture opens a picture with another program.
func openPicture(t *testing.T, format string, b []byte) {
	t.Helper()
	switch format {
	case "svg":
		wellFormed(t, b)
	case "png":
		img, err := png.Decode(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		dark := 0
		for y := range img.Bounds().Dy() {
			for x := 0; x < img.Bounds().Dx(); x += 3 {
				if r, g, b, _ := img.At(x, y).RGBA(); r+g+b < 3*0x6000 {
					dark++
				}
			}
		}
		if dark < 100 {
			t.Errorf("the picture has %d dark dots", dark)
		}
	case "pdf":
		path, err := exec.LookPath("pdftotext")
		if err != nil {
			t.Skip("pdftotext is not installed (apt-get install poppler-utils): the file was not read back by it")
		}
		file := filepath.Join(t.TempDir(), "p.pdf")
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(path, file, "-").CombinedOutput() //nolint:gosec // the path of a known program
		if err != nil {
			t.Fatalf("pdftotext: %v\n%s", err, out)
		}
		if words := strings.Join(strings.Fields(string(out)), " "); !strings.Contains(words, "<img src=x onerror=alert(1)>") || strings.Contains(words, "Error") {
			t.Errorf("pdftotext reads %q", words)
		}
	case "dot":
		parseDOT(t, b)
		renderDOT(t, b)
	}
}

// TestPaper checks that 60 nodes can be read on a sheet of A4, and 300 on a poster: on the sheet that is chosen, the smallest
// letters are no smaller than pdf.Readable.
func TestPaper(t *testing.T) {
	for _, tt := range []struct {
		graph  graph.Reader
		nodes  int
		sheets []string
	}{{exporttest.Sample(), 60, []string{"A4"}}, {large(60), 60, []string{"A4"}}, {large(300), 300, []string{"A3", "A2", "A1", "A0"}}} {
		g := tt.graph
		k, err := diagram.Find("top")
		if err != nil {
			t.Fatal(err)
		}
		v, err := view.New(g, Options{Top: tt.nodes})
		if err != nil {
			t.Fatal(err)
		}
		d, err := k.New(v, diagram.Options{})
		if err != nil {
			t.Fatal(err)
		}
		s, err := picture.Draw(v, d, picture.Options{})
		if err != nil {
			t.Fatal(err)
		}
		sheet, _, scale := pdf.Fit(s)
		if !slices.Contains(tt.sheets, sheet.Name) || scale*s.Smallest() < pdf.Readable {
			t.Errorf("%d nodes: %s, letters of %.1f points", tt.nodes, sheet.Name, scale*s.Smallest())
		}
	}
}

// TestLeftOut checks that pictures say what they leave out.
func TestLeftOut(t *testing.T) {
	g := exporttest.Sample()
	for i := range diagram.Kinds {
		k := &diagram.Kinds[i]
		var b bytes.Buffer
		if err := Draw(&b, g, Drawing{Options: Options{Top: 2}, Kind: k.Name, Diagram: optionsFor(t, k, g), Format: "svg"}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), ">Shown are ") && k.Name != "paths" {
			t.Errorf("%s does not say that it shows a part only", k.Name)
		}
	}
}

// TestKinds checks what the kinds choose, on a graph made by hand.
func TestKinds(t *testing.T) {
	c := &graph.Contribution{Document: graph.Document{ID: "d.txt", Date: "2031-05-06"}}
	for _, e := range [][2]string{{"Agency", "a"}, {"Agency", "b"}, {"Program", "p"}, {"Issue", "i"}, {"Agency", "far"}} {
		c.Clusters = append(c.Clusters, graph.Cluster{Entity: graph.EntityID(e[1]), Type: e[0], Name: strings.ToUpper(e[1])})
	}
	for n, cl := range []graph.Claim{
		{Subject: 0, Object: 2, Type: "LEADS"},
		{Subject: 1, Object: 2, Type: "FUNDS", Status: graph.Planned, Since: "2032"},
		{Subject: 2, Object: 3, Type: "ADDRESSES"},
		{Subject: 0, Object: 1, Type: "COORDINATES_WITH"},
		{Subject: 4, Object: 3, Type: "ADDRESSES", Status: graph.Negated},
	} {
		cl.Evidence = graph.Evidence{Quote: "so it is", Span: graph.Span{Start: n * 8, End: n*8 + 8}, Confidence: 0.5}
		c.Claims = append(c.Claims, cl)
	}
	g := graph.NewGraph(c)
	v, err := view.New(g, Options{})
	if err != nil {
		t.Fatal(err)
	}
	draw := func(kind string, opt diagram.Options) *diagram.Diagram {
		k, err := diagram.Find(kind)
		if err != nil {
			t.Fatal(err)
		}
		d, err := k.New(v, opt)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	names := func(d *diagram.Diagram) string {
		var list []string
		for _, n := range d.Nodes {
			list = append(list, n.Name)
		}
		return fmt.Sprint(strings.Join(list, ""), len(d.Edges))
	}
	for _, tt := range []struct{ got, want string }{
		{names(draw("ego", diagram.Options{About: []graph.EntityID{"a"}})), "ABP3"},
		{names(draw("ego", diagram.Options{About: []graph.EntityID{"a"}, Hops: 2})), "ABIP4"},
		{names(draw("paths", diagram.Options{About: []graph.EntityID{"a", "i"}})), "ABIP4"},
		{names(draw("paths", diagram.Options{About: []graph.EntityID{"far", "b"}, Longest: 2})), "BFAR0"},
		{names(draw("coordination", diagram.Options{})), "AB1"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %s, want %s", tt.got, tt.want)
		}
	}
	m := draw("matrix", diagram.Options{}).Matrix
	if len(m.Rows) != 3 || len(m.Columns) != 2 || m.Rows[0].Name != "A" || len(m.Cells[0][0]) != 1 || m.Cells[0][0][0].Type != "LEADS" {
		t.Errorf("matrix %+v", m)
	}
	lanes := draw("lanes", diagram.Options{}).Lanes
	if len(lanes) != 2 || lanes[0].Thing.Name != "P" || len(lanes[0].Lead) != 1 || len(lanes[0].Support) != 1 {
		t.Errorf("lanes %+v", lanes)
	}
	events := draw("timeline", diagram.Options{}).Events
	if last := events[len(events)-1]; len(events) != 5 || last.When() != "2032" || !last.Stated || events[0].When() != "2031-05-06" || events[0].Stated {
		t.Errorf("events %+v", events)
	}
	d := draw("communities", diagram.Options{Communities: []diagram.Members{{IDs: []graph.EntityID{"a", "b", "p"}}, {IDs: []graph.EntityID{"far", "i", "i"}}}})
	if len(d.Cards) != 2 || d.Cards[0].Inside != 3 || len(d.Ties) != 1 || d.Ties[0].Relations != 1 {
		t.Errorf("communities %+v %+v", d.Cards, d.Ties)
	}
}
