package train

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mandate/extract/input"
	"mandate/extract/nlp"
	"mandate/extract/token"
)

// re3dTypes are the types of re3d that answer to ours. A nationality is the name of a region in the government set.
var re3dTypes = map[string]string{"Organisation": "Agency", "Location": "Region", "Person": "Person", "Nationality": "Region"}

var re3dPartial = map[string]bool{"Agency": true, "Region": true, "Person": true}

// re3dEntity is a line of entities.json: offsets are in characters.
type re3dEntity struct {
	Begin, End       int
	Type, DocumentID string
}

// re3dDocument is a line of documents.json.
type re3dDocument struct {
	ID   string `json:"_id"`
	Text string
}

func re3dDocuments(dir string) ([]re3dDocument, error) {
	return readFile(filepath.Join(dir, "documents.json"), jsonLines[re3dDocument])
}

// ReadRe3d reads a folder of re3d (documents.json and entities.json: JSON lines). It marks what is described ("U.S.
// service members") as it marks names: such mentions may be anything.
func ReadRe3d(dir string) ([]MarkedText, error) {
	docs, err := re3dDocuments(dir)
	if err != nil {
		return nil, err
	}
	entities, err := readFile(filepath.Join(dir, "entities.json"), jsonLines[re3dEntity])
	if err != nil {
		return nil, err
	}
	byDoc := map[string][]re3dEntity{}
	for _, e := range entities {
		byDoc[e.DocumentID] = append(byDoc[e.DocumentID], e)
	}
	know, err := readKnown()
	if err != nil {
		return nil, err
	}
	var out []MarkedText
	for _, d := range docs {
		m, err := re3dText(d.ID, d.Text, byDoc[d.ID], know)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", dir, err)
		}
		out = append(out, m)
	}
	return out, nil
}

// re3dText marks one text. Of mentions that overlap the longer counts.
func re3dText(id, text string, entities []re3dEntity, know *known) (MarkedText, error) {
	doc, err := input.Parse(id+".txt", []byte(text))
	if err != nil {
		return MarkedText{}, err
	}
	if doc.Source != text {
		return MarkedText{}, fmt.Errorf("document %s: the text changes when read", id)
	}
	if err := (token.Stage{}).Annotate(doc); err != nil {
		return MarkedText{}, err
	}
	at := byteOffsets(text)
	m := MarkedText{ID: id, Doc: doc, Partial: re3dPartial}
	slices.SortStableFunc(entities, func(a, b re3dEntity) int { return (b.End - b.Begin) - (a.End - a.Begin) })
	for _, e := range entities {
		if e.Begin < 0 || e.End >= len(at) || e.Begin >= e.End {
			return MarkedText{}, fmt.Errorf("document %s: a mention from %d to %d in a text of %d characters", id, e.Begin, e.End, len(at)-1)
		}
		typ := re3dTypes[e.Type]
		if typ == "" {
			continue
		}
		k := re3dMark(text, nlp.Span{Start: at[e.Begin], End: at[e.End]}, typ, know)
		if pronouns[strings.ToLower(text[k.Span.Start:k.Span.End])] {
			continue
		}
		if !slices.ContainsFunc(m.Marks, func(o Mark) bool { return k.Span.Start < o.Span.End && o.Span.Start < k.Span.End }) {
			m.Marks = append(m.Marks, k)
		}
	}
	slices.SortFunc(m.Marks, func(a, b Mark) int { return a.Span.Start - b.Span.Start })
	return m, nil
}

// re3dMark takes the article off a mention, and its type if it is no name: if a word in it has no capital.
func re3dMark(text string, sp nlp.Span, typ string, know *known) Mark {
	for _, article := range []string{"the ", "The ", "a ", "A ", "an "} {
		if strings.HasPrefix(text[sp.Start:sp.End], article) && sp.End-sp.Start > len(article) {
			sp.Start += len(article)
			break
		}
	}
	for _, w := range strings.Fields(text[sp.Start:sp.End]) {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) && w != "of" && w != "the" && w != "for" && w != "and" && w != "al" {
			return Mark{Span: sp}
		}
	}
	if typ == "Person" { // "Gen. Joseph Votel"
		for {
			rest := text[sp.Start:sp.End]
			end := strings.IndexFunc(rest, unicode.IsSpace)
			if end < 0 || !know.titles[strings.ToLower(rest[:end])] {
				break
			}
			sp.Start = sp.End - len(strings.TrimLeftFunc(rest[end:], unicode.IsSpace))
		}
	}
	if typ == "Agency" && know.countries[text[sp.Start:sp.End]] {
		typ = "Region"
	}
	return Mark{Type: typ, Span: sp}
}

// pronouns are mentions to re3d, and names to nobody.
var pronouns = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("i we you he she it they me us him her them my our your his its their who whom whose which that this these those") {
		m[w] = true
	}
	return m
}()

// jsonLines reads one value to a line.
func jsonLines[T any](r io.Reader) ([]T, error) {
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 1<<16), 1<<26)
	var out []T
	for n := 1; in.Scan(); n++ {
		if strings.TrimSpace(in.Text()) == "" {
			continue
		}
		var v T
		if err := json.Unmarshal(in.Bytes(), &v); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		out = append(out, v)
	}
	return out, in.Err()
}
