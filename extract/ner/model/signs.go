package model

import (
	"unicode"

	"mandate/extract/nlp"
)

// types are those that the rules' mentions may have, in the order of their signs.
var types = [...]string{"Agency", "Law", "Program", "Region", "Person", "Event", "Issue", "Group"}

// The signs of a word, as bits: first the rules' mentions by type, starting (0-7) and going on (8-15).
const (
	signNamed    = 16 // in a mention by name
	signNominal  = 17 // by description
	signShort    = 18 // by a short form
	signSmall    = 19 // the document has the word in small letters
	signCapital  = 20 // the document has it with a capital within a sentence of running text
	signShouted  = 21 // its sentence is in capitals
	signAllCaps  = 22 // it is in capitals itself
	signBrackets = 23 // it stands in round brackets
	signTitled   = 24 // most words of its sentence have capitals
	signFrequent = 25 // it has a capital and the document has it three times or more
)

// Signs lists, per sentence and word of a document that the rules have read, what speaks for a name: a bit each.
func Signs(doc *nlp.Document) [][]uint32 {
	small, capital, count := map[string]bool{}, map[string]bool{}, map[string]int{}
	cases := make([]uint32, len(doc.Sentences))
	for i := range doc.Sentences {
		sent := &doc.Sentences[i]
		cases[i] = sentenceCase(sent)
		for t := range sent.Tokens {
			tok := &sent.Tokens[t]
			count[tok.Text]++
			switch {
			case cases[i] != 0:
			case tok.Text == tok.Lower:
				small[tok.Lower] = true
			case t > 0:
				capital[tok.Lower] = true
			}
		}
	}
	out := make([][]uint32, len(doc.Sentences))
	for i := range doc.Sentences {
		sent := &doc.Sentences[i]
		out[i] = make([]uint32, len(sent.Tokens))
		depth := 0
		for t := range sent.Tokens {
			tok := &sent.Tokens[t]
			bits := cases[i]
			switch tok.Text {
			case "(":
				depth++
			case ")":
				depth = max(0, depth-1)
			}
			if depth > 0 {
				bits |= 1 << signBrackets
			}
			if small[tok.Lower] {
				bits |= 1 << signSmall
			}
			if capital[tok.Lower] {
				bits |= 1 << signCapital
			}
			if tok.Text != tok.Lower {
				if len(tok.Text) > 1 && allCapitals(tok.Text) {
					bits |= 1 << signAllCaps
				}
				if count[tok.Text] >= 3 {
					bits |= 1 << signFrequent
				}
			}
			out[i][t] = bits
		}
	}
	for i := range doc.Mentions {
		addMention(out, &doc.Mentions[i])
	}
	return out
}

// addMention notes a rule's mention on its words.
func addMention(out [][]uint32, m *nlp.Mention) {
	if m.Kind == nlp.Pronoun {
		return
	}
	kind := uint32(1) << (signNamed + uint32(m.Kind))
	for t := m.First; t < m.Last; t++ {
		bits := kind
		for i, name := range types {
			if m.Type == name {
				if t == m.First {
					bits |= 1 << i
				} else {
					bits |= 1 << (8 + i)
				}
			}
		}
		out[m.Sentence][t] |= bits
	}
}

// sentenceCase is the sign of a sentence in capitals, or most of whose words have one, else 0.
func sentenceCase(sent *nlp.Sentence) uint32 {
	words, caps, shouted := 0, 0, 0
	for t := range sent.Tokens {
		text := sent.Tokens[t].Text
		if len(text) < 4 || !letters(text) {
			continue
		}
		words++
		if text != sent.Tokens[t].Lower {
			caps++
			if allCapitals(text) {
				shouted++
			}
		}
	}
	switch {
	case words >= 2 && shouted*10 >= words*8:
		return 1 << signShouted
	case words >= 3 && caps*10 >= words*8:
		return 1 << signTitled
	}
	return 0
}

func letters(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return true
		}
	}
	return false
}

func allCapitals(s string) bool {
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
	}
	return letters(s)
}
