package train

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"mandate/extract/input"
	"mandate/extract/nlp"
	"mandate/extract/token"
)

// NameTypes are the types that the name recogniser tells apart.
var NameTypes = []string{"Agency", "Law", "Program", "Region", "Person", "Event", "Issue", "Group"}

// Marked is a sentence with its names.
type Marked struct {
	Sent  nlp.Sentence
	Signs []uint32 // what rules say of each word: see package ner/model
	Names []Mark
	// Partial says which types the set marks; nil is all. What such a set leaves unmarked may be of another type.
	Partial map[string]bool
	Weight  float32       // of the sentence's loss; 0 is the default of its kind
	doc     *nlp.Document // the sentence alone, by a Preparer
}

// Mark is a marked name: tokens [First, Last); Type "" may be anything.
type Mark struct {
	First, Last int
	Type        string
	Span        nlp.Span // in bytes, where the set has offsets
}

// MarkedText is a text with its names by place.
type MarkedText struct {
	ID    string
	Doc   *nlp.Document
	Marks []Mark     // spans in bytes
	Signs [][]uint32 // by a Preparer: per sentence and word
	// Partial and Weight are as in Marked.
	Partial map[string]bool
	Weight  float32
}

// ReadMarkedText reads the government set's JSON lines: id, text, mentions with character offsets. The texts are taken
// apart as the pipeline does.
func ReadMarkedText(r io.Reader) ([]MarkedText, error) { return readMarkedText(r, nil) }

// readMarkedText reads marked texts, each character as given by change, if that is not nil.
func readMarkedText(r io.Reader, change func(rune) rune) ([]MarkedText, error) {
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 1<<16), 1<<26)
	var out []MarkedText
	for n := 1; in.Scan(); n++ {
		if strings.TrimSpace(in.Text()) == "" {
			continue
		}
		var row struct {
			ID, Text string
			Mentions []struct {
				Start, End int
				Type       string
			}
		}
		if err := json.Unmarshal(in.Bytes(), &row); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if change != nil {
			row.Text = strings.Map(change, row.Text)
		}
		doc, err := input.Parse(row.ID+".txt", []byte(row.Text))
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if doc.Source != row.Text {
			return nil, fmt.Errorf("line %d: the text changes when read", n)
		}
		if err := (token.Stage{}).Annotate(doc); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		at := byteOffsets(row.Text)
		m := MarkedText{ID: row.ID, Doc: doc}
		for _, x := range row.Mentions {
			if x.Start < 0 || x.End >= len(at) || x.Start >= x.End {
				return nil, fmt.Errorf("line %d: a mention from %d to %d in a text of %d characters", n, x.Start, x.End, len(at)-1)
			}
			m.Marks = append(m.Marks, Mark{Type: x.Type, Span: nlp.Span{Start: at[x.Start], End: at[x.End]}})
		}
		out = append(out, m)
	}
	return out, in.Err()
}

// byteOffsets gives the byte at which each character starts, and the end.
func byteOffsets(text string) []int {
	at := make([]int, 0, utf8.RuneCountInString(text)+1)
	for i := range text {
		at = append(at, i)
	}
	return append(at, len(text))
}

// Sentences are the text's sentences with the names that lie in each. A name belongs to the tokens that it touches.
func (m *MarkedText) Sentences() []Marked {
	var out []Marked
	for i := range m.Doc.Sentences {
		s := Marked{Sent: m.Doc.Sentences[i], Partial: m.Partial, Weight: m.Weight}
		if m.Signs != nil {
			s.Signs = m.Signs[i]
		}
		for _, k := range m.Marks {
			first, last := -1, -1
			for t := range s.Sent.Tokens {
				sp := s.Sent.Tokens[t].Span
				if sp.Start < k.Span.End && k.Span.Start < sp.End {
					if first < 0 {
						first = t
					}
					last = t + 1
				}
			}
			if first >= 0 && (len(s.Names) == 0 || s.Names[len(s.Names)-1].Last <= first) {
				s.Names = append(s.Names, Mark{First: first, Last: last, Type: k.Type, Span: k.Span})
			}
		}
		out = append(out, s)
	}
	return out
}

// ReadIOB reads words with IOB2 marks, one to a line, sentences separated by an empty line: the word in the first
// column or, where that is a number, in the second; the mark after it. Types maps the set's types to ours; "" may be
// anything; a type that is missing is an error.
func ReadIOB(r io.Reader, types map[string]string) ([]Marked, error) {
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 1<<16), 1<<24)
	partial := map[string]bool{}
	for _, t := range types {
		partial[t] = true
	}
	var out []Marked
	cur := Marked{Partial: partial}
	flush := func() {
		if len(cur.Sent.Tokens) > 0 {
			out = append(out, cur)
		}
		cur = Marked{Partial: partial}
	}
	for n := 1; in.Scan(); n++ {
		line := strings.TrimSpace(in.Text())
		if line == "" {
			flush()
			continue
		}
		if strings.HasPrefix(line, "# ") && strings.Contains(line, "=") {
			continue
		}
		f := strings.Split(line, "\t")
		word, mark := f[0], f[len(f)-1]
		if len(f) > 3 {
			word, mark = f[1], f[2]
		}
		if len(f) < 2 {
			return nil, fmt.Errorf("line %d: no mark beside %q", n, line)
		}
		t := len(cur.Sent.Tokens)
		cur.Sent.Tokens = append(cur.Sent.Tokens, nlp.Token{Text: word, Lower: strings.ToLower(word), Head: -1})
		if mark == "O" {
			continue
		}
		kind, name, ok := strings.Cut(mark, "-")
		typ, known := types[name]
		if !ok || !known || kind != "B" && kind != "I" {
			return nil, fmt.Errorf("line %d: mark %q is not known", n, mark)
		}
		last := len(cur.Names) - 1
		if kind == "I" && last >= 0 && cur.Names[last].Last == t && cur.Names[last].Type == typ {
			cur.Names[last].Last = t + 1
			continue
		}
		cur.Names = append(cur.Names, Mark{First: t, Last: t + 1, Type: typ})
	}
	flush()
	return out, in.Err()
}

// How the types of the sets answer to ours.
var (
	unerTypes  = map[string]string{"PER": "Person", "ORG": "Agency", "LOC": "Region", "OTH": ""}
	crossTypes = map[string]string{
		"politician": "Person", "person": "Person", "politicalparty": "Agency", "organisation": "Agency",
		"location": "Region", "country": "Region", "election": "Event", "event": "Event", "misc": "",
	}
)

// readFile opens a file and reads it with f, naming it in errors.
func readFile[T any](path string, f func(io.Reader) (T, error)) (T, error) {
	var none T
	file, err := os.Open(path)
	if err != nil {
		return none, err
	}
	defer file.Close()
	v, err := f(file)
	if err != nil {
		return none, fmt.Errorf("%s: %w", path, err)
	}
	return v, nil
}

// ReadMarkedFile reads marked texts from a file of JSON lines.
func ReadMarkedFile(path string) ([]MarkedText, error) { return readFile(path, ReadMarkedText) }

// ReadIOBFile reads words with marks from a file, with the types of Universal NER, CrossNER politics or our own.
func ReadIOBFile(path string) ([]Marked, error) {
	types := map[string]string{}
	for _, t := range NameTypes {
		types[t] = t
	}
	set, first := readFile(path, func(r io.Reader) ([]Marked, error) { return ReadIOB(r, unerTypes) })
	if first == nil {
		return set, nil
	}
	if set, err := readFile(path, func(r io.Reader) ([]Marked, error) { return ReadIOB(r, crossTypes) }); err == nil {
		return set, nil
	}
	if set, err := readFile(path, func(r io.Reader) ([]Marked, error) { return ReadIOB(r, types) }); err == nil {
		return set, nil
	}
	return nil, first
}
