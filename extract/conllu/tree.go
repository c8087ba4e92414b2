package conllu

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"mandate/extract/nlp"
)

// Draw draws the sentences of a document as trees: one word to a line, the branches to its left, then what the word is,
// beside the head of each mention its type and words, and where a date or an amount begins what it means. Sentences that were not parsed come as lists of words.
func Draw(w io.Writer, doc *nlp.Document) error {
	b := bufio.NewWriter(w)
	mentions := map[place][]string{}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		at := place{m.Sentence, m.Head}
		mentions[at] = append(mentions[at], m.Type+" “"+words(&doc.Sentences[m.Sentence], m.First, m.Last)+"”")
	}
	for at, list := range remarks(doc) {
		mentions[at] = append(mentions[at], list...)
	}
	for i := range doc.Sentences {
		sent := &doc.Sentences[i]
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(b, "%s\n", Text(sent))
		var branches []string
		if sent.Parsed {
			branches = Branches(sent)
		} else {
			branches = make([]string, len(sent.Tokens))
		}
		form, lemma, rel := 0, 0, 0
		for t := range sent.Tokens {
			tok := &sent.Tokens[t]
			form, lemma = max(form, width(line(tok.Text))), max(lemma, width(line(tok.Lemma)))
			rel = max(rel, width(tok.Deprel))
		}
		for t := range sent.Tokens {
			tok := &sent.Tokens[t]
			row := " " + branches[t] + " " + pad(line(tok.Text), form) + "  " + pad(line(tok.Lemma), lemma) + "  " + pad(tok.UPOS, 5) + "  " + pad(tok.Deprel, rel) + "  " + strings.Join(mentions[place{i, t}], ", ")
			fmt.Fprintln(b, strings.TrimRight(row, " "))
		}
	}
	return b.Flush()
}

// words are tokens [first, last) as they read.
func words(sent *nlp.Sentence, first, last int) string {
	part := nlp.Sentence{Tokens: sent.Tokens[first:last]}
	return Text(&part)
}

func width(s string) int { return utf8.RuneCountInString(s) }

func pad(s string, n int) string { return s + strings.Repeat(" ", max(0, n-width(s))) }

// A branch is the line down from a head: it stands in a column of its own, over the rows of the head and its children.
type branch struct {
	column, first, last int // column -1: no children
}

// Branches are the drawn branches to the left of each word, all of one width.
func Branches(sent *nlp.Sentence) []string {
	all, count := columns(sent)
	wide := 2*count + 2
	rows := make([][]rune, len(sent.Tokens))
	for t := range rows {
		rows[t] = []rune(strings.Repeat(" ", wide))
	}
	for _, b := range all {
		for r := b.first; b.column >= 0 && r <= b.last; r++ {
			rows[r][2*b.column] = '│'
		}
	}
	for t := range sent.Tokens {
		head, own := sent.Tokens[t].Head, all[t]
		from := 0
		if head >= 0 {
			from = 2 * all[head].column
			rows[t][from] = corner(t, all[head])
			from++
		}
		for x := from; x < wide; x++ {
			if rows[t][x] == ' ' {
				rows[t][x] = '─'
			}
		}
		if own.column >= 0 {
			rows[t][2*own.column] = joint(t, own)
		}
	}
	out := make([]string, len(rows))
	for t := range rows {
		out[t] = " " + string(rows[t])
		if sent.Tokens[t].Head < 0 {
			out[t] = "─" + string(rows[t])
		}
	}
	return out
}

// corner is where the branch of a head turns to a child in row t.
func corner(t int, b branch) rune {
	switch t {
	case b.first:
		return '╭'
	case b.last:
		return '╰'
	}
	return '├'
}

// joint is where the head itself, in row t, meets its branch.
func joint(t int, b branch) rune {
	switch t {
	case b.first:
		return '┬'
	case b.last:
		return '┴'
	}
	return '┼'
}

// columns gives the branch of each word a column to the right of its head's, the leftmost that no other branch uses in the
// same rows, and counts the columns. In a tree without crossings that is the depth.
func columns(sent *nlp.Sentence) ([]branch, int) {
	n := len(sent.Tokens)
	all := make([]branch, n)
	children := make([][]int, n)
	var queue []int
	for t := range sent.Tokens {
		all[t] = branch{column: -1, first: t, last: t}
		if h := sent.Tokens[t].Head; h >= 0 {
			children[h] = append(children[h], t)
		} else {
			queue = append(queue, t)
		}
	}
	used := make([][]bool, 0, n) // by column and row
	for ; len(queue) > 0; queue = queue[1:] {
		t := queue[0]
		kids := children[t]
		if len(kids) == 0 {
			continue
		}
		b := &all[t]
		b.first, b.last = min(t, kids[0]), max(t, kids[len(kids)-1])
		b.column = 0
		if h := sent.Tokens[t].Head; h >= 0 {
			b.column = all[h].column + 1
		}
		for ; b.column < len(used) && taken(used[b.column], b.first, b.last); b.column++ {
		}
		for len(used) <= b.column {
			used = append(used, make([]bool, n))
		}
		for r := b.first; r <= b.last; r++ {
			used[b.column][r] = true
		}
		queue = append(queue, kids...)
	}
	return all, len(used)
}

func taken(rows []bool, first, last int) bool {
	for r := first; r <= last; r++ {
		if rows[r] {
			return true
		}
	}
	return false
}
