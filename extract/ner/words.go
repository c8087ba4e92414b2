package ner

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mandate/extract/nlp"
)

// set makes a set of blank-separated words.
func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// closed are the closed-class words of English (and a few adverbs as frequent): they open sentences with a capital
// without being names, and never stand inside a common-noun name.
var closed = set(`the a an this that these those it its he she they we i you his her their our my your him them us me who whom whose
which what when where why how while whereas although though because since until unless if as than then there here in on at by for
from to into onto of off over under with within without between among amongst across along around about above below before after
during through throughout against toward towards upon via per despite including regarding concerning following according and or but nor so yet
not no nor never also only even just both either neither each every all any some many much most more less few several other another
such same own is are was were be been being am has have had having do does did done will would shall should can could may might must
ought cannot n't 's 're 've 'd 'll one two three four five six seven eight nine ten first second third last next new old however moreover
furthermore therefore thus hence meanwhile finally additionally today yesterday tomorrow now already still again too very well too
often usually currently recently previously eventually reportedly nearly almost approximately about recent past current
early late later earlier soon please overall notably specifically generally particularly especially particular certain various`)

// connectors may stand in lower case inside a name: "Ministry of Labor and Social Affairs".
var connectors = set("of for on the to and in against with de la del des du e y van von der den al bin & - – /")

func isCap(t *nlp.Token) bool {
	r, _ := utf8.DecodeRuneInString(t.Text)
	return unicode.IsUpper(r)
}

func isAllCaps(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters > 0
}

// isAcronym says whether s is written as one: two to ten characters, mostly capitals ("MPS", "USAID", "DoD", "G20").
func isAcronym(s string) bool {
	upper, n := 0, 0
	for _, r := range s {
		n++
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r), unicode.IsDigit(r), r == '.', r == '-':
		default:
			return false
		}
	}
	s = strings.TrimSuffix(s, "s")
	return n >= 2 && n <= 10 && upper >= 2 && (isAllCaps(s) || upper*2 >= n && unicode.IsUpper(rune(s[len(s)-1])) || upper*3 >= n*2)
}

func isNumber(s string) bool {
	return s != "" && s[0] >= '0' && s[0] <= '9'
}

func isHyphen(s string) bool { return s == "-" || s == "–" || s == "‐" || s == "‑" }

func isPossessive(s string) bool {
	return s == "'s" || s == "’s" || s == "'" || s == "’" || s == "'S" || s == "’S"
}
