package train

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// Sentence is a sentence of a treebank. The slices run in parallel, one entry per word.
type Sentence struct {
	ID     string
	Text   string // as printed
	NewPar bool   // starts a paragraph
	NewDoc bool
	Form   []string
	Lemma  []string
	UPOS   []string
	XPOS   []string
	Head   []int // index of the head, -1 for the root
	Deprel []string
	Misc   []string
	Multi  []Multi
}

// Multi is a printed word that stands for several words: "don't".
type Multi struct {
	First, Last int // words [First, Last)
	Form        string
}

// ReadConllu reads a treebank in CoNLL-U. Empty nodes are left out.
func ReadConllu(r io.Reader) ([]Sentence, error) {
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 1<<16), 1<<24)
	var out []Sentence
	var s Sentence
	line := 0
	flush := func() error {
		if len(s.Form) == 0 {
			return nil
		}
		for i, h := range s.Head {
			if h < -1 || h >= len(s.Form) || h == i {
				return fmt.Errorf("word %d of the sentence before line %d has head %d of %d words", i+1, line, h+1, len(s.Form))
			}
		}
		out = append(out, s)
		s = Sentence{}
		return nil
	}
	for in.Scan() {
		line++
		text := strings.TrimRight(in.Text(), "\r")
		switch {
		case text == "":
			if err := flush(); err != nil {
				return nil, err
			}
		case text[0] == '#':
			s.comment(text)
		default:
			if err := s.word(text); err != nil {
				return nil, fmt.Errorf("line %d: %w", line, err)
			}
		}
	}
	if err := in.Err(); err != nil {
		return nil, err
	}
	if err := flush(); err != nil {
		return nil, err
	}
	return out, nil
}

func (s *Sentence) comment(line string) {
	body := strings.TrimSpace(line[1:])
	key, value, _ := strings.Cut(body, " = ")
	switch {
	case key == "sent_id":
		s.ID = value
	case key == "text":
		s.Text = value
	case body == "newpar" || strings.HasPrefix(body, "newpar "):
		s.NewPar = true
	case strings.HasPrefix(body, "newdoc"):
		s.NewDoc, s.NewPar = true, true
	}
}

func (s *Sentence) word(line string) error {
	f := strings.Split(line, "\t")
	if len(f) != 10 {
		return fmt.Errorf("%d columns where CoNLL-U has 10", len(f))
	}
	if strings.Contains(f[0], ".") {
		return nil
	}
	if from, to, ok := strings.Cut(f[0], "-"); ok {
		a, e1 := strconv.Atoi(from)
		b, e2 := strconv.Atoi(to)
		if e1 != nil || e2 != nil || a != len(s.Form)+1 || b < a {
			return fmt.Errorf("bad range of words %q", f[0])
		}
		s.Multi = append(s.Multi, Multi{First: a - 1, Last: b, Form: f[1]})
		return nil
	}
	if n, err := strconv.Atoi(f[0]); err != nil || n != len(s.Form)+1 {
		return fmt.Errorf("word number %q where %d should be", f[0], len(s.Form)+1)
	}
	head, err := strconv.Atoi(f[6])
	if err != nil {
		return fmt.Errorf("head %q is no number", f[6])
	}
	s.Form = append(s.Form, f[1])
	s.Lemma = append(s.Lemma, f[2])
	s.UPOS = append(s.UPOS, f[3])
	s.XPOS = append(s.XPOS, f[4])
	s.Head = append(s.Head, head-1)
	s.Deprel = append(s.Deprel, f[7])
	s.Misc = append(s.Misc, f[9])
	return nil
}

// ReadConlluFile reads a treebank from a file.
func ReadConlluFile(path string) ([]Sentence, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s, err := ReadConllu(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

// Treebanks are the parts of the treebanks of a data folder.
type Treebanks struct {
	Train            []Sentence // EWT and GUM
	EWTDev, EWTTest  []Sentence
	GUMDev, GUMTest  []Sentence
	EWTTrain, GUMTrn []Sentence
}

// gumGenres are the genres of GUM whose texts may be used commercially.
var gumGenres = map[string]bool{
	"academic": true, "bio": true, "court": true, "interview": true, "news": true, "speech": true, "textbook": true,
	"vlog": true, "voyage": true,
}

var gumLine = regexp.MustCompile(`^\s*\*\s+(GUM_([a-z]+)_\w+)`)

// ReadTreebanks reads treebanks/ewt and treebanks/gum of a data folder. GUM is divided as its splits.md says; only
// genres that may be used commercially are read.
func ReadTreebanks(data string) (*Treebanks, error) {
	t := &Treebanks{}
	for _, p := range []struct {
		part string
		to   *[]Sentence
	}{{"train", &t.EWTTrain}, {"dev", &t.EWTDev}, {"test", &t.EWTTest}} {
		s, err := ReadConlluFile(filepath.Join(data, "treebanks", "ewt", "en_ewt-ud-"+p.part+".conllu"))
		if err != nil {
			return nil, err
		}
		*p.to = s
	}
	parts, err := gumParts(filepath.Join(data, "treebanks", "gum", "splits.md"))
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(parts))
	for n := range parts {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		path := filepath.Join(data, "treebanks", "gum", n+".conllu")
		if _, err := os.Stat(path); err != nil {
			continue
		}
		s, err := ReadConlluFile(path)
		if err != nil {
			return nil, err
		}
		switch parts[n] {
		case "train":
			t.GUMTrn = append(t.GUMTrn, s...)
		case "dev":
			t.GUMDev = append(t.GUMDev, s...)
		case "test":
			t.GUMTest = append(t.GUMTest, s...)
		}
	}
	t.Train = append(append(t.Train, t.EWTTrain...), t.GUMTrn...)
	return t, nil
}

// gumParts reads which document of GUM belongs to which part.
func gumParts(path string) (map[string]string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	parts := map[string]string{}
	part := ""
	for _, line := range strings.Split(string(b), "\n") {
		if h, ok := strings.CutPrefix(line, "## "); ok {
			part = strings.TrimSpace(h)
		} else if m := gumLine.FindStringSubmatch(line); m != nil && gumGenres[m[2]] {
			parts[m[1]] = part
		}
	}
	return parts, nil
}
