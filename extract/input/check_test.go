package input

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"mandate/extract/nlp"
)

// check says which promise of nlp.Document a document breaks, nil if none.
func check(doc *nlp.Document) error {
	if !utf8.ValidString(doc.Source) {
		return fmt.Errorf("the source is not UTF-8")
	}
	if doc.Info.Bytes != len(doc.Source) || doc.Info.Passages != len(doc.Passages) || doc.Info.Hash == "" || doc.Info.Format == "" {
		return fmt.Errorf("the info does not fit the document: %+v", doc.Info)
	}
	rng := rand.New(rand.NewPCG(1, uint64(len(doc.Source))))
	last := 0
	for i, p := range doc.Passages {
		if err := checkPassage(doc.Source, &p, rng); err != nil {
			return fmt.Errorf("passage %d (%.40q): %w", i, p.Text, err)
		}
		if p.Heading >= i || p.Parent >= i || p.Heading < -1 || p.Parent < -1 || p.Level < 0 {
			return fmt.Errorf("passage %d: heading %d, parent %d, level %d", i, p.Heading, p.Parent, p.Level)
		}
		if p.Heading >= 0 && doc.Passages[p.Heading].Kind != nlp.Heading {
			return fmt.Errorf("passage %d: its heading %d is none", i, p.Heading)
		}
		if p.Span.Start < last && p.Kind != nlp.HeaderLine && (i == 0 || doc.Passages[i-1].Kind != nlp.HeaderLine) {
			return fmt.Errorf("passage %d begins at %d, before the end of the one above (%d)", i, p.Span.Start, last)
		}
		last = p.Span.End
	}
	return nil
}

func checkPassage(source string, p *nlp.Passage, rng *rand.Rand) error {
	if p.Text == "" || !utf8.ValidString(p.Text) {
		return fmt.Errorf("text is empty or broken")
	}
	if strings.TrimSpace(p.Text) != p.Text || strings.ContainsAny(p.Text, "\n\r\t\f") {
		return fmt.Errorf("white space was not taken off or joined: %q", p.Text)
	}
	read, src := 0, p.Span.Start
	for k, s := range p.Map {
		if s.Read != read || s.ReadLen <= 0 {
			return fmt.Errorf("segment %d begins at %d, not at %d, or is empty", k, s.Read, read)
		}
		if s.Source < src || s.SourceLen < 0 || s.Source+s.SourceLen > p.Span.End {
			return fmt.Errorf("segment %d stands for %d+%d, not within %d to %d", k, s.Source, s.SourceLen, src, p.Span.End)
		}
		if s.ReadLen == s.SourceLen && p.Text[s.Read:s.Read+s.ReadLen] != source[s.Source:s.Source+s.SourceLen] {
			return fmt.Errorf("segment %d: %q stands for %q", k, p.Text[s.Read:s.Read+s.ReadLen], source[s.Source:s.Source+s.SourceLen])
		}
		read, src = s.Read+s.ReadLen, s.Source+s.SourceLen
	}
	if read != len(p.Text) {
		return fmt.Errorf("the map covers %d of %d bytes", read, len(p.Text))
	}
	for range 8 {
		a := rng.IntN(len(p.Text))
		b := a + 1 + rng.IntN(len(p.Text)-a)
		if s := p.Map.Source(nlp.Span{Start: a, End: b}); s.Start < p.Span.Start || s.End > p.Span.End || s.End < s.Start {
			return fmt.Errorf("reading %d to %d leads to %+v, not within %+v", a, b, s, p.Span)
		}
	}
	at := 0 // every word of ASCII letters leads to source bytes that hold it, as long as none were rewritten
	for _, w := range strings.Fields(p.Text) {
		start := at + strings.Index(p.Text[at:], w)
		at = start + len(w)
		s := p.Map.Source(nlp.Span{Start: start, End: at})
		if s.End-s.Start == len(w) && source[s.Start:s.End] != w && !rewritten(p.Map, start, at) {
			return fmt.Errorf("the word %q leads to %q", w, source[s.Start:s.End])
		}
		if s.End == s.Start && isLetter(w[0]) {
			return fmt.Errorf("the word %q leads nowhere", w)
		}
	}
	cell := 0
	for _, c := range p.Cells {
		if c < cell || c > len(p.Text) {
			return fmt.Errorf("cells %v in a text of %d bytes", p.Cells, len(p.Text))
		}
		cell = c
	}
	return nil
}

func rewritten(m nlp.OffsetMap, start, end int) bool {
	for _, s := range m {
		if s.Read < end && s.Read+s.ReadLen > start && s.ReadLen != s.SourceLen {
			return true
		}
	}
	return false
}

// shared is a path in the material that developers share, which users and releases do without.
func shared(t testing.TB, elem ...string) string {
	t.Helper()
	root := os.Getenv("MANDATE_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	p := filepath.Join(append([]string{root}, elem...)...)
	if _, err := os.Stat(p); err != nil {
		t.Skipf("%s is not there; set MANDATE_SHARED to the folder that holds it", filepath.Join(elem...))
	}
	return p
}

func TestRealDocuments(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shared(t, "eval", "docs"), "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		mustParse(t, f, string(data))
		mustParse(t, strings.TrimSuffix(f, filepath.Ext(f))+".txt", string(data))
		mustParse(t, strings.TrimSuffix(f, filepath.Ext(f))+".md", string(data))
		mustParse(t, f+".html", "<html><body><pre>"+string(data)+"</pre>")
	}
}

func TestSampledDocuments(t *testing.T) {
	dir := shared(t, "data", "text")
	rng := rand.New(rand.NewPCG(2, 3))
	for _, name := range []string{"executive-orders", "un-general-debate-1995-on", "white-house"} {
		f, err := os.Open(filepath.Join(dir, name+".txt.gz"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close() //nolint:errcheck // only read from
		zr, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		sc := bufio.NewScanner(zr)
		sc.Buffer(nil, 8<<20)
		sc.Split(func(data []byte, eof bool) (int, []byte, error) {
			if i := bytes.IndexByte(data, '\f'); i >= 0 {
				return i + 1, data[:i], nil
			}
			if eof && len(data) > 0 {
				return len(data), data, nil
			}
			return 0, nil, nil
		})
		n := 0
		for sc.Scan() && n < 150 {
			if rng.IntN(8) != 0 || len(bytes.TrimSpace(sc.Bytes())) == 0 {
				continue
			}
			n++
			for _, ext := range []string{".txt", ".md"} {
				mustParse(t, fmt.Sprintf("%s-%d%s", name, n, ext), sc.Text())
			}
		}
		if n < 100 {
			t.Errorf("%s: only %d documents read", name, n)
		}
	}
}

// TestSpeeches reads speeches extracted from PDF, with an empty line between any two lines: sentences must come out
// whole.
func TestSpeeches(t *testing.T) {
	data, err := os.ReadFile(shared(t, "data", "ner", "government", "train.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		var d struct{ ID, Text string }
		if err := json.Unmarshal([]byte(line), &d); err != nil {
			t.Fatal(err)
		}
		doc := mustParse(t, d.ID+".txt", d.Text)
		if strings.HasPrefix(d.Text, "\ufeffI should like at the\n\noutset to congratulate Mr. Julian Hunte") {
			if got := doc.Passages[0].Text; !strings.HasPrefix(got, "I should like at the outset to congratulate Mr. Julian Hunte on his election to the high post") {
				t.Errorf("%s: %.200q", d.ID, got)
			}
		}
	}
}
