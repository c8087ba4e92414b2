package dossier

import (
	"bytes"
	_ "embed" // for the looks of the page
	"fmt"
	"html"
	"io"

	"mandate/export/view"
	"mandate/graph"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
)

//go:embed page.css
var looks string

// WritePage writes the dossier as a web page of its own, for reading and printing.
func WritePage(w io.Writer, g graph.Reader, opt view.Options, about ...graph.EntityID) error {
	var md, body bytes.Buffer
	if err := Write(&md, g, opt, about...); err != nil {
		return err
	}
	// Raw HTML stays out: the renderer leaves it out unless it is told otherwise, and there is none.
	render := goldmark.New(goldmark.WithExtensions(extension.Table), goldmark.WithParserOptions(parser.WithAutoHeadingID()))
	if err := render.Convert(md.Bytes(), &body); err != nil {
		return fmt.Errorf("render the dossier: %w", err)
	}
	title := opt.Title
	if title == "" {
		ent, err := g.Entity(about[0])
		if err != nil {
			return err
		}
		title = ent.Name
		if len(about) == 2 {
			other, err := g.Entity(about[1])
			if err != nil {
				return err
			}
			title += " and " + other.Name
		}
	}
	_, err := fmt.Fprintf(w, `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>%s</title>
<style>
%s</style>
</head>
<body>
<main>
%s</main>
</body>
</html>
`, html.EscapeString(view.Clean(title)), looks, body.Bytes())
	return err
}
