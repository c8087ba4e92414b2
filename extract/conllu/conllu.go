// Package conllu writes what the pipeline made of a document for people and for other programs: as CoNLL-U, the format
// of the Universal Dependencies treebanks (universaldependencies.org/format), or as drawn trees.
package conllu

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"mandate/extract/nlp"
)

// Write writes the sentences of a document as CoNLL-U, with a comment for each passage and sentence. In the last column,
// Span is the word's place in the source in bytes, SpaceAfter=No says that no blank follows, and Entity holds the
// mentions as CorefUD writes them: brackets that open with the fields of global.Entity where a mention starts and close
// where it ends. Mentions of one cluster share their number (e1); what makes no node has one of its own (m1). Date and
// Amount stand likewise in brackets, with what the words mean: "(2008-07,role:by", "(100000,unit:USD".
func Write(w io.Writer, doc *nlp.Document) error {
	b := bufio.NewWriter(w)
	name := line(string(doc.Info.ID))
	fmt.Fprintf(b, "# newdoc id = %s\n# global.Entity = eid-etype-head-other\n", name)
	marks, meant := brackets(doc), values(doc)
	passage, inPassage := -1, 0
	for i := range doc.Sentences {
		sent := &doc.Sentences[i]
		if sent.Passage != passage {
			passage, inPassage = sent.Passage, 0
			fmt.Fprintf(b, "# newpar id = %s-p%d\n", name, passage+1)
			if k := kinds[doc.Passages[passage].Kind]; k != "" {
				fmt.Fprintf(b, "# passage_kind = %s\n", k)
			}
		}
		inPassage++
		fmt.Fprintf(b, "# sent_id = %s-p%d-s%d\n# text = %s\n", name, passage+1, inPassage, Text(sent))
		for t := range sent.Tokens {
			var glued bool
			if t+1 < len(sent.Tokens) {
				glued = !sent.Tokens[t+1].Space
			} else {
				glued = i+1 < len(doc.Sentences) && doc.Sentences[i+1].Passage == passage && !doc.Sentences[i+1].Tokens[0].Space
			}
			word(b, sent, t, glued, meant[place{i, t}], marks[place{i, t}])
		}
		b.WriteByte('\n')
	}
	return b.Flush()
}

// kinds of passages, as the comments call them; a paragraph needs no comment.
var kinds = map[nlp.PassageKind]string{
	nlp.Heading: "heading", nlp.ListItem: "list_item", nlp.TableRow: "table_row", nlp.HeaderLine: "header_line", nlp.Caption: "caption",
}

// word writes the line of one token.
func word(b *bufio.Writer, sent *nlp.Sentence, t int, glued bool, meant, entity string) {
	tok := &sent.Tokens[t]
	head, rel := "_", "_"
	if sent.Parsed {
		head, rel = strconv.Itoa(tok.Head+1), tok.Deprel
	}
	fmt.Fprintf(b, "%d\t%s\t%s\t%s\t_\t_\t%s\t%s\t_\t", t+1, line(tok.Text), given(line(tok.Lemma)), given(tok.UPOS), head, given(rel))
	b.WriteString(meant)
	if entity != "" {
		fmt.Fprintf(b, "Entity=%s|", entity)
	}
	if glued {
		b.WriteString("SpaceAfter=No|")
	}
	fmt.Fprintf(b, "Span=%d:%d\n", tok.Span.Start, tok.Span.End)
}

// given is s, or the mark for what is not known.
func given(s string) string {
	if s == "" {
		return "_"
	}
	return s
}

// Text is a sentence as it reads, its words parted by single blanks where there are any.
func Text(sent *nlp.Sentence) string {
	var b strings.Builder
	for t := range sent.Tokens {
		if t > 0 && sent.Tokens[t].Space {
			b.WriteByte(' ')
		}
		b.WriteString(line(sent.Tokens[t].Text))
	}
	return b.String()
}

// line shows control characters as U+FFFD, so that text neither breaks the lines nor steers a terminal.
func line(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(s, string(unicode.ReplacementChar)))
}

type place struct{ sentence, token int }

// brackets are the values of Entity of all words: what starts there, outer mentions first, then what ends, inner first.
// Mentions lie within each other or apart, so what starts where another one ends lies within it.
func brackets(doc *nlp.Document) map[place]string {
	opens, closes := map[place]string{}, map[place]string{}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		id := "m" + strconv.Itoa(i+1)
		if m.Cluster >= 0 {
			id = "e" + strconv.Itoa(m.Cluster+1)
		}
		at := place{m.Sentence, m.First}
		opens[at] += fmt.Sprintf("(%s-%s-%d-kind:%s,rule:%s,confidence:%.2f", id, escape(m.Type), m.Head-m.First+1, KindName(m.Kind), escape(m.Rule), m.Confidence)
		if m.Last-m.First == 1 {
			opens[at] += ")"
			continue
		}
		end := place{m.Sentence, m.Last - 1}
		closes[end] = id + ")" + closes[end] // outer mentions come first, so they close last
	}
	for at, s := range closes {
		opens[at] += s
	}
	return opens
}

// KindName is how a kind of mention is called in what is written.
func KindName(k nlp.MentionKind) string {
	return [...]string{nlp.Named: "name", nlp.Nominal: "nominal", nlp.Short: "short", nlp.Pronoun: "pronoun"}[k]
}

// escaper writes the characters that part the fields of Entity as CorefUD does, in per cent.
var escaper = strings.NewReplacer("%", "%25", "-", "%2D", "(", "%28", ")", "%29", "|", "%7C", ",", "%2C", ":", "%3A", "=", "%3D", " ", "%20")

func escape(s string) string { return escaper.Replace(line(s)) }
