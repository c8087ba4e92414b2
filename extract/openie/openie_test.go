package openie_test

import (
	"strings"
	"testing"

	"mandate/extract/nlp"
	"mandate/extract/openie"
)

// tree reads a sentence given as word/part of speech/head/relation, heads counted from 1, 0 the root.
func tree(t *testing.T, text string) *nlp.Sentence {
	t.Helper()
	sent := &nlp.Sentence{Parsed: true}
	for w := range strings.FieldsSeq(text) {
		f := strings.Split(w, "/")
		if len(f) != 4 {
			t.Fatalf("%q: word, part of speech, head, relation", w)
		}
		head := 0
		for _, d := range f[2] {
			head = 10*head + int(d-'0')
		}
		sent.Tokens = append(sent.Tokens, nlp.Token{Text: f[0], Lower: strings.ToLower(f[0]), UPOS: f[1], Head: head - 1, Deprel: f[3]})
	}
	return sent
}

func TestRead(t *testing.T) {
	for _, tc := range []struct{ name, tree, want string }{
		{"passive", "The/DET/2/det plan/NOUN/4/nsubj:pass is/AUX/4/aux:pass led/VERB/0/root by/ADP/7/case the/DET/7/det Ministry/PROPN/4/obl:agent ././4/punct",
			"is led by(The plan; the Ministry)"},
		{"object and oblique", "Peru/PROPN/2/nsubj adopted/VERB/0/root the/DET/4/det law/NOUN/2/obj in/ADP/6/case 2009/NUM/2/obl",
			"adopted(Peru; the law; in 2009)"},
		{"coordination shares the subject", "It/PRON/2/nsubj drafts/VERB/0/root laws/NOUN/2/obj and/CCONJ/5/cc enforces/VERB/2/conj rules/NOUN/5/obj",
			"drafts(It; laws) | enforces(It; rules)"},
		{"apposition", "Lima/PROPN/4/nsubj ,/PUNCT/3/punct capital/NOUN/1/appos grew/VERB/0/root",
			"(Lima; capital)"},
		{"relative clause", "the/DET/2/det agency/NOUN/0/root that/PRON/4/nsubj runs/VERB/2/acl:relcl ports/NOUN/4/obj",
			"runs(the agency; ports)"},
		{"participle", "rules/NOUN/0/root issued/VERB/1/acl by/ADP/4/case Congress/PROPN/2/obl",
			"issued by(rules; Congress)"},
		{"copula, negated", "It/PRON/5/nsubj is/AUX/5/cop not/PART/5/advmod a/DET/5/det crime/NOUN/0/root",
			"is not(It; a crime)"},
		{"adjective with a complement", "This/PRON/3/nsubj is/AUX/3/cop similar/ADJ/0/root to/ADP/5/case that/PRON/3/obl",
			"is similar to(This; that)"},
		{"verb that governs", "They/PRON/2/nsubj began/VERB/0/root to/PART/4/mark buy/VERB/2/xcomp land/NOUN/4/obj",
			"began to buy(They; land)"},
		{"object controls", "They/PRON/2/nsubj asked/VERB/0/root him/PRON/2/obj to/PART/5/mark leave/VERB/2/xcomp town/NOUN/5/obj",
			"asked(They; him; to leave town) | to leave(him; town)"},
		{"nothing to say", "Go/VERB/0/root home/ADV/1/advmod", ""},
	} {
		sent := tree(t, tc.tree)
		var got []string
		for _, e := range openie.Read(sent) {
			var args []string
			for _, a := range e.Args {
				args = append(args, strings.Join(openie.Words(sent, a), " "))
			}
			got = append(got, strings.Join(openie.Words(sent, e.Predicate), " ")+"("+strings.Join(args, "; ")+")")
		}
		if g := strings.Join(got, " | "); g != tc.want {
			t.Errorf("%s: got %s, want %s", tc.name, g, tc.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("plan led Ministry that runs", "nsubj:pass acl:relcl obj root conj xcomp", uint64(5))
	f.Fuzz(func(t *testing.T, words, rels string, seed uint64) {
		sent := &nlp.Sentence{Parsed: true}
		list := strings.Fields(rels)
		if len(list) == 0 {
			return
		}
		for i, w := range strings.Fields(words) {
			head := -1
			if i > 0 {
				head = int(seed>>(i%13)) % i
			}
			sent.Tokens = append(sent.Tokens, nlp.Token{Text: w, Lower: w, Head: head, Deprel: list[i%len(list)], UPOS: []string{"VERB", "NOUN", "ADJ"}[i*7%3]})
		}
		for _, e := range openie.Read(sent) {
			for _, a := range append(e.Args, e.Predicate) {
				openie.Words(sent, a) // in range
			}
			if len(e.Args) < 2 {
				t.Fatalf("%v has one argument", e)
			}
		}
	})
}
