package conllu

import (
	"strconv"

	"mandate/extract/nlp"
)

// Dates and amounts are shown with what they mean: a date or period in ISO 8601 with the precision that the words have, an
// amount as number and unit.

// values are what is written of the dates and amounts that begin and end at each word, as Write's comment says.
func values(doc *nlp.Document) map[place]string {
	out := map[place]string{}
	bracket := func(sentence, first, last int, name, value string) {
		if last-first == 1 {
			out[place{sentence, first}] += name + "=(" + value + ")|"
			return
		}
		out[place{sentence, first}] += name + "=(" + value + "|"
		out[place{sentence, last - 1}] += name + "=)|"
	}
	for i := range doc.Amounts { // names of fields come in the order of the alphabet
		a := &doc.Amounts[i]
		value := number(a.Value)
		if a.Unit != "" {
			value += ",unit:" + escape(a.Unit)
		}
		bracket(a.Sentence, a.First, a.Last, "Amount", value)
	}
	for i := range doc.Times {
		t := &doc.Times[i]
		bracket(t.Sentence, t.First, t.Last, "Date", period(t)+",role:"+roleNames[t.Role])
	}
	return out
}

// remarks are what Draw writes beside the word at which each date and amount begins.
func remarks(doc *nlp.Document) map[place][]string {
	out := map[place][]string{}
	add := func(sentence, first, last int, what string) {
		at := place{sentence, first}
		out[at] = append(out[at], what+" “"+words(&doc.Sentences[sentence], first, last)+"”")
	}
	for i := range doc.Times {
		t := &doc.Times[i]
		role := ""
		if t.Role != nlp.At {
			role = roleNames[t.Role] + " "
		}
		add(t.Sentence, t.First, t.Last, "date "+role+period(t))
	}
	for i := range doc.Amounts {
		a := &doc.Amounts[i]
		what := "amount " + number(a.Value)
		if a.Unit != "" {
			what += " " + line(a.Unit)
		}
		add(a.Sentence, a.First, a.Last, what)
	}
	return out
}

var roleNames = [...]string{nlp.At: "at", nlp.By: "by", nlp.Since: "since", nlp.Until: "until"}

// period is a date, or the two ends of a period as ISO 8601 writes them.
func period(t *nlp.Time) string {
	if t.To == t.From {
		return line(t.From)
	}
	return line(t.From) + "/" + line(t.To)
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
