package ner

import (
	"strings"

	"mandate/extract/internal/english"
	"mandate/extract/nlp"
)

// Citations of law have a grammar of their own: "Articles 240, 241 and 262 of China's Criminal Code", "22 U.S.C. 2378d",
// "Public Law 114-328", "E.O. 12958", "Directive (EU) 2015/849". Each number of a list becomes a mention.

// provisions are the words for parts of a law, singular.
var provisions = map[string]string{
	"article": "Article", "art.": "Article", "section": "Section", "sec.": "Section", "§": "Section", "chapter": "Chapter", "title": "Title",
	"paragraph": "Paragraph", "para.": "Paragraph", "annex": "Annex", "rule": "Rule", "regulation": "Regulation", "clause": "Clause",
	"subsection": "Subsection", "part": "Part", "schedule": "Schedule",
}

// citer reads the citations of one sentence.
type citer struct {
	toks []nlp.Token
	sent int
	out  []nlp.Mention

	sections bool // the numbers at hand are of sections, which codes count by chapters
}

func (c *citer) find() []nlp.Mention {
	for i := 0; i < len(c.toks); {
		if j := c.provisionList(i); j > i {
			i = j
		} else if j := c.code(i); j > i {
			i = j
		} else {
			i++
		}
	}
	return c.out
}

func (c *citer) add(first, last int, name, rule string) {
	c.out = append(c.out, nlp.Mention{
		Sentence: c.sent, First: first, Last: last, Head: first, Type: "Law", Name: name, Rule: rule, Confidence: 0.95, Cluster: -1, Whole: -1,
	})
}

// provisionList reads "Articles 134, 135 and 244": the word, then numbers. A single small number without a following
// "of" counts only with a capital ("Article 5"); headings of the document's own sections ("Section 3.") do not.
func (c *citer) provisionList(i int) int {
	word := english.Singular(c.toks[i].Lower)
	kind, ok := provisions[word]
	if !ok || i+1 >= len(c.toks) {
		return 0
	}
	plural := word != c.toks[i].Lower
	c.sections = kind == "Section"
	j, n := i+1, 0
	start := i
	var marks []nlp.Mention
	for j < len(c.toks) {
		num, end := c.number(j)
		if end == 0 {
			break
		}
		marks = append(marks, nlp.Mention{First: start, Last: end, Head: j, Name: kind + " " + num})
		n++
		j = end
		start = j
		for start < len(c.toks) && (c.toks[start].Text == "," || c.toks[start].Lower == "and" || c.toks[start].Lower == "or") {
			start++
		}
		if start == j || start >= len(c.toks) {
			break
		}
		if _, end := c.number(start); end == 0 {
			break
		}
		j = start
	}
	if n == 0 || !plural && i == 0 && j < len(c.toks) && c.toks[j].Text == "." {
		return 0
	}
	capital := isCap(&c.toks[i])
	of := j+1 < len(c.toks) && c.toks[j].Lower == "of"
	if own := of && (c.toks[j+1].Lower == "this" || c.toks[j+1].Lower == "that"); own || !of && (!capital || kind != "Article") && !c.whole(i, kind) {
		return j
	}
	for k, m := range marks {
		if k > 0 {
			m.First = m.Head
		}
		c.add(m.First, m.Last, m.Name, "law.provision")
	}
	return j
}

// whole says whether a part of a law is named as that which a smaller part is of: "section 1189 of title 8".
func (c *citer) whole(i int, kind string) bool {
	return i > 1 && c.toks[i-1].Lower == "of" && kind != "Section" && kind != "Paragraph" && kind != "Subsection" && len(c.out) > 0 && c.out[len(c.out)-1].Last == i-1
}

// number reads "29-a", "240", "7031(c)", "IV", "12a", and the numbers of codes that count by chapters ("25-306(a)(2)",
// "28-105.10.1"), and gives its text and end.
func (c *citer) number(i int) (string, int) {
	if i >= len(c.toks) {
		return "", 0
	}
	t := c.toks[i].Text
	if !(isNumber(t) && len(t) <= 7 && !strings.Contains(t, ",") || isRomanNumeral(t)) {
		return "", 0
	}
	j := i + 1
	if j+1 < len(c.toks) && isHyphen(c.toks[j].Text) && !c.toks[j].Space && !c.toks[j+1].Space && (len(c.toks[j+1].Text) == 1 || c.chaptered(i)) {
		t += "-" + c.toks[j+1].Text
		j += 2
	}
	for j+2 < len(c.toks) && c.toks[j].Text == "(" && !c.toks[j].Space && c.toks[j+2].Text == ")" && len(c.toks[j+1].Text) <= 3 {
		t += "(" + c.toks[j+1].Text + ")"
		j += 3
	}
	return t, j
}

// chaptered says whether "25-306" at i is one number of a code that counts by chapters, and no range like "240-244": what
// follows the hyphen has a point, or is followed by a paragraph in brackets, or is, of a section, longer (three figures
// behind one or two; "Articles 98-105" is a range).
func (c *citer) chaptered(i int) bool {
	next := c.toks[i+2].Text
	if next[0] < '0' || next[0] > '9' {
		return false
	}
	return strings.Contains(next, ".") || c.sections && len(next) >= 3 && len(c.toks[i].Text) <= 2 ||
		i+5 < len(c.toks) && c.toks[i+3].Text == "(" && !c.toks[i+3].Space && c.toks[i+5].Text == ")"
}

// code reads the numbered instruments that are not written as capitalised names.
func (c *citer) code(i int) int {
	at := func(k int) string {
		if i+k < len(c.toks) {
			return c.toks[i+k].Lower
		}
		return ""
	}
	text := func(k int) string { return c.toks[i+k].Text }
	switch t := at(0); {
	case isNumber(t) && (at(1) == "u.s.c." || at(1) == "c.f.r." || at(1) == "cfr" || at(1) == "usc"):
		k := 2
		if at(k) == "§" || at(k) == "sec." || at(k) == "section" {
			k++
		}
		if num, end := c.number(i + k); end > 0 {
			name := text(0) + " U.S.C. " + num
			if strings.HasPrefix(at(1), "c") {
				name = text(0) + " CFR " + num
			}
			c.add(i, end, name, "law.code")
			return end
		}
	case t == "executive" && at(1) == "order" && (isNumber(at(2)) || at(2) == "no." && isNumber(at(3)) || at(2) == "no" && at(3) == "." && isNumber(at(4))):
		k := 2
		for !isNumber(at(k)) {
			k++
		}
		end, num := i+k+1, text(k)
		if isHyphen(at(k+1)) && isNumber(at(k+2)) && !c.toks[end].Space && !c.toks[end+1].Space {
			end, num = end+2, num+"-"+text(k+2) // counted by years: "2009-03"
		}
		c.add(i, end, "Executive Order "+num, "law.executive-order")
		return end
	case (t == "e.o." || t == "eo") && isNumber(strings.TrimPrefix(at(1), "no.")):
		c.add(i, i+2, "Executive Order "+text(1), "law.executive-order")
		return i + 2
	case t == "public" && at(1) == "law" && isNumber(at(2)) || (t == "pub." || t == "p.") && (at(1) == "l." || at(1) == "law") && isNumber(at(2)):
		end, num := i+3, text(2)
		if at(3) == "-" && isNumber(at(4)) {
			end, num = i+5, num+"-"+text(4)
		}
		c.add(i, end, "Public Law "+num, "law.public-law")
		return end
	case (t == "directive" || t == "regulation" || t == "decision") && (at(1) == "(" && at(3) == ")" || isNumber(at(1)) && strings.Contains(at(1), "/")):
		k := 1
		name := c.toks[i].Text
		if at(1) == "(" {
			name += " (" + text(2) + ")"
			k = 4
		}
		if at(k) == "no" || at(k) == "no." {
			name += " No"
			k++
		}
		if isNumber(at(k)) {
			end := i + k + 1
			name += " " + text(k)
			for end+1 < len(c.toks) && c.toks[end].Text == "/" && !c.toks[end].Space {
				name += "/" + c.toks[end+1].Text
				end += 2
			}
			c.add(i, end, name, "law.eu-act")
			return end
		}
	}
	return 0
}
