package train

import (
	"slices"
	"strings"
	"testing"
)

const tree = `# newdoc id = d
# sent_id = d-1
# text = Don't go.
1-2	Don't	_	_	_	_	_	_	_	_
1	Do	do	AUX	VB	_	3	aux	_	_
2	n't	not	PART	RB	_	3	advmod	_	_
3	go	go	VERB	VB	_	0	root	_	SpaceAfter=No
3.1	it	it	PRON	PRP	_	_	_	3:x	_
4	.	.	PUNCT	.	_	3	punct	_	_

`

func TestReadConllu(t *testing.T) {
	s, err := ReadConllu(strings.NewReader(tree))
	if err != nil {
		t.Fatal(err)
	}
	if len(s) != 1 || !slices.Equal(s[0].Form, []string{"Do", "n't", "go", "."}) || !slices.Equal(s[0].Head, []int{2, 2, -1, 2}) ||
		!s[0].NewDoc || s[0].ID != "d-1" || len(s[0].Multi) != 1 || s[0].Multi[0] != (Multi{0, 2, "Don't"}) {
		t.Errorf("got %+v", s)
	}
	if got := surface(&s[0]); got != "Don't go." {
		t.Errorf("surface %q", got)
	}
	words, size := placeGold(&s[0], 10, 0)
	if size != 8 || words[1].start != 12 || words[1].end != 15 || words[2].head != -1 || words[0].head != 2 {
		t.Errorf("places %+v, size %d", words, size)
	}
}

func TestReadConlluRefuses(t *testing.T) {
	for _, bad := range []string{"1\tx\n", "1\ta\ta\tX\tX\t_\t5\tdep\t_\t_\n", "2\ta\ta\tX\tX\t_\t0\troot\t_\t_\n", "1\ta\ta\tX\tX\t_\t1\tdep\t_\t_\n", "1\ta\ta\tX\tX\t_\tb\tdep\t_\t_\n"} {
		if _, err := ReadConllu(strings.NewReader(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestReadIOB(t *testing.T) {
	in := "# text = x = y\n1\tThe\tO\t-\t-\n2\tGreens\tB-ORG\t-\t-\n3\tof\tI-ORG\t-\t-\n4\tUlm\tB-LOC\t-\t-\n\nno\tO\nPaul\tB-PER\n"
	s, err := ReadIOB(strings.NewReader(in), unerTypes)
	if err != nil {
		t.Fatal(err)
	}
	if len(s) != 2 || !slices.Equal(s[0].Names, []Mark{{First: 1, Last: 3, Type: "Agency"}, {First: 3, Last: 4, Type: "Region"}}) || s[1].Names[0].Type != "Person" {
		t.Errorf("got %+v", s)
	}
	if _, err := ReadIOB(strings.NewReader("x\tB-THING\n"), unerTypes); err == nil {
		t.Error("an unknown type was read")
	}
	// What such a set leaves unmarked may still be of a type that it does not mark.
	a := allowedTags(&s[0])
	if a[0]&1 == 0 || a[0]>>3&1 == 0 || a[0]>>1&1 != 0 {
		t.Errorf("tags allowed for an unmarked word: %b", a[0])
	}
	if a[1] != 1<<1 || a[2] != 1<<2 || a[3] != 1<<7 {
		t.Errorf("tags allowed for marked words: %b", a[1:])
	}
}

func TestReadMarkedText(t *testing.T) {
	in := `{"id":"1","text":"Café law: the Bank acts.","mentions":[{"start":14,"end":18,"type":"Agency"}]}` + "\n"
	s, err := ReadMarkedText(strings.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	if len(s) != 1 || len(s[0].Marks) != 1 || s[0].Doc.Source[s[0].Marks[0].Span.Start:s[0].Marks[0].Span.End] != "Bank" {
		t.Fatalf("got %+v", s)
	}
	for _, sent := range s[0].Sentences() {
		for _, n := range sent.Names {
			if n.Last != n.First+1 || sent.Sent.Tokens[n.First].Text != "Bank" {
				t.Errorf("name %+v", n)
			}
		}
	}
	if _, err := ReadMarkedText(strings.NewReader(`{"id":"1","text":"a","mentions":[{"start":0,"end":9,"type":"Law"}]}`)); err == nil {
		t.Error("a mention outside the text was read")
	}
}

func FuzzReadConllu(f *testing.F) {
	f.Add(tree)
	f.Add("1-9\tx\n")
	f.Fuzz(func(t *testing.T, in string) {
		s, err := ReadConllu(strings.NewReader(in))
		if err != nil {
			return
		}
		for i := range s {
			placeGold(&s[i], 0, 0)
			surface(&s[i])
		}
	})
}

func FuzzReadIOB(f *testing.F) {
	f.Add("1\tThe\tO\t-\t-\n2\tGreens\tB-ORG\t-\t-\n\nx\tI-ORG\n")
	f.Fuzz(func(t *testing.T, in string) {
		s, err := ReadIOB(strings.NewReader(in), unerTypes)
		if err != nil {
			return
		}
		for i := range s {
			allowedTags(&s[i])
		}
	})
}

func FuzzReadMarkedText(f *testing.F) {
	f.Add(`{"id":"1","text":"Café law: the Bank acts.","mentions":[{"start":14,"end":18,"type":"Agency"}]}`)
	f.Fuzz(func(t *testing.T, in string) {
		s, err := ReadMarkedText(strings.NewReader(in))
		if err != nil {
			return
		}
		for i := range s {
			s[i].Sentences()
		}
	})
}
