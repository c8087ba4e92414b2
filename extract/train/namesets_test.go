package train

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// gumSample has nested mentions, a title, a country that acts, a name that goes on behind "of" and one of a thing.
const gumSample = `# newdoc id = GUM_x
# sent_id = GUM_x-1
1	The	the	DET	DT	_	2	det	_	Entity=(1-organization-new-s-cf1-2-coref-United_Nations
2	United	Unite	VERB	NNP	_	3	amod	_	_
3	Nations	Nation	PROPN	NNPS	_	7	nsubj	_	Entity=1)
4	and	and	CCONJ	CC	_	6	cc	_	_
5	Secretary	Secretary	PROPN	NNP	_	6	compound	_	Entity=(2-person-new-s-cf1-2-coref
6	Ban	Ban	PROPN	NNP	_	3	conj	_	Entity=2)
7	told	tell	VERB	VBD	_	0	root	_	_
8	France	France	PROPN	NNP	_	7	obj	_	Entity=(3-organization-new-s-cf1-1-coref)
9	of	of	ADP	IN	_	11	case	_	_
10	the	the	DET	DT	_	11	det	_	Entity=(4-organization-new-s-cf1-2-coref
11	Ministry	Ministry	PROPN	NNP	_	7	obl	_	_
12	of	of	ADP	IN	_	13	case	_	_
13	Justice	Justice	PROPN	NNP	_	11	nmod	_	Entity=(5-abstract-new-s-cf1-1-sgl)4)
14	's	's	PART	POS	_	11	case	_	_
15	office	office	NOUN	NN	_	7	obj	_	Entity=(6-place-new-s-cf1-1-sgl)
16	Q	Q	PROPN	NNP	_	7	obj	_	Entity=(7-object-new-s-cf1-1-sgl)
`

func TestGUMNames(t *testing.T) {
	sents, err := ReadConllu(strings.NewReader(gumSample))
	if err != nil {
		t.Fatal(err)
	}
	texts, err := GUMNames(sents)
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) != 1 || !texts[0].Partial["Person"] || texts[0].Partial["Law"] {
		t.Fatalf("got %+v", texts)
	}
	var got []string
	for _, k := range texts[0].Marks {
		got = append(got, k.Type+":"+texts[0].Doc.Source[k.Span.Start:k.Span.End])
	}
	want := []string{"Agency:United Nations", "Person:Ban", "Region:France", "Agency:Ministry of Justice", ":Q"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if s := texts[0].Sentences(); len(s) != 1 || len(s[0].Names) != len(want) || s[0].Partial == nil {
		t.Errorf("sentences %+v", s)
	}
}

func TestGUMNamesRefuses(t *testing.T) {
	for _, bad := range []string{"Entity=1)", "Entity=(1-person", "Entity=(1)"} {
		sents, err := ReadConllu(strings.NewReader("1\tBan\tBan\tPROPN\tNNP\t_\t0\troot\t_\t" + bad + "\n"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := GUMNames(sents); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

// writeRe3d writes a folder of re3d with one document.
func writeRe3d(t testing.TB, documents, entities string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"documents.json": documents, "entities.json": entities} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestReadRe3d(t *testing.T) {
	const doc = `{"_id":"d","text":"Gen. Ana Díaz met the Kurdish YPG, troops and them in Iraq."}`
	const marks = `{"begin":0,"end":13,"type":"Person","documentId":"d"}
{"begin":18,"end":33,"type":"Organisation","documentId":"d"}
{"begin":22,"end":29,"type":"Nationality","documentId":"d"}
{"begin":35,"end":41,"type":"Organisation","documentId":"d"}
{"begin":46,"end":50,"type":"Person","documentId":"d"}
{"begin":54,"end":58,"type":"Organisation","documentId":"d"}
{"begin":54,"end":58,"type":"Weapon","documentId":"d"}
`
	texts, err := ReadRe3d(writeRe3d(t, doc, marks))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, k := range texts[0].Marks {
		got = append(got, k.Type+":"+texts[0].Doc.Source[k.Span.Start:k.Span.End])
	}
	if want := []string{"Person:Ana Díaz", "Agency:Kurdish YPG", ":troops", "Region:Iraq"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, err := ReadRe3d(writeRe3d(t, doc, `{"begin":50,"end":90,"type":"Person","documentId":"d"}`)); err == nil {
		t.Error("a mention outside the text was read")
	}
}

func FuzzGUMNames(f *testing.F) {
	f.Add(gumSample)
	f.Fuzz(func(_ *testing.T, in string) {
		sents, err := ReadConllu(strings.NewReader(in))
		if err != nil {
			return
		}
		texts, err := GUMNames(sents)
		if err != nil {
			return
		}
		for i := range texts {
			texts[i].Sentences()
		}
	})
}

func FuzzReadRe3d(f *testing.F) {
	f.Add(`{"_id":"d","text":"Gen. Díaz met."}`, `{"begin":0,"end":8,"type":"Person","documentId":"d"}`)
	f.Fuzz(func(t *testing.T, documents, entities string) {
		texts, err := ReadRe3d(writeRe3d(t, documents, entities))
		if err != nil {
			return
		}
		for i := range texts {
			for _, k := range texts[i].Marks {
				_ = texts[i].Doc.Source[k.Span.Start:k.Span.End]
			}
			texts[i].Sentences()
		}
	})
}
