package ner

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"mandate/extract/nlp"
)

// times finds the dates and periods of a sentence and writes them in ISO 8601, with the precision that the words have.
// What a document says with a view to its own date ("since February", "last year") is resolved against written, the
// document's date in ISO 8601, and left out when that is not known.
func times(toks []nlp.Token, sent int, written string) []nlp.Time {
	t := &timer{toks: toks, written: written}
	var out []nlp.Time
	for i := 0; i < len(toks); {
		m, ok := t.at(i)
		if !ok {
			i++
			continue
		}
		m.Sentence = sent
		out = append(out, m)
		i = m.Last
	}
	return out
}

type timer struct {
	toks    []nlp.Token
	written string
}

// roles are the prepositions that say how a time stands to what is said.
var roles = map[string]nlp.TimeRole{
	"in": nlp.At, "on": nlp.At, "during": nlp.At, "at": nlp.At, "of": nlp.At, "for": nlp.At, "throughout": nlp.At,
	"by": nlp.By, "before": nlp.By, "since": nlp.Since, "after": nlp.Since, "from": nlp.Since, "until": nlp.Until, "till": nlp.Until, "through": nlp.Until,
}

// at reads the time that begins at token i.
func (t *timer) at(i int) (nlp.Time, bool) {
	prep := ""
	for k := i - 1; k >= 0 && k >= i-5; k-- { // "by the end of 2010", "in early May"
		w := t.toks[k].Lower
		if w == "early" || w == "late" || w == "mid" || w == "-" || w == "the" || w == "end" || w == "of" && k > 0 && (t.toks[k-1].Lower == "end" || t.toks[k-1].Lower == "beginning") || w == "beginning" {
			continue
		}
		if _, ok := roles[w]; ok || w == "between" {
			prep = w
		}
		break
	}
	from, end := t.date(i, prep)
	if from == "" {
		return nlp.Time{}, false
	}
	m := nlp.Time{First: i, Last: end, Role: roles[prep], From: from, To: from}
	if end+1 < len(t.toks) {
		joint := t.toks[end].Lower
		to, last := "", 0
		switch {
		case isHyphen(joint) || joint == "–" || joint == "/" && len(from) == 4:
			to, last = t.date(end+1, "in")
		case prep == "from" && (joint == "to" || joint == "until" || joint == "through" || joint == "till"), prep == "between" && joint == "and":
			to, last = t.date(end+1, "until")
		}
		if to != "" && to >= from {
			m.To, m.Last, m.Role = to, last, nlp.At
		}
	}
	return m, true
}

// date reads one date at token i, and where it ends; prep leads it in, and a bare year or month needs one.
func (t *timer) date(i int, prep string) (iso string, end int) {
	tok := &t.toks[i]
	if y, ok := year(tok.Text); ok {
		if _, more := year(t.text(i + 2)); prep != "" || more && (isHyphen(t.text(i+1)) || t.text(i+1) == "–") {
			return y, i + 1
		}
		return "", 0
	}
	if d, err := time.Parse(time.DateOnly, tok.Text); err == nil {
		return d.Format(time.DateOnly), i + 1
	}
	if tok.Lower == "fy" || tok.Lower == "fiscal" && t.lower(i+1) == "year" {
		k := i + 1
		if tok.Lower == "fiscal" {
			k++
		}
		if y, ok := year(t.text(k)); ok {
			return y, k + 1
		}
		return "", 0
	}
	if mon := monthNumber(tok.Text); mon > 0 {
		return t.fromMonth(i, mon, prep)
	}
	if day := dayNumber(tok.Text); day > 0 {
		k := i + 1
		if t.lower(k) == "of" {
			k++
		}
		if mon := monthNumber(t.text(k)); mon > 0 {
			if y, ok := year(t.text(k + 1)); ok {
				return ymd(y, mon, day), k + 2
			}
			if y := t.yearFor(mon, prep); y != "" {
				return ymd(y, mon, day), k + 1
			}
		}
	}
	return t.relative(i)
}

// fromMonth reads what follows the name of a month: a day, a year, or both.
func (t *timer) fromMonth(i, mon int, prep string) (string, int) {
	k := i + 1
	if t.text(k) == "." {
		k++
	}
	if day := dayNumber(t.text(k)); day > 0 {
		at := k + 1
		if t.text(at) == "," {
			at++
		}
		if y, ok := year(t.text(at)); ok {
			return ymd(y, mon, day), at + 1
		}
		if y := t.yearFor(mon, prep); y != "" {
			return ymd(y, mon, day), k + 1
		}
		return "", 0
	}
	if t.text(k) == "," || t.lower(k) == "of" {
		k++
	}
	if y, ok := year(t.text(k)); ok {
		return fmt.Sprintf("%s-%02d", y, mon), k + 1
	}
	if prep == "" {
		return "", 0 // "May" and "March" are not always months
	}
	if y := t.yearFor(mon, prep); y != "" {
		return fmt.Sprintf("%s-%02d", y, mon), i + 1
	}
	return "", 0
}

// yearFor is the year of a month that stands without one: of the last such month when the document was written, or the
// next one for a deadline.
func (t *timer) yearFor(mon int, prep string) string {
	if len(t.written) < 7 {
		return ""
	}
	y, err1 := strconv.Atoi(t.written[:4])
	now, err2 := strconv.Atoi(t.written[5:7])
	if err1 != nil || err2 != nil {
		return ""
	}
	switch role := roles[prep]; {
	case (role == nlp.By || role == nlp.Until) && mon < now:
		y++
	case role != nlp.By && role != nlp.Until && mon > now:
		y--
	}
	return strconv.Itoa(y)
}

// relative reads "last year", "this month" and the like.
func (t *timer) relative(i int) (string, int) {
	shift, ok := map[string]int{"last": -1, "this": 0, "next": 1, "current": 0, "previous": -1}[t.toks[i].Lower]
	if !ok || len(t.written) < 4 {
		return "", 0
	}
	y, err := strconv.Atoi(t.written[:4])
	if err != nil {
		return "", 0
	}
	switch t.lower(i + 1) {
	case "year":
		return strconv.Itoa(y + shift), i + 2
	case "month":
		d, err := time.Parse("2006-01", t.written[:min(7, len(t.written))])
		if err != nil {
			return "", 0
		}
		return d.AddDate(0, shift, 0).Format("2006-01"), i + 2
	}
	return "", 0
}

func (t *timer) text(i int) string {
	if i < 0 || i >= len(t.toks) {
		return ""
	}
	return t.toks[i].Text
}

func (t *timer) lower(i int) string { return strings.ToLower(t.text(i)) }

// year reads a year of four digits.
func year(s string) (string, bool) {
	if len(s) != 4 {
		return "", false
	}
	y, err := strconv.Atoi(s)
	return s, err == nil && y >= 1500 && y < 2200
}

// dayNumber is the day that "3", "3rd" or "03" says, 0 none.
func dayNumber(s string) int {
	for _, end := range [...]string{"st", "nd", "rd", "th"} {
		s = strings.TrimSuffix(s, end)
	}
	d, err := strconv.Atoi(s)
	if err != nil || d < 1 || d > 31 || len(s) > 2 {
		return 0
	}
	return d
}

// monthNumber is the number of a month by its name or its first letters, with a capital, 0 none.
func monthNumber(s string) int {
	if len(s) < 3 || s[0] < 'A' || s[0] > 'Z' {
		return 0
	}
	w := strings.ToLower(strings.TrimSuffix(s, "."))
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		if w == name || w == name[:3] || m == time.September && w == "sept" {
			return int(m)
		}
	}
	return 0
}

// ymd is a day in ISO 8601, "" when there is no such day.
func ymd(year string, mon, day int) string {
	s := fmt.Sprintf("%s-%02d-%02d", year, mon, day)
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return ""
	}
	return s
}
