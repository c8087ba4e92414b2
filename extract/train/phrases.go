package train

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"mandate/extract/input"
	"mandate/extract/internal/linear"
	"mandate/extract/models"
	"mandate/extract/ner"
	"mandate/extract/nlp"
	"mandate/extract/parse"
	"mandate/extract/token"
)

// The phrase judge learns from texts with marked names, whose issues and groups are phrases, from the ends of the
// relations marked in the same texts, which are unnamed programs, laws and bodies as well, and from the nodes of gold
// graphs.

// PhraseDocument is what the phrase judge learns from one document.
type PhraseDocument struct {
	Name  string
	Cases []LinearCase
	Read  []int // by case: what the rules make of the phrase, an index of ner.PhraseTypes

	Doubtful []bool // by case: see ner.Phrase
}

// phraseFront is the pipeline up to the phrase judge.
type phraseFront struct {
	stages []nlp.Stage
	names  *ner.Stage
}

func newPhraseFront() (*phraseFront, error) {
	names, err := ner.With(true, nil)
	if err != nil {
		return nil, err
	}
	return &phraseFront{[]nlp.Stage{token.Stage{}, parse.Stage{States: true}, names}, names}, nil
}

func (f *phraseFront) read(name string, text []byte) (*nlp.Document, []ner.Phrase, error) {
	doc, err := input.Parse(name, text)
	if err != nil {
		return nil, nil, err
	}
	for _, s := range f.stages {
		if err := s.Annotate(doc); err != nil {
			return nil, nil, err
		}
	}
	return doc, f.names.Phrases(doc), nil
}

// ReadPhrases gives the cases of the phrase judge in texts with marked relations and, by the text's id, marked names.
func ReadPhrases(texts []RelatedText, names map[string][]Mark) ([]PhraseDocument, error) {
	f, err := newPhraseFront()
	if err != nil {
		return nil, err
	}
	var out []PhraseDocument
	for i := range texts {
		t := &texts[i]
		doc, phrases, err := f.read(t.ID+".txt", []byte(t.Text+"\n"))
		if err != nil {
			return nil, fmt.Errorf("text %s: %w", t.ID, err)
		}
		shift := t.shift(doc)
		heads := map[[2]int]string{} // by sentence and head word
		mark := func(m Mark) {
			m.Span.Start, m.Span.End = m.Span.Start+shift, m.Span.End+shift
			if at, ok := place(doc, m); ok && at.Kind != nlp.Pronoun {
				if k := [2]int{at.Sentence, at.Head}; heads[k] == "" {
					heads[k] = m.Type
				}
			}
		}
		for _, m := range names[t.ID] {
			mark(m)
		}
		for _, r := range t.Relations {
			for _, e := range []MarkedEnd{r.Head, r.Tail} {
				mark(Mark{Type: e.Type, Span: nlp.Span{Start: e.Start, End: e.End}})
			}
		}
		one := PhraseDocument{Name: t.ID}
		for k := range phrases {
			p := &phrases[k]
			one.add(p, heads[[2]int{p.Sentence, p.Head}])
		}
		out = append(out, one)
	}
	return out, nil
}

// add adds a phrase whose right type is typ, "" none.
func (d *PhraseDocument) add(p *ner.Phrase, typ string) {
	d.Cases = append(d.Cases, LinearCase{Features: p.Features, Class: max(0, slices.Index(ner.PhraseTypes, typ)), Weight: 1})
	d.Read, d.Doubtful = append(d.Read, p.Read), append(d.Doubtful, p.Doubtful)
}

// ReadGraphPhrases gives the cases of the phrase judge in documents with a gold graph: a phrase that a node is called by
// is of its type. Nodes that readers may draw or leave out teach nothing.
func ReadGraphPhrases(gold, docs string) ([]PhraseDocument, error) {
	f, err := newPhraseFront()
	if err != nil {
		return nil, err
	}
	var out []PhraseDocument
	err = eachGold(gold, docs, func(stem, file string, text []byte, g *goldGraph) error {
		doc, phrases, err := f.read(file, text)
		if err != nil {
			return err
		}
		one := PhraseDocument{Name: stem}
		for k := range phrases {
			p := &phrases[k]
			toks := doc.Sentences[p.Sentence].Tokens
			name := strings.Join(strings.Fields(doc.Source[toks[p.First].Span.Start:toks[p.Last-1].Span.End]), " ")
			best, typ, known := 0.0, "", true
			for _, n := range g.Nodes {
				for _, called := range append([]string{n.Name}, n.Aliases...) {
					if share := sharedWords(called, name); share > best && (share == 1 || share >= 0.5 && slices.Contains([]string{"Issue", "Group", "Program"}, n.Types[0])) {
						best, typ, known = share, n.Types[0], !n.Optional
					}
				}
			}
			if known {
				one.add(p, typ)
			}
		}
		out = append(out, one)
		return nil
	})
	return out, err
}

// eachGold reads the gold graphs of a folder and their documents in another, in the order of the names of the files.
func eachGold(gold, docs string, f func(stem, file string, text []byte, g *goldGraph) error) error {
	files, err := filepath.Glob(filepath.Join(gold, "*.json"))
	if err != nil {
		return err
	}
	for _, path := range files {
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var g goldGraph
		if err := json.Unmarshal(b, &g); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		stem := strings.TrimSuffix(filepath.Base(path), ".json")
		found, err := filepath.Glob(filepath.Join(docs, stem+".*"))
		if err != nil || len(found) != 1 {
			return fmt.Errorf("%s: one document %s.* is expected in %s", path, stem, docs)
		}
		text, err := os.ReadFile(found[0])
		if err != nil {
			return err
		}
		if err := f(stem, filepath.Base(found[0]), text, &g); err != nil {
			return err
		}
	}
	return nil
}

// phraseFolds is into how many parts documents are divided so that each is read by a phrase judge that has not learnt
// from it.
const phraseFolds = 8

// PhraseReaders learn a phrase judge for each document from the others: what is learnt from the mentions of a document
// must see them as they are found in one that is new. The judge of a document that none has learnt from has learnt from
// all.
type PhraseReaders struct {
	fold   map[string]int
	judges []*models.Tensors // the last one has learnt from all
}

// LearnPhraseReaders learns them.
func LearnPhraseReaders(docs []PhraseDocument, o LinearOptions) *PhraseReaders {
	r := &PhraseReaders{fold: map[string]int{}, judges: make([]*models.Tensors, phraseFolds+1)}
	for i := range docs {
		r.fold[docs[i].Name] = i % phraseFolds
	}
	var wait sync.WaitGroup
	for fold := range r.judges {
		wait.Go(func() {
			r.judges[fold] = LearnPhrases(docs, func(i int) bool { return i%phraseFolds != fold }, o)
		})
	}
	wait.Wait()
	return r
}

// For gives the judge for the document with the name; of no readers it is none.
func (r *PhraseReaders) For(name string) *models.Tensors {
	if r == nil {
		return nil
	}
	if fold, ok := r.fold[name]; ok {
		return r.judges[fold]
	}
	return r.judges[phraseFolds]
}

// Tally counts the phrases that the rules have read in the documents and how many of them are right, by the rules alone and
// after a judge that had not learnt from the document.
func (r *PhraseReaders) Tally(docs []PhraseDocument) (rules, judged Tally, err error) {
	scorers := map[*models.Tensors]*linear.Scorer{}
	for i := range docs {
		t := r.For(docs[i].Name)
		if scorers[t] == nil {
			m, err := linear.Load(t, "phrases")
			if err != nil {
				return Tally{}, Tally{}, err
			}
			scorers[t] = m.NewScorer()
		}
		s := scorers[t]
		for k, c := range docs[i].Cases {
			if c.Class > 0 {
				rules.Gold++
				judged.Gold++
			}
			own := docs[i].Read[k]
			if own == 0 {
				continue
			}
			s.Score(c.Features, nil)
			for _, x := range []struct {
				t     *Tally
				class int
			}{{&rules, own}, {&judged, ner.Decide(s, own, docs[i].Doubtful[k])}} {
				if x.class > 0 {
					x.t.Found++
				}
				if x.class > 0 && x.class == c.Class {
					x.t.Right++
				}
			}
		}
	}
	return rules, judged, nil
}

// All is the judge that has learnt from all documents.
func (r *PhraseReaders) All() *models.Tensors { return r.judges[phraseFolds] }

// LearnPhrases learns the phrase judge from the documents that in names by their places.
func LearnPhrases(docs []PhraseDocument, in func(i int) bool, o LinearOptions) *models.Tensors {
	var cases []LinearCase
	for i := range docs {
		if in(i) {
			cases = append(cases, docs[i].Cases...)
		}
	}
	t := models.NewTensors()
	LearnLinear(t, "phrases", ner.PhraseTypes, cases, o)
	return t
}
