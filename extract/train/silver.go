package train

import (
	"errors"
	"path/filepath"
	"strings"

	"mandate/extract/input"
	"mandate/extract/models"
	"mandate/extract/ner/model"
	"mandate/extract/token"
)

// Limits of what a recogniser teaches its successor from raw text.
const (
	silverText   = 8   // paragraphs read as one text
	silverSure   = 0.7 // less sure names may be of any type, or none
	silverFormer = "un-general-debate"
)

// Silver reads so many words of raw text with a recogniser, spread evenly over the files, and gives what it found as
// marked sentences, for a successor to learn from besides the gold: the words of government text are many more than the
// marked ones. Speeches, which name little, are left out.
func Silver(data string, parser, names *models.Tensors, words int, weight float32) ([]Marked, error) {
	files, err := RawFiles(data)
	if err != nil {
		return nil, err
	}
	prep, err := NewPreparer(parser)
	if err != nil {
		return nil, err
	}
	rec, err := model.With(parser, names)
	if err != nil {
		return nil, err
	}
	var out []Marked
	for _, path := range files {
		if strings.HasPrefix(filepath.Base(path), silverFormer) {
			continue
		}
		s, err := silverFile(path, prep, rec, words/2, weight)
		if err != nil {
			return nil, err
		}
		out = append(out, s...)
	}
	return out, nil
}

// silverFile reads about so many words of a file: every so many-th run of paragraphs.
func silverFile(path string, prep *Preparer, rec *model.Recognizer, words int, weight float32) ([]Marked, error) {
	total := 0
	if err := ReadRaw(path, func(par string) { total += strings.Count(par, " ") + 1 }); err != nil {
		return nil, err
	}
	every := max(1, total/max(1, words))
	var out []Marked
	var pars []string
	var fail error
	run := 0
	err := ReadRaw(path, func(par string) {
		pars = append(pars, par)
		if len(pars) < silverText || fail != nil {
			return
		}
		if run%every == 0 {
			var s []Marked
			if s, fail = silverSentences(strings.Join(pars, "\n\n"), prep, rec, weight); fail == nil {
				out = append(out, s...)
			}
		}
		run++
		pars = pars[:0]
	})
	if err != nil {
		return nil, err
	}
	return out, fail
}

func silverSentences(text string, prep *Preparer, rec *model.Recognizer, weight float32) ([]Marked, error) {
	doc, err := input.Parse("raw.txt", []byte(text))
	if skip := (*input.Skip)(nil); errors.As(err, &skip) {
		return nil, nil // a table or the like: no text to learn from
	} else if err != nil {
		return nil, err
	}
	if err := (token.Stage{}).Annotate(doc); err != nil {
		return nil, err
	}
	m := MarkedText{Doc: doc}
	if err := prep.Text(&m); err != nil {
		return nil, err
	}
	out := make([]Marked, len(doc.Sentences))
	for i := range out {
		out[i] = Marked{Sent: doc.Sentences[i], Signs: m.Signs[i], Weight: weight}
	}
	for _, n := range rec.Mentions(doc) {
		k := Mark{First: n.First, Last: n.Last, Type: n.Type}
		if n.Confidence < silverSure {
			k.Type = ""
		}
		out[n.Sentence].Names = append(out[n.Sentence].Names, k)
	}
	return out, nil
}
