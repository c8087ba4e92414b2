package graph

import (
	"hash/fnv"
	"strings"
	"unicode"
)

// A sketch is the smallest hashes of the runs of four words in a paragraph under eight hash functions, one byte of each
// (min-wise hashing, Broder 1997). Two paragraphs share a byte of their sketches about as often as they share runs.
const (
	sketchLen   = 8
	sketchSame  = 6 // bytes in which copies agree: paragraphs that share 7 in 10 runs do so about half the time, 9 in 10 nearly always
	shingleLen  = 4
	sketchWords = 8 // shorter paragraphs may agree without one being a copy of the other, and have no sketch
)

// Sketch is what a paragraph is recognised by where it was copied: eight bytes, or "" when it has fewer than eight
// words. Case, punctuation and white space do not matter.
func Sketch(paragraph string) string {
	words := strings.FieldsFunc(strings.ToLower(paragraph), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) < sketchWords {
		return ""
	}
	var least [sketchLen]uint64
	for i := range least {
		least[i] = ^uint64(0)
	}
	for i := 0; i+shingleLen <= len(words); i++ {
		h := fnv.New64a()
		for _, w := range words[i : i+shingleLen] {
			h.Write([]byte(w))
			h.Write([]byte{0})
		}
		shingle := h.Sum64()
		for j := range least {
			least[j] = min(least[j], mix(shingle+uint64(j+1)*0x9e3779b97f4a7c15))
		}
	}
	var b [sketchLen]byte
	for i, v := range least {
		b[i] = byte(mix(v)) // the smallest of many hashes has small leading bytes
	}
	return string(b[:])
}

// mix is the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Copies says whether two sketches are of paragraphs of which one was copied from the other, or both from a third.
func Copies(a, b string) bool {
	if len(a) != sketchLen || len(b) != sketchLen {
		return false
	}
	same := 0
	for i := range sketchLen {
		if a[i] == b[i] {
			same++
		}
	}
	return same >= sketchSame
}

// Independent counts the documents that say something in words of their own: documents one of whose paragraphs is a
// copy of one of another's count as one, also over several steps. It is given the sketches of the paragraphs in which
// each document says it; their order does not matter.
//
// Sketches of copies differ in at most two bytes, so of four pairs of bytes two at least are equal: only documents that
// share a pair are compared.
func Independent(documents [][]string) int {
	n := len(documents)
	if n < 2 {
		return n
	}
	parent := make([]int, n)
	for i := range parent {
		parent[i] = i
	}
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	type band struct {
		at  int
		two string
	}
	type place struct {
		doc    int
		sketch string
	}
	seen := map[band][]place{}
	for doc, sketches := range documents {
		for _, s := range sketches {
			if len(s) != sketchLen {
				continue
			}
			for at := 0; at < sketchLen; at += 2 {
				b := band{at, s[at : at+2]}
				known := false
				for _, p := range seen[b] {
					if Copies(p.sketch, s) {
						parent[find(doc)] = find(p.doc)
					}
					known = known || p.sketch == s
				}
				if !known {
					seen[b] = append(seen[b], place{doc, s})
				}
			}
		}
	}
	count := 0
	for i := range parent {
		if find(i) == i {
			count++
		}
	}
	return count
}
