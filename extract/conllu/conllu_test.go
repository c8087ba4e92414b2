package conllu_test

import (
	"os/exec"
	"strings"
	"testing"

	"mandate/extract/conllu"
	"mandate/extract/nlp"
)

// sample is a document of two sentences in one passage and one that was not parsed in another.
func sample() *nlp.Document {
	tok := func(text string, at, head int, upos, rel string, space bool) nlp.Token {
		return nlp.Token{
			Text: text, Lower: strings.ToLower(text), Lemma: strings.ToLower(text), Span: nlp.Span{Start: at, End: at + len(text)},
			Head: head, UPOS: upos, Deprel: rel, Space: space,
		}
	}
	doc := &nlp.Document{
		Passages: []nlp.Passage{{}, {Kind: nlp.Heading}},
		Sentences: []nlp.Sentence{
			{Parsed: true, Tokens: []nlp.Token{
				tok("Peru", 0, 2, "PROPN", "nmod:poss", false), tok("'s", 4, 0, "PART", "case", false), tok("Ministry", 7, 3, "PROPN", "nsubj", true),
				tok("acts", 16, -1, "VERB", "root", true), tok(".", 20, 3, "PUNCT", "punct", false),
			}},
			{Parsed: true, Tokens: []nlp.Token{tok("(", 21, 1, "PUNCT", "punct", false), tok("Well", 22, -1, "INTJ", "root", false), tok(")", 26, 1, "PUNCT", "punct", false)}},
			{Passage: 1, Tokens: []nlp.Token{{Text: "PLAN\x1b", Span: nlp.Span{Start: 30, End: 35}, Head: -1}}},
		},
		Mentions: []nlp.Mention{
			{Sentence: 0, First: 0, Last: 3, Head: 2, Type: "Agency", Rule: "name.head", Confidence: 0.9, Cluster: 0},
			{Sentence: 0, First: 0, Last: 1, Head: 0, Type: "Region", Rule: "place", Confidence: 1, Cluster: -1},
			{Sentence: 0, First: 2, Last: 3, Head: 2, Type: "Agency", Kind: nlp.Short, Rule: "short", Confidence: 0.5, Cluster: 0},
		},
	}
	doc.Info.ID = "a/b.txt"
	return doc
}

const want = `# newdoc id = a/b.txt
# global.Entity = eid-etype-head-other
# newpar id = a/b.txt-p1
# sent_id = a/b.txt-p1-s1
# text = Peru's Ministry acts.
1	Peru	peru	PROPN	_	_	3	nmod:poss	_	Entity=(e1-Agency-3-kind:name,rule:name.head,confidence:0.90(m2-Region-1-kind:name,rule:place,confidence:1.00)|SpaceAfter=No|Span=0:4
2	's	's	PART	_	_	1	case	_	Span=4:6
3	Ministry	ministry	PROPN	_	_	4	nsubj	_	Entity=(e1-Agency-1-kind:short,rule:short,confidence:0.50)e1)|Span=7:15
4	acts	acts	VERB	_	_	0	root	_	SpaceAfter=No|Span=16:20
5	.	.	PUNCT	_	_	4	punct	_	SpaceAfter=No|Span=20:21

# sent_id = a/b.txt-p1-s2
# text = (Well)
1	(	(	PUNCT	_	_	2	punct	_	SpaceAfter=No|Span=21:22
2	Well	well	INTJ	_	_	0	root	_	SpaceAfter=No|Span=22:26
3	)	)	PUNCT	_	_	2	punct	_	Span=26:27

# newpar id = a/b.txt-p2
# passage_kind = heading
# sent_id = a/b.txt-p2-s1
# text = PLAN` + "\ufffd" + `
1	PLAN` + "\ufffd" + `	_	_	_	_	_	_	_	Span=30:35

`

func TestWrite(t *testing.T) {
	var b strings.Builder
	if err := conllu.Write(&b, sample()); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestReadBack reads what Write wrote with the conllu package of Python (emilstenstrom/conllu).
func TestReadBack(t *testing.T) {
	if exec.Command("python3", "-c", "import conllu").Run() != nil {
		t.Skip("python3 has no package conllu: pip install conllu")
	}
	var b strings.Builder
	if err := conllu.Write(&b, sample()); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("python3", "-c", `
import sys, conllu
for s in conllu.parse(sys.stdin.read()):
    print(s.metadata["sent_id"], *(f"{w['form']}/{w['head']}/{w['misc']['Span']}" for w in s))`)
	cmd.Stdin = strings.NewReader(b.String())
	cmd.Env = append(cmd.Environ(), "PYTHONIOENCODING=utf-8")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	const read = `a/b.txt-p1-s1 Peru/3/0:4 's/1/4:6 Ministry/4/7:15 acts/0/16:20 ./4/20:21
a/b.txt-p1-s2 (/2/21:22 Well/0/22:26 )/2/26:27
a/b.txt-p2-s1 PLAN` + "\ufffd" + `/None/30:35
`
	if string(out) != read {
		t.Errorf("read back\n%s\nwant\n%s", out, read)
	}
}

func TestDraw(t *testing.T) {
	var b strings.Builder
	if err := conllu.Draw(&b, sample()); err != nil {
		t.Fatal(err)
	}
	const drawn = `Peru's Ministry acts.
    ╭─┬─── Peru      peru      PROPN  nmod:poss  Region “Peru”
    │ ╰─── 's        's        PART   case
  ╭─┴───── Ministry  ministry  PROPN  nsubj      Agency “Peru's Ministry”, Agency “Ministry”
 ─┼─────── acts      acts      VERB   root
  ╰─────── .         .         PUNCT  punct

(Well)
  ╭─── (     (     PUNCT  punct
 ─┼─── Well  well  INTJ   root
  ╰─── )     )     PUNCT  punct

PLAN` + "\ufffd" + `
  PLAN` + "\ufffd" + `
`
	if got := b.String(); strings.ReplaceAll(got, " ", "·") != strings.ReplaceAll(drawn, " ", "·") {
		t.Errorf("got\n%s\nwant\n%s", got, drawn)
	}
}

// Dates and amounts come with what they mean, in both forms.
func TestDatesAndAmounts(t *testing.T) {
	doc := &nlp.Document{Passages: []nlp.Passage{{}}, Sentences: []nlp.Sentence{{}}}
	for _, w := range strings.Fields("Spend $ 4 million from 2008 to 2012 on 300 centers by July") {
		doc.Sentences[0].Tokens = append(doc.Sentences[0].Tokens, nlp.Token{Text: w, Space: true, Head: -1})
	}
	doc.Times = []nlp.Time{{First: 5, Last: 8, From: "2008", To: "2012"}, {First: 12, Last: 13, Role: nlp.By, From: "2012-07", To: "2012-07"}}
	doc.Amounts = []nlp.Amount{{First: 1, Last: 4, Value: 4e6, Unit: "USD"}, {First: 9, Last: 10, Value: 300, Unit: "day-care, center"}}
	var b strings.Builder
	if err := conllu.Write(&b, doc); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"2\t$\t_\t_\t_\t_\t_\t_\t_\tAmount=(4000000,unit:USD|Span=", "4\tmillion\t_\t_\t_\t_\t_\t_\t_\tAmount=)|Span=",
		"\tDate=(2008/2012,role:at|Span=", "8\t2012\t_\t_\t_\t_\t_\t_\t_\tDate=)|Span=", "\tDate=(2012-07,role:by)|Span=",
		"\tAmount=(300,unit:day%2Dcare%2C%20center)|Span=",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
	b.Reset()
	if err := conllu.Draw(&b, doc); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"amount 4000000 USD “$ 4 million”\n", "date 2008/2012 “2008 to 2012”\n", "date by 2012-07 “July”\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}

// A tree whose branches cross: each branch keeps a column of its own.
func TestBranchesThatCross(t *testing.T) {
	sent := nlp.Sentence{Parsed: true}
	for _, h := range []int{1, 3, 0, -1, 1} { // 2 hangs on 0 over 1, 4 on 1 over 3
		sent.Tokens = append(sent.Tokens, nlp.Token{Head: h})
	}
	got := strings.Join(conllu.Branches(&sent), "\n")
	want := strings.TrimPrefix(`
   ╭─┬───
 ╭─┼─│───
 │ │ ╰───
─┴─│─────
   ╰─────`, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func FuzzWrite(f *testing.F) {
	f.Add("The plan\tled", 3, 1)
	f.Fuzz(func(t *testing.T, text string, a, c int) {
		doc := &nlp.Document{Passages: []nlp.Passage{{}}, Sentences: []nlp.Sentence{{Parsed: true}}}
		sent := &doc.Sentences[0]
		for i, w := range strings.Fields(text) {
			head := -1
			if i > 0 {
				head = (a%i + i) % i // the first word is the root, the others hang on one before them
			}
			sent.Tokens = append(sent.Tokens, nlp.Token{Text: w, Lemma: w, Head: head, Deprel: "dep"})
		}
		if len(sent.Tokens) == 0 {
			return
		}
		first := (c%len(sent.Tokens) + len(sent.Tokens)) % len(sent.Tokens)
		doc.Mentions = []nlp.Mention{{First: first, Last: len(sent.Tokens), Head: first, Type: text, Rule: text}}
		doc.Times = []nlp.Time{{First: first, Last: len(sent.Tokens), From: text, To: text + text}}
		doc.Amounts = []nlp.Amount{{First: first, Last: len(sent.Tokens), Value: float64(a), Unit: text}}
		var b, d strings.Builder
		if err := conllu.Write(&b, doc); err != nil {
			t.Fatal(err)
		}
		if err := conllu.Draw(&d, doc); err != nil {
			t.Fatal(err)
		}
		words := 0
		for line := range strings.Lines(b.String()) {
			if line == "\n" || line[0] == '#' && strings.Contains(line, " = ") && words == 0 {
				continue
			}
			words++
			if n := strings.Count(line, "\t"); n != 9 {
				t.Fatalf("%d columns in %q", n+1, line)
			}
		}
		if words != len(sent.Tokens) {
			t.Fatalf("%d lines of %d words", words, len(sent.Tokens))
		}
	})
}
