package train

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"mandate/extract/nlp"
	"mandate/extract/openie"
)

// Relation is an open relation as CaRB has it: words parted by blanks.
type Relation struct {
	Predicate string
	Args      []string
}

// CarbSentence is a sentence of CaRB, its words parted by blanks, with the relations that people read in it.
type CarbSentence struct {
	Text string
	Gold []Relation
}

// ReadCarb reads the gold of CaRB: a line for each relation, with tabs between the sentence, the predicate and the
// arguments.
func ReadCarb(r io.Reader) ([]CarbSentence, error) {
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 1<<16), 1<<20)
	at := map[string]int{}
	var out []CarbSentence
	for line := 1; in.Scan(); line++ {
		f := strings.Split(strings.TrimRight(in.Text(), "\r\n"), "\t")
		if len(f) < 3 {
			return nil, fmt.Errorf("line %d: %d columns where sentence, predicate and an argument should be", line, len(f))
		}
		i, ok := at[f[0]]
		if !ok {
			i = len(out)
			at[f[0]] = i
			out = append(out, CarbSentence{Text: f[0]})
		}
		out[i].Gold = append(out[i].Gold, Relation{Predicate: f[1], Args: f[2:]})
	}
	return out, in.Err()
}

// ReadCarbFile reads the gold of CaRB from a file.
func ReadCarbFile(path string) ([]CarbSentence, error) { return readFile(path, ReadCarb) }

// treebankWords are how the Penn Treebank, whose habits CaRB keeps, spells quotes and brackets.
var treebankWords = map[string]string{
	"``": `"`, "''": `"`, "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}",
}

// OpenRelations reads the relations of sentences whose words are parted by blanks, with the trees that annotate makes.
func OpenRelations(texts []string, annotate func([]nlp.Sentence)) [][]Relation {
	sents := make([]nlp.Sentence, len(texts))
	for i, text := range texts {
		for w := range strings.FieldsSeq(text) {
			if s, ok := treebankWords[w]; ok {
				w = s
			}
			sents[i].Tokens = append(sents[i].Tokens, nlp.Token{Text: w, Lower: strings.ToLower(w), Head: -1})
		}
	}
	annotate(sents)
	out := make([][]Relation, len(texts))
	for i := range sents {
		words := strings.Fields(texts[i])
		spell := func(which []int) string {
			var b []string
			for _, w := range which {
				b = append(b, words[w])
			}
			return strings.Join(b, " ")
		}
		for _, e := range openie.Read(&sents[i]) {
			rel := Relation{Predicate: spell(e.Predicate)}
			if len(e.Predicate) == 0 {
				rel.Predicate = "is" // an apposition says it without a word
			}
			for _, a := range e.Args {
				rel.Args = append(rel.Args, spell(a))
			}
			out[i] = append(out[i], rel)
		}
	}
	return out
}

// ScoreCarb compares open relations with the gold as CaRB's scorer does by default (Bhardwaj, Aggarwal, Mausam: CaRB: A
// Crowdsourced Benchmark for Open IE, EMNLP 2019; carb.py and matcher.py of dair-iitd/CaRB, binary_linient_tuple_match):
// each pair of gold and found relation gets a share of the found words that are right and of the gold words that are
// found, case and all; precision pairs them one to one, best first, over all that is found; recall takes the best of
// what is found for each gold relation. All relations count as equally sure, so there is one point of the curve.
func ScoreCarb(gold []CarbSentence, found [][]Relation) (precision, recall, f1 float64) {
	var p, r float64
	nFound, nGold := 0, 0
	for i := range gold {
		g := gold[i].Gold
		nGold += len(g)
		nFound += len(found[i])
		if len(found[i]) == 0 {
			continue
		}
		scores := make([][][2]float64, len(g))
		for k := range g {
			best := 0.0
			for _, e := range found[i] {
				s := match(g[k], e)
				scores[k] = append(scores[k], s)
				best = max(best, s[1])
			}
			r += best
		}
		p += pairUp(scores)
	}
	if nFound > 0 {
		precision = p / float64(nFound)
	}
	if nGold > 0 {
		recall = r / float64(nGold)
	}
	if precision+recall > 0 {
		f1 = 2 * precision * recall / (precision + recall)
	}
	return precision, recall, f1
}

// pairUp pairs rows with columns, best precision first, and sums it.
func pairUp(scores [][][2]float64) float64 {
	rows, columns := make([]bool, len(scores)), make([]bool, len(scores[0]))
	var sum float64
	for range min(len(rows), len(columns)) {
		row, column, best := -1, -1, -1.0
		for i := range scores {
			for j := range scores[i] {
				if !rows[i] && !columns[j] && scores[i][j][0] > best {
					row, column, best = i, j, scores[i][j][0]
				}
			}
		}
		rows[row], columns[column] = true, true
		sum += best
	}
	return sum
}

// saidWords turn the arguments of a relation round where that fits better: `"…", he said`.
var saidWords = []string{"said", "told", "added", "adds", "says"}

// match is precision and recall of the words of a found relation against a gold one, all arguments but the first as one.
func match(gold, found Relation) [2]float64 {
	g, f := joined(gold.Args), joined(found.Args)
	straight := lenient(gold.Predicate, g, found.Predicate, f)
	for _, w := range saidWords {
		if strings.Contains(gold.Predicate, w) && len(f) == 2 {
			turned := lenient(gold.Predicate, g, found.Predicate, []string{f[1], f[0]})
			if slices.Compare(turned[:], straight[:]) > 0 {
				return turned
			}
			break
		}
	}
	return straight
}

func joined(args []string) []string {
	if len(args) < 2 {
		return args
	}
	return []string{args[0], strings.Join(args[1:], " ")}
}

func lenient(goldPred string, goldArgs []string, pred string, args []string) [2]float64 {
	right, left := common(strings.Fields(goldPred), strings.Fields(pred))
	if slices.Contains(left, "be") { // stands for any form of the verb
		for _, w := range []string{"be", "is", "am", "are", "was", "were", "been", "being"} {
			if slices.Contains(strings.Fields(goldPred), w) {
				right++
				break
			}
		}
	}
	if right == 0 {
		return [2]float64{}
	}
	nGold, nFound := len(strings.Fields(goldPred)), len(strings.Fields(pred))
	for i, a := range goldArgs {
		words := strings.Fields(a)
		nGold += len(words)
		if i >= len(args) {
			return [2]float64{}
		}
		mine := strings.Fields(args[i])
		nFound += len(mine)
		n, _ := common(words, mine)
		right += n
	}
	return [2]float64{float64(right) / float64(nFound), float64(right) / float64(nGold)}
}

// common counts the words that both have, each as often as both have it, and gives the others of b.
func common(a, b []string) (int, []string) {
	n, rest := 0, slices.Clone(b)
	for _, w := range a {
		if i := slices.Index(rest, w); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
			n++
		}
	}
	return n, rest
}
