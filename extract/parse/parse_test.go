package parse

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"mandate/extract/internal/kernel"
	"mandate/extract/nlp"
)

// sentence makes a sentence of words separated by blanks.
func sentence(text string) nlp.Sentence {
	var s nlp.Sentence
	for i, w := range strings.Fields(text) {
		s.Tokens = append(s.Tokens, nlp.Token{Text: w, Lower: strings.ToLower(w), Head: -1, Space: i > 0})
	}
	return s
}

func document(texts ...string) *nlp.Document {
	doc := &nlp.Document{}
	for _, t := range texts {
		doc.Sentences = append(doc.Sentences, sentence(t))
	}
	return doc
}

// arcs lists "relation(head, word)" of every word.
func arcs(s *nlp.Sentence) []string {
	var out []string
	for i := range s.Tokens {
		t := &s.Tokens[i]
		head := "ROOT"
		if t.Head >= 0 {
			head = s.Tokens[t.Head].Text
		}
		out = append(out, fmt.Sprintf("%s(%s, %s)", t.Deprel, head, t.Text))
	}
	return out
}

func TestConstructions(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"passive", "The plan was led by the Ministry of Finance .",
			[]string{"nsubj:pass(led, plan)", "aux:pass(led, was)", "root(ROOT, led)", "case(Ministry, by)", "nmod(Ministry, Finance)"}},
		{"coordination", "The Ministry funds hospitals , schools and clinics .",
			[]string{"nsubj(funds, Ministry)", "obj(funds, hospitals)", "conj(hospitals, schools)", "conj(hospitals, clinics)", "cc(clinics, and)"}},
		{"apposition", "Maria Lopez , the Minister of Health , signed the order .",
			[]string{"nsubj(signed, Maria)", "appos(Maria, Minister)", "obj(signed, order)"}},
		{"relative clause", "The agency that regulates banks published a report .",
			[]string{"nsubj(published, agency)", "acl:relcl(agency, regulates)", "nsubj(regulates, that)", "obj(regulates, banks)", "obj(published, report)"}},
		{"prepositional phrases", "The Commission sent a report on child labor in March .",
			[]string{"nsubj(sent, Commission)", "obj(sent, report)", "nmod(report, labor)", "case(March, in)", "obl(sent, March)"}},
		{"list", "The program helps : farmers , teachers , and nurses .",
			[]string{"nsubj(helps, program)", "conj(farmers, teachers)", "conj(farmers, nurses)"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := document(c.text)
			if err := (Stage{}).Annotate(doc); err != nil {
				t.Fatal(err)
			}
			got := arcs(&doc.Sentences[0])
			for _, w := range c.want {
				if !slices.Contains(got, w) {
					t.Errorf("no %s in %v", w, got)
				}
			}
		})
	}
}

func TestTagsAndLemmas(t *testing.T) {
	doc := document("The ministries were founded in 1999 and the children are better .")
	if err := (Stage{}).Annotate(doc); err != nil {
		t.Fatal(err)
	}
	want := []string{"the/DET", "ministry/NOUN", "be/AUX", "found/VERB", "in/ADP", "1999/NUM", "and/CCONJ", "the/DET", "child/NOUN", "be/AUX", "good/ADJ", "./PUNCT"}
	for i, tok := range doc.Sentences[0].Tokens {
		if got := tok.Lemma + "/" + tok.UPOS; got != want[i] {
			t.Errorf("%s: got %s, want %s", tok.Text, got, want[i])
		}
	}
}

// texts of many lengths, an odd one and one that is very long among them.
func texts() []string {
	long := strings.TrimSpace(strings.Repeat("The Ministry of Finance , which leads the plan , works with the agencies ; ", 20))
	return []string{
		"Introduction", "( a ) to combat human trafficking ;", long, "SUBJECT : STRATEGIC PLAN FOR 2010",
		"\xff\xfe ‘ ’ – 2010-2012 §", "It does n't say so .", strings.Repeat("x", 5000), "The U.S. Department of State funds the program .",
	}
}

func TestEverySentenceIsATree(t *testing.T) {
	doc := document(texts()...)
	doc.Sentences = append(doc.Sentences, nlp.Sentence{}) // nothing in it
	if err := (Stage{States: true}).Annotate(doc); err != nil {
		t.Fatal(err)
	}
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		roots := 0
		for j := range s.Tokens {
			tok := &s.Tokens[j]
			if tok.Head < 0 {
				roots++
			}
			if (tok.Head < 0) != (tok.Deprel == "root") || tok.UPOS == "" || tok.Lemma == "" || tok.Margin < 0 || tok.Margin > 1 {
				t.Errorf("sentence %d: token %+v", i, tok)
			}
			steps := 0
			for k := j; k >= 0; k = s.Tokens[k].Head {
				if steps++; steps > len(s.Tokens) {
					t.Fatalf("sentence %d has a cycle", i)
				}
			}
		}
		if len(s.Tokens) > 0 && (roots != 1 || len(s.States) == 0 || len(s.States)%len(s.Tokens) != 0) {
			t.Errorf("sentence %d: %d roots, %d states of %d words", i, roots, len(s.States), len(s.Tokens))
		}
	}
}

// flat is what a document was told, to be compared.
func flat(doc *nlp.Document) string { return fmt.Sprintf("%+v", doc.Sentences) }

func TestSameAnswerOnEveryKernelAndInAnyCompany(t *testing.T) {
	var want string
	for _, name := range kernel.Names() {
		if err := kernel.Use(name); err != nil {
			t.Fatal(err)
		}
		doc := document(texts()...)
		if err := (Stage{States: true}).Annotate(doc); err != nil {
			t.Fatal(err)
		}
		if got := flat(doc); want == "" {
			want = got
		} else if got != want {
			t.Errorf("kernel %s reads otherwise", name)
		}
	}
	alone := &nlp.Document{}
	for _, text := range texts() {
		doc := document(text)
		if err := (Stage{States: true}).Annotate(doc); err != nil {
			t.Fatal(err)
		}
		alone.Sentences = append(alone.Sentences, doc.Sentences...)
	}
	if flat(alone) != want {
		t.Error("a sentence is read otherwise when alone")
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			doc := document(texts()...)
			if err := (Stage{States: true}).Annotate(doc); err != nil || flat(doc) != want {
				t.Errorf("read otherwise at the same time as others: %v", err)
			}
		})
	}
	wg.Wait()
}

// TestWordsForgottenAndMetAgain reads more different words than a reader remembers, again and again: what it remembers
// must not show.
func TestWordsForgottenAndMetAgain(t *testing.T) {
	net, err := network()
	if err != nil {
		t.Fatal(err)
	}
	old := &batcher{net: net, reader: net.NewReader(), states: true}
	for round := range 4 {
		doc := document(texts()...)
		for i := range 40 {
			var b strings.Builder
			for j := range 25 {
				fmt.Fprintf(&b, "Word%d ", (i*25+j)*(round+1)%1700)
			}
			doc.Sentences = append(doc.Sentences, sentence(b.String()))
		}
		same := &nlp.Document{Sentences: slices.Clone(doc.Sentences)}
		for i := range same.Sentences {
			same.Sentences[i].Tokens = slices.Clone(same.Sentences[i].Tokens)
		}
		fresh := &batcher{net: net, reader: net.NewReader(), states: true}
		old.annotate(doc.Sentences)
		fresh.annotate(same.Sentences)
		if flat(doc) != flat(same) {
			t.Errorf("round %d: a reader with words behind it reads otherwise", round)
		}
	}
}

func FuzzAnnotate(f *testing.F) {
	for _, t := range texts() {
		f.Add(t)
	}
	f.Fuzz(func(t *testing.T, text string) {
		doc := document(strings.Split(text, "\n")...)
		if err := (Stage{}).Annotate(doc); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkAnnotate(b *testing.B) {
	var list []string
	for range 40 {
		list = append(list, "The U.S. Department of State , in coordination with 28 other agencies , leads the national plan to combat trafficking in persons .",
			"It expires in 2012 .", "The Ministry of Public Security opened nine centers for victims who had returned from neighboring countries , and trained officers in all provinces .")
	}
	for _, name := range kernel.Names() {
		b.Run(name, func(b *testing.B) {
			if err := kernel.Use(name); err != nil {
				b.Fatal(err)
			}
			doc := document(list...)
			words := 0
			for i := range doc.Sentences {
				words += len(doc.Sentences[i].Tokens)
			}
			b.ReportAllocs()
			for b.Loop() {
				if err := (Stage{}).Annotate(doc); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
		})
	}
}
