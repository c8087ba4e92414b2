package export

import (
	"fmt"
	"io"
	"strings"

	"mandate/export/diagram"
	"mandate/export/dot"
	"mandate/export/html"
	"mandate/export/pdf"
	"mandate/export/picture"
	"mandate/export/png"
	"mandate/export/scene"
	"mandate/export/svg"
	"mandate/export/view"
	"mandate/graph"
)

// Drawing says what picture to draw, and how.
type Drawing struct {
	Options                 // what of the graph; Top is how much the picture shows at most
	Kind    string          // name of a row of diagram.Kinds
	Diagram diagram.Options // what the kind needs to know
	Format  string          // a row of PictureFormats
	Theme   scene.Theme     // for which sheet
	Layout  string          // "layered", "force" or "" for what suits the diagram
	Seed    uint64          // of layouts by forces
}

// PictureFormats are the formats that pictures come in.
var PictureFormats = []string{"svg", "png", "pdf", "dot"}

// Draw writes a picture.
func Draw(w io.Writer, g graph.Reader, dr Drawing) error {
	v, err := view.New(g, dr.Options)
	if err != nil {
		return err
	}
	kind, err := diagram.Find(dr.Kind)
	if err != nil {
		return err
	}
	d, err := kind.New(v, dr.Diagram)
	if err != nil {
		return err
	}
	if dr.Format == "dot" {
		return dot.Write(w, v, d, dr.Theme)
	}
	s, err := picture.Draw(v, d, picture.Options{Seed: dr.Seed, Layout: dr.Layout})
	if err != nil {
		return err
	}
	switch dr.Format {
	case "svg":
		return svg.Write(w, s, dr.Theme)
	case "png":
		return png.Write(w, s, dr.Theme)
	case "pdf":
		return pdf.Write(w, s, dr.Theme)
	}
	return fmt.Errorf("unknown picture format %q: expected one of %s", dr.Format, strings.Join(PictureFormats, ", "))
}

// drawTop writes the picture of the most central nodes.
func drawTop(format string) func(io.Writer, graph.Reader, Options) error {
	return func(w io.Writer, g graph.Reader, opt Options) error {
		return Draw(w, g, Drawing{Options: opt, Kind: "top", Format: format})
	}
}

// writeHTML writes the page with its pictures.
func writeHTML(w io.Writer, g graph.Reader, opt Options) error {
	return html.Write(w, view.Readable(g), opt, drawPage)
}

// drawPage draws a picture for the page, and gives its heading and what it shows. It writes nothing and ok is false when there
// is nothing to draw.
func drawPage(w io.Writer, v *view.View, kind string, node func(graph.EntityID) string, edge func(graph.RelationKey) string) (title string, ok bool, err error) {
	k, err := diagram.Find(kind)
	if err != nil {
		return "", false, err
	}
	d, err := k.New(v, diagram.Options{})
	if err != nil || d.Empty() {
		return "", false, err
	}
	s, err := picture.Draw(v, d, picture.Options{Bare: true, Node: node, Edge: edge})
	if err != nil {
		return "", false, err
	}
	return d.Title, true, svg.Fragment(w, s, scene.Auto)
}
