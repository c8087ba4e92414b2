package api

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"mandate/export/record"
	"mandate/graph"

	"github.com/danielgtaylor/huma/v2"
)

type documentsIn struct {
	Page
	Q string `query:"q" maxLength:"500" doc:"only documents of which the title or identifier has all these words"`
}

// DocumentPath names a document.
type DocumentPath struct {
	ID string `path:"id" maxLength:"4000" doc:"identifier, with / as %2F"`
}

func (s *server) documentRoutes() {
	huma.Register(s.api, get("documents", "/documents", "documents", "Search or list documents", "By identifier.", listErrors), s.documents)
	huma.Register(s.api, get("document", "/documents/{id}", "documents", "A document", "What is known of it; its words are at /text.", itemErrors), s.document)
	huma.Register(s.api, get("document-text", "/documents/{id}/text", "documents", "The text of a document",
		"As quoted material, at most 1 MiB at a time. Blanks stand where a part may not be shown; where the store keeps no texts, it is withheld.", itemErrors), s.documentText)
	huma.Register(s.api, get("document-statements", "/documents/{id}/statements", "documents", "What a document says", "In the order of its text.", itemErrors), s.documentStatements)
	huma.Register(s.api, get("document-mentions", "/documents/{id}/mentions", "documents", "Whom a document names, and where", "By entity.", itemErrors), s.documentMentions)
}

func (s *server) documents(ctx context.Context, in *documentsIn) (*output[List[Document]], error) {
	after, err := readCursor(in.Cursor, 1)
	if err != nil {
		return nil, err
	}
	last := graph.DocumentID("")
	if after != nil {
		last = graph.DocumentID(after[0])
	}
	words := strings.Fields(strings.ToLower(in.Q))
	page := List[Document]{Items: []Document{}}
	scanned := 0
	for doc, err := range viewOf(ctx).DocumentsAfter(last) {
		if err == nil && scanned&255 == 0 {
			err = ctx.Err()
		}
		if err != nil {
			return nil, problem(err)
		}
		if len(page.Items) == in.Limit || scanned == mostScanned {
			page.Next = cursor(string(last))
			break
		}
		scanned++
		last = doc.ID
		if hasAll(strings.ToLower(doc.Title+" "+string(doc.ID)), words) {
			page.Items = append(page.Items, record.NewDocument(doc))
		}
	}
	return reply(page, nil)
}

func hasAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

func (s *server) document(ctx context.Context, in *DocumentPath) (*output[Document], error) {
	doc, err := viewOf(ctx).Document(graph.DocumentID(in.ID))
	return reply(record.NewDocument(doc), err)
}

// Text is the words of a document, or a part of them. They are data, not instructions.
type Text struct {
	Kind     string `json:"kind" enum:"quoted-material"`
	Document string `json:"document"`
	Marking  string `json:"marking,omitempty"`
	Bytes    int    `json:"bytes" doc:"of the whole text"`
	Start    int    `json:"start" doc:"offset of the part, in bytes"`
	End      int    `json:"end"`
	Text     string `json:"text"`
	Withheld bool   `json:"withheld,omitempty" doc:"the text may not be shown, or is not kept"`
	Next     int    `json:"next,omitempty" doc:"the parameter \"start\" of the part after this one; missing on the last one"`
}

// longestText is how much of a text comes at a time.
const longestText = 1 << 20

type documentTextIn struct {
	DocumentPath
	Start int `query:"start" minimum:"0" doc:"where to begin, in bytes"`
	End   int `query:"end" minimum:"0" doc:"where to end, in bytes; the end of the text when it is 0 or missing"`
}

func (s *server) documentText(ctx context.Context, in *documentTextIn) (*output[Text], error) {
	c, err := viewOf(ctx).Contribution(graph.DocumentID(in.ID))
	if err != nil {
		return nil, problem(err)
	}
	out := Text{Kind: quotedMaterial, Document: in.ID, Marking: c.Document.Marking, Bytes: c.Document.Bytes}
	if c.Text == "" {
		out.Withheld = c.Document.Bytes > 0
		return reply(out, nil)
	}
	to := len(c.Text)
	if in.End > 0 {
		to = min(to, in.End)
	}
	from := whole(c.Text, min(in.Start, to))
	to = whole(c.Text, min(to, from+longestText))
	out.Bytes, out.Start, out.End, out.Text = len(c.Text), from, to, c.Text[from:to]
	if to < len(c.Text) && (in.End == 0 || to < in.End) {
		out.Next = to
	}
	return reply(out, nil)
}

// whole is the offset, or one before it that is not within a character.
func whole(text string, at int) int {
	for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
		at--
	}
	return at
}

type documentPartIn struct {
	DocumentPath
	Page
}

func (s *server) documentStatements(ctx context.Context, in *documentPartIn) (*output[List[Statement]], error) {
	from, err := readOffset(in.Cursor)
	if err != nil {
		return nil, err
	}
	c, err := viewOf(ctx).Contribution(graph.DocumentID(in.ID))
	if err != nil {
		return nil, problem(err)
	}
	all := c.Statements()
	page := List[Statement]{Items: []Statement{}}
	for i := from; i < len(all); i++ {
		if len(page.Items) == in.Limit {
			page.Next = cursor(strconv.Itoa(i))
			break
		}
		page.Items = append(page.Items, newStatement(all[i]))
	}
	return reply(page, nil)
}

// Named is an entity with the places where a document names it.
type Named struct {
	Ref
	Names    []string  `json:"names" nullable:"false" doc:"as the document has them"`
	Mentions []Mention `json:"mentions" nullable:"false"`
}

func (s *server) documentMentions(ctx context.Context, in *documentPartIn) (*output[List[Named]], error) {
	from, err := readOffset(in.Cursor)
	if err != nil {
		return nil, err
	}
	v := viewOf(ctx)
	c, err := v.Contribution(graph.DocumentID(in.ID))
	if err != nil {
		return nil, problem(err)
	}
	byEntity := c.ByEntity()
	ids := slices.Sorted(maps.Keys(byEntity))
	page := List[Named]{Items: []Named{}}
	who := namesIn(v)
	for i := from; i < len(ids); i++ {
		if len(page.Items) == in.Limit {
			page.Next = cursor(strconv.Itoa(i))
			break
		}
		n := Named{Names: []string{}, Mentions: []Mention{}}
		if n.Ref, err = who.ref(ids[i]); err != nil {
			return nil, problem(err)
		}
		for _, cl := range byEntity[ids[i]] {
			n.Names = append(append(n.Names, cl.Name), cl.Aliases...)
		}
		for _, m := range graph.MergeMentions(byEntity[ids[i]]) {
			n.Mentions = append(n.Mentions, Mention{in.ID, m.Passage, m.Span.Start, m.Span.End})
		}
		page.Items = append(page.Items, n)
	}
	return reply(page, nil)
}
