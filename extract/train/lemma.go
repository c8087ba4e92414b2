package train

import (
	"fmt"
	"sort"
	"strings"

	"mandate/extract/internal/encoder"
	"mandate/extract/models"
)

// learnLemmas counts how words become lemmas and keeps, by tag, the endings that decide, and the words that their
// ending gets wrong.
func learnLemmas(sents []Sentence, t *models.Tensors) {
	type pair struct{ word, tag string }
	words := map[pair]map[string]int{}
	for i := range sents {
		s := &sents[i]
		for j, f := range s.Form {
			if s.Lemma[j] == "_" && f != "_" {
				continue
			}
			p := pair{word: strings.ToLower(f), tag: s.XPOS[j]}
			if words[p] == nil {
				words[p] = map[string]int{}
			}
			words[p][encoder.Script(f, s.Lemma[j])]++
		}
	}
	endings := map[string]map[string]int{}
	for p, counts := range words {
		top := most(counts)
		runes := []rune(p.word)
		for k := 0; k <= min(encoder.MaxEnding, len(runes)); k++ {
			key := p.tag + " " + string(runes[len(runes)-k:])
			if endings[key] == nil {
				endings[key] = map[string]int{}
			}
			endings[key][top]++
		}
	}
	ids := map[string]int{}
	number := func(script string) int {
		id, ok := ids[script]
		if !ok {
			id = len(ids)
			ids[script] = id
			t.Strings["lemma.scripts"] = append(t.Strings["lemma.scripts"], script)
		}
		return id
	}
	kept := map[string]string{}
	keys := sortedKeys(endings)
	sort.SliceStable(keys, func(i, j int) bool { return len(keys[i]) < len(keys[j]) })
	var list []string
	for _, k := range keys { // short endings first: a longer one is kept if it says otherwise and is seen twice
		script := most(endings[k])
		if endings[k][script] < 2 && !strings.HasSuffix(k, " ") {
			continue
		}
		if by, ok := byEnding(kept, k); ok && by == script {
			continue
		}
		kept[k] = script
		list = append(list, fmt.Sprintf("%s\t%d", k, number(script)))
	}
	sort.Strings(list)
	t.Strings["lemma.endings"] = list
	var heart []string
	for p, counts := range words {
		top := most(counts)
		if by, ok := byEnding(kept, p.tag+" "+p.word); ok && by == top {
			continue
		}
		heart = append(heart, p.word+" "+p.tag+"\t"+top)
	}
	sort.Strings(heart)
	for i, h := range heart {
		key, script, _ := strings.Cut(h, "\t")
		heart[i] = fmt.Sprintf("%s\t%d", key, number(script))
	}
	t.Strings["lemma.words"] = heart
}

// byEnding is the script of the longest kept ending of "tag word".
func byEnding(kept map[string]string, key string) (string, bool) {
	tag, word, _ := strings.Cut(key, " ")
	runes := []rune(word)
	for k := min(encoder.MaxEnding, len(runes)); k >= 0; k-- {
		if s, ok := kept[tag+" "+string(runes[len(runes)-k:])]; ok {
			return s, true
		}
	}
	return "", false
}

// most is the most frequent key, ties by spelling.
func most(counts map[string]int) string {
	best, n := "", 0
	for k, c := range counts {
		if c > n || c == n && k < best {
			best, n = k, c
		}
	}
	return best
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
