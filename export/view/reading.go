package view

import (
	"iter"
	"strings"

	"mandate/graph"

	"golang.org/x/net/html"
)

// Readable is the graph with quotes as a browser would show them: of documents in HTML the tags go, and `&amp;` becomes the
// sign that it stands for. The places of subject, object and cues lead into the quote as it is shown, which begins at 0. It is for
// what people look at; data keep the words of the file, which stand at their offsets.
func Readable(g graph.Reader) graph.Reader { return readable{g} }

type readable struct{ graph.Reader }

// Statements is part of graph.Reader.
func (r readable) Statements(key graph.RelationKey) iter.Seq2[graph.Statement, error] {
	return func(yield func(graph.Statement, error) bool) {
		for st, err := range r.Reader.Statements(key) {
			if err == nil && HasMarkup(st.Evidence.Quote) {
				var doc graph.Document
				if doc, err = r.Document(st.Evidence.Document); err == nil {
					st.Evidence = Reading(st.Evidence, InMarkup(&doc))
				}
			}
			if !yield(st, err) {
				return
			}
		}
	}
}

// HasMarkup says whether a text may have markup, which only its format tells.
func HasMarkup(s string) bool { return strings.ContainsAny(s, "<&") }

// InMarkup says whether a document was read from HTML: cables are, where they come from the pages of a library.
func InMarkup(doc *graph.Document) bool {
	name := strings.TrimSuffix(strings.ToLower(string(doc.ID)), ".gz")
	return doc.Format == "html" || doc.Format == "cable" && (strings.HasSuffix(name, ".html") || strings.HasSuffix(name, ".htm"))
}

// Reading is the evidence with its quote as it is read where it is in markup.
func Reading(ev graph.Evidence, markup bool) graph.Evidence {
	if !markup || !HasMarkup(ev.Quote) {
		return ev
	}
	quote := ev.Quote
	ev.Quote = ReadingText(quote, true)
	from := ev.Span.Start
	moved := func(s graph.Span) graph.Span {
		at := func(n int) int { return len(ReadingText(quote[:min(max(n-from, 0), len(quote))], true)) }
		return graph.Span{Start: at(s.Start), End: at(s.End)}
	}
	ev.Subject, ev.Object = moved(ev.Subject), moved(ev.Object)
	cues := make([]graph.Span, len(ev.Cues))
	for i, c := range ev.Cues {
		cues[i] = moved(c)
	}
	ev.Cues, ev.Span = cues, graph.Span{End: len(ev.Quote)}
	return ev
}

// ReadingText is a part of a text as it is read where it is in markup: the tags, comments and scripts go, and references
// to characters become these. The part must not begin or end within a tag.
func ReadingText(s string, markup bool) string {
	if !markup || !HasMarkup(s) {
		return s
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	for hidden := false; ; {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if !hidden {
				b.Write(z.Text())
			}
		case html.StartTagToken:
			name, _ := z.TagName()
			hidden = string(name) == "script" || string(name) == "style"
			if string(name) == "br" {
				b.WriteByte('\n')
			}
		case html.SelfClosingTagToken:
			if name, _ := z.TagName(); string(name) == "br" {
				b.WriteByte('\n')
			}
		case html.EndTagToken:
			hidden = false
		case html.CommentToken, html.DoctypeToken:
		}
	}
}
