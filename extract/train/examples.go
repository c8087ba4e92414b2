package train

import (
	"fmt"
	"slices"
	"strings"

	"mandate/extract/ner"
	"mandate/extract/nlp"
	"mandate/extract/relate"
	"mandate/graph"
	"mandate/graph/schema"
)

// Each frame has examples that it must read and must not read. They are the surest texts that there are, so the scorer of
// pairs learns from them, too: else it may talk a frame out of its own example. They say nothing of how often frames are
// right, for they were written to be read.

// ReadFrameExamples gives the cases of the pair model in the examples of the frames, a document for each frame.
func ReadFrameExamples(frames []*relate.Frame, phrases *PhraseReaders) ([]PairDocument, error) {
	f, err := newFront(phrases.For(""))
	if err != nil {
		return nil, err
	}
	var out []PairDocument
	for _, frame := range frames {
		one := PairDocument{Name: "frame " + frame.ID}
		read := func(examples []relate.Example, right bool) error {
			for _, ex := range examples {
				doc, err := f.read("example.txt", []byte(ex.Text+"\n"))
				if err != nil {
					return fmt.Errorf("frame %s: %q: %w", frame.ID, ex.Text, err)
				}
				cases := pairCases(one.Name, f.relate.Cases(doc), func(c *relate.Case) ([]string, bool) {
					return exampleSays(doc, c, frame.Relation, ex.Ends, right)
				})
				one.Marked = append(one.Marked, cases.Cases...)
			}
			return nil
		}
		if err := read(frame.Match, true); err != nil {
			return nil, err
		}
		if err := read(frame.Refuse, false); err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

// ReadRuleExamples gives likewise the cases in the examples of the rules that no frame writes down, as one document. What a
// whole document says by its set form is not the scorer's to judge, so its examples teach nothing.
func ReadRuleExamples(examples []relate.RuleExample, phrases *PhraseReaders) (PairDocument, error) {
	out := PairDocument{Name: "rules"}
	f, err := newFront(phrases.For(""))
	if err != nil {
		return out, err
	}
	for _, ex := range examples {
		if strings.HasPrefix(ex.Rule, "enact.") {
			continue
		}
		doc, err := f.read("example.txt", []byte(ex.Text+"\n"))
		if err != nil {
			return out, fmt.Errorf("rule %s: %q: %w", ex.Rule, ex.Text, err)
		}
		from, relation, to := sayingOf(ex.Want + ex.Refuse)
		cases := pairCases(out.Name, f.relate.Cases(doc), func(c *relate.Case) ([]string, bool) {
			return exampleSays(doc, c, relation, []string{from + " | " + to}, ex.Want != "")
		})
		out.Marked = append(out.Marked, cases.Cases...)
	}
	return out, nil
}

// sayingOf takes "Subject TYPE Object" apart.
func sayingOf(s string) (from, relation, to string) {
	types := schema.Default().Relations
	for i := range types {
		if a, b, ok := strings.Cut(s, " "+types[i].Type+" "); ok {
			return a, types[i].Type, b
		}
	}
	return s, "", ""
}

// ReadExamplePhrases gives the cases of the phrase judge in the sentences that frames must read: the ends that they name
// are what the rules take them for.
func ReadExamplePhrases(frames []*relate.Frame) (PhraseDocument, error) {
	out := PhraseDocument{Name: "frames"}
	f, err := newPhraseFront()
	if err != nil {
		return out, err
	}
	for _, frame := range frames {
		for _, ex := range frame.Match {
			doc, phrases, err := f.read("example.txt", []byte(ex.Text+"\n"))
			if err != nil {
				return out, fmt.Errorf("frame %s: %q: %w", frame.ID, ex.Text, err)
			}
			for k := range phrases {
				p := &phrases[k]
				toks := doc.Sentences[p.Sentence].Tokens
				name := graph.FoldName(doc.Source[toks[p.First].Span.Start:toks[p.Last-1].Span.End])
				if p.Read > 0 && slices.ContainsFunc(ex.Ends, func(e string) bool {
					from, to, _ := strings.Cut(e, " | ")
					return graph.FoldName(from) == name || graph.FoldName(to) == name
				}) {
					out.add(p, ner.PhraseTypes[p.Read])
				}
			}
		}
	}
	return out, nil
}

// exampleSays are the classes of a pair of an example, by the ends that it names ("Subject | Object"); of other pairs it is
// not known what is said.
func exampleSays(doc *nlp.Document, c *relate.Case, relation string, ends []string, right bool) (classes []string, known bool) {
	a, b := doc.Clusters[doc.Mentions[c.A].Cluster].Name, doc.Clusters[doc.Mentions[c.B].Cluster].Name
	pair := func(x, y string) bool {
		return slices.ContainsFunc(ends, func(e string) bool {
			from, to, _ := strings.Cut(e, " | ")
			return graph.FoldName(from) == graph.FoldName(x) && graph.FoldName(to) == graph.FoldName(y)
		})
	}
	switch {
	case pair(a, b):
		classes = []string{relation + ">"}
	case pair(b, a):
		classes = []string{relation + "<"}
	default:
		return nil, false
	}
	if !right {
		return nil, true
	}
	return classes, true
}
