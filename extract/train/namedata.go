package train

import (
	"io"
	"path/filepath"
	"strings"
	"unicode"

	"mandate/extract/models"
	"mandate/extract/ner"
	"mandate/extract/ner/model"
	"mandate/extract/nlp"
	"mandate/extract/parse"
)

// NameData is the marked text that the name recogniser learns from, and what it is tuned on.
type NameData struct {
	Train []Marked
	Dev   []MarkedText
	Cross []Marked // CrossNER politics, the larger part: measured, not learnt from
}

// shoutEvery says of how many government texts one is also learnt from as if printed in capitals, as cables are.
const shoutEvery = 3

// ReadNameData reads ner/ of a data folder and the folder of our own marks, and prepares them with a parser.
func ReadNameData(data, marks string, parser *models.Tensors) (*NameData, error) {
	prep, err := NewPreparer(parser)
	if err != nil {
		return nil, err
	}
	d := &NameData{}
	dir := filepath.Join(data, "ner")
	gov, err := readFile(filepath.Join(dir, "government", "train.jsonl"), ReadMarkedText)
	if err != nil {
		return nil, err
	}
	loud, err := readFile(filepath.Join(dir, "government", "train.jsonl"), func(r io.Reader) ([]MarkedText, error) {
		return readMarkedText(r, unicode.ToUpper)
	})
	if err != nil {
		return nil, err
	}
	own, err := ReadMarks(marks, data)
	if err != nil {
		return nil, err
	}
	ownLoud, err := own.loud(unicode.ToUpper)
	if err != nil {
		return nil, err
	}
	gov = append(gov, own.Names...)
	for i, m := range append(loud, ownLoud...) {
		if i%shoutEvery == 0 {
			gov = append(gov, m)
		}
	}
	if d.Dev, err = readFile(filepath.Join(dir, "government", "dev.jsonl"), ReadMarkedText); err != nil {
		return nil, err
	}
	for _, texts := range [][]MarkedText{gov, d.Dev} {
		for i := range texts {
			if err := prep.Text(&texts[i]); err != nil {
				return nil, err
			}
		}
	}
	more, err := moreTexts(data, prep)
	if err != nil {
		return nil, err
	}
	for _, m := range append(gov, more...) {
		d.Train = append(d.Train, m.Sentences()...)
	}
	for _, f := range []struct {
		name  string
		types map[string]string
		to    *[]Marked
	}{
		{"uner_ewt_dev.iob2", unerTypes, &d.Train},
		{"crossner_politics_train.txt", crossTypes, &d.Train},
		{"crossner_politics_dev.txt", crossTypes, &d.Cross},
	} {
		s, err := readFile(filepath.Join(dir, f.name), func(r io.Reader) ([]Marked, error) { return ReadIOB(r, f.types) })
		if err != nil {
			return nil, err
		}
		for i := range s {
			if err := prep.Sentence(&s[i]); err != nil {
				return nil, err
			}
		}
		*f.to = append(*f.to, s...)
	}
	return d, nil
}

// moreTexts reads the texts, beside the government's, whose marks come with context: GUM's train part and re3d.
func moreTexts(data string, prep *Preparer) ([]MarkedText, error) {
	banks, err := ReadTreebanks(data)
	if err != nil {
		return nil, err
	}
	out, err := GUMNames(banks.GUMTrn)
	if err != nil {
		return nil, err
	}
	for _, part := range []string{"CENTCOM", "Wikipedia"} {
		texts, err := ReadRe3d(filepath.Join(data, "relations", "re3d", part))
		if err != nil {
			return nil, err
		}
		out = append(out, texts...)
	}
	for i := range out {
		if err := prep.Text(&out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Preparer does to marked text what the pipeline does before the name model: tags, trees, the names that rules find.
type Preparer struct {
	annotate func([]nlp.Sentence)
	rules    *ner.Stage
}

// NewPreparer makes a preparer with a parser's model.
func NewPreparer(parser *models.Tensors) (*Preparer, error) {
	annotate, err := parse.With(parser)
	if err != nil {
		return nil, err
	}
	rules, err := ner.New(false)
	if err != nil {
		return nil, err
	}
	return &Preparer{annotate, rules}, nil
}

// Text prepares a marked text.
func (p *Preparer) Text(m *MarkedText) error {
	p.annotate(m.Doc.Sentences)
	if err := p.rules.Annotate(m.Doc); err != nil {
		return err
	}
	m.Signs = model.Signs(m.Doc)
	return nil
}

// Sentence prepares a sentence that stands alone, as a document of its own.
func (p *Preparer) Sentence(m *Marked) error {
	var b strings.Builder
	for t := range m.Sent.Tokens {
		if t > 0 {
			b.WriteByte(' ')
		}
		start := b.Len()
		b.WriteString(m.Sent.Tokens[t].Text)
		sp := nlp.Span{Start: start, End: b.Len()}
		m.Sent.Tokens[t].Span, m.Sent.Tokens[t].Read, m.Sent.Tokens[t].Space = sp, sp, t > 0
	}
	text := b.String()
	all := nlp.Span{End: len(text)}
	m.Sent.Span = all
	doc := &nlp.Document{
		Source:    text,
		Passages:  []nlp.Passage{{Text: text, Heading: -1, Parent: -1, Span: all, Map: nlp.OffsetMap{{ReadLen: len(text), SourceLen: len(text)}}}},
		Sentences: []nlp.Sentence{m.Sent},
	}
	p.annotate(doc.Sentences)
	if err := p.rules.Annotate(doc); err != nil {
		return err
	}
	m.Sent, m.Signs, m.doc = doc.Sentences[0], model.Signs(doc)[0], doc
	return nil
}
