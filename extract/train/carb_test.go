package train

import (
	"math"
	"strings"
	"testing"
)

func TestScoreCarb(t *testing.T) {
	gold, err := ReadCarb(strings.NewReader("A b c d .\tis led by\tThe plan\tthe Ministry\tin Peru\nA b c d .\thas\tPeru\ta plan\nE f .\tsaid\tshe left\tAnn\n"))
	if err != nil || len(gold) != 2 || len(gold[0].Gold) != 2 {
		t.Fatal(gold, err)
	}
	found := [][]Relation{
		{{"led by", []string{"plan", "the Ministry"}}, {"runs", []string{"x", "y"}}},
		{{"said", []string{"Ann", "she left"}}},
	}
	// First pair: words right 2 + 1 + 2 = 5 of 5 found and of 3 + 2 + 4 = 9 gold. "runs" fits nothing. Turned round, Ann fits
	// wholly. Precision (1 + 0 + 1) / 3, recall (5/9 + 0 + 1) / 3.
	p, r, f := ScoreCarb(gold, found)
	wantP, wantR := 2.0/3, (5.0/9+1)/3
	if math.Abs(p-wantP) > 1e-9 || math.Abs(r-wantR) > 1e-9 || math.Abs(f-2*wantP*wantR/(wantP+wantR)) > 1e-9 {
		t.Errorf("P %v R %v F1 %v, want P %v R %v", p, r, f, wantP, wantR)
	}
	if p, r, f := ScoreCarb(gold, make([][]Relation, 2)); p != 0 || r != 0 || f != 0 {
		t.Errorf("nothing found scores %v %v %v", p, r, f)
	}
	if _, err := ReadCarb(strings.NewReader("one\ttwo\n")); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("a short line gives %v", err)
	}
}

func FuzzReadCarb(f *testing.F) {
	f.Add("a sentence\tis\tit\tshort\n")
	f.Add("one\ttwo\n")
	f.Fuzz(func(t *testing.T, text string) {
		gold, err := ReadCarb(strings.NewReader(text))
		if err != nil {
			return
		}
		found := make([][]Relation, len(gold))
		for i := range gold {
			found[i] = gold[i].Gold // the gold is right of itself, as far as it has words and arguments
		}
		if p, r, _ := ScoreCarb(gold, found); p < 0 || p > 1 || r < 0 || r > 1 {
			t.Fatalf("P %v R %v", p, r)
		}
	})
}
