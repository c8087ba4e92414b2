// Package input turns the bytes of a document into an nlp.Document: it finds the documents below files, folders and
// archives, detects character encoding and format by content, reads the metadata, and cuts the text into passages with
// hard line wraps joined, markup and page furniture left out, and every byte of reading text led back to the source.
//
// The door is [Sources], [Source.Load] and [Parse]; the formats are listed in one table in this file.
package input

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"mandate/extract/nlp"
	"mandate/graph"
)

// format is one kind of text that can be read.
type format struct {
	name       string
	extensions []string                       // of file names, in lower case; they decide where content does not
	sniff      func(text string) bool         // the content is surely of this format
	read       func(doc *reading, from *view) // fills in passages and metadata
}

// formats are tried in this order; the last one reads whatever is text.
var formats = []format{
	{"html", []string{".html", ".htm", ".xhtml", ".xml"}, sniffHTML, readHTML},
	{"cable", []string{".cable"}, sniffCable, readCable},
	{"markdown", []string{".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd"}, sniffMarkdown, readMarkdown},
	{"text", []string{".txt", ".text", ".asc", ".log"}, func(string) bool { return true }, readPlain},
}

// reading is a document while it is read.
type reading struct {
	doc    *nlp.Document
	format string
}

// Parse makes a document of the bytes of a file. The name becomes the document's ID; its extension helps to tell
// formats apart where the content leaves it open. Bytes that are no text give a *[Skip] that says what they look like.
//
// Document.Source is the text in UTF-8; where the bytes are valid UTF-8 it is the bytes themselves, so that offsets
// are offsets in the file.
func Parse(name string, data []byte) (*nlp.Document, error) {
	if why := notText(data); why != "" {
		return nil, &Skip{Name: name, Reason: why}
	}
	sum := sha256.Sum256(data)
	text, enc, notes := decode(data)
	r := &reading{doc: &nlp.Document{Source: text}}
	info := &r.doc.Info
	*info = graph.Document{ID: graph.DocumentID(name), Hash: hex.EncodeToString(sum[:]), Encoding: enc, Notes: notes, Bytes: len(text)}

	from := whole(text, 0, len(text))
	if strings.HasPrefix(text, "\ufeff") {
		from = whole(text, len("\ufeff"), len(text))
	}
	from, mended := mend(from)
	if mended > 0 {
		r.note("%s that had been decoded twice read as meant.", count(mended, "character"))
	}
	f := choose(name, from.text)
	r.format = f.name
	f.read(r, from)
	info.Format = r.format
	info.Passages = len(r.doc.Passages)
	info.Meta = sortMeta(info.Meta)
	if info.Passages == 0 {
		return nil, &Skip{Name: name, Reason: fmt.Sprintf("holds no text that can be read (it looks like %s)", r.format)}
	}
	return r.doc, nil
}

// choose finds the format of a text: the first whose sniff is sure; a name counts for Markdown and HTML only where the
// content does not speak against it.
func choose(name, text string) format {
	ext := strings.ToLower(path.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz")))
	for _, f := range formats {
		if f.sniff(text) || slices.Contains(f.extensions, ext) && allows(f.name, text) {
			return f
		}
	}
	return formats[len(formats)-1]
}

// allows says whether a text may be what its name says.
func allows(name, text string) bool {
	switch name {
	case "html":
		return strings.Contains(text, "<")
	case "cable":
		return false // a cable is known by its content alone
	}
	return true
}

// meta adds a named value.
func (r *reading) meta(key, value string) {
	value = strings.Join(strings.Fields(value), " ")
	if value != "" {
		r.doc.Info.Meta = append(r.doc.Info.Meta, graph.Property{Key: key, Value: value})
	}
}

// note adds a sentence on what was repaired or left out.
func (r *reading) note(format string, args ...any) {
	n := fmt.Sprintf(format, args...)
	if !slices.Contains(r.doc.Info.Notes, n) {
		r.doc.Info.Notes = append(r.doc.Info.Notes, n)
	}
}

// sortMeta orders metadata by key and value, each pair once.
func sortMeta(meta []graph.Property) []graph.Property {
	slices.SortFunc(meta, func(a, b graph.Property) int {
		if c := strings.Compare(a.Key, b.Key); c != 0 {
			return c
		}
		return strings.Compare(a.Value, b.Value)
	})
	return slices.Compact(meta)
}
