package token

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"mandate/extract/ner/lists"
)

// surroundings say what must stand round an abbreviation for its point to be part of it.
type surroundings uint8

const (
	anywhere     surroundings = iota + 1 // the point belongs to it wherever it stands
	beforeName                           // a title, before a capital
	beforeNumber                         // before a number or another abbreviation: "No. 5", "Fed. Reg."
	beforeDate                           // a day, before a number, a comma, a month or a word in small letters
	afterNumber                          // a unit, within a sentence: "5 km. from"
	afterName                            // a state or street, with a capital: "Chicago, Ill."
)

// bySort says it for each kind of the list. What is written with inner points ("U.S.") needs no list.
var bySort = map[string]surroundings{
	"company": anywhere, "common": anywhere, "latin": anywhere, "degree": anywhere, "month": anywhere, "body": anywhere,
	"title": beforeName, "number": beforeNumber, "law": beforeNumber, "day": beforeDate,
	"unit": afterNumber, "time": afterNumber, "place": afterName,
}

// otherwise are abbreviations that their kind does not tell right: words that are also something else, and places that
// stand before the name.
var otherwise = map[string]surroundings{
	"v": anywhere, "vs": anywhere, "viz": anywhere, "c": beforeNumber, "ca": beforeNumber, "circa": beforeNumber, "op": beforeNumber,
	"ave": anywhere, "blvd": anywhere, "st": beforeName, "mt": beforeName, "ft": beforeName, "ste": beforeName,
	"exec": beforeName, "min": afterNumber, "temp": beforeNumber, "pop": beforeNumber, "org": afterName, "lot": 0,
}

// abbreviations are the listed ones, in small letters and without their point.
var abbreviations = sync.OnceValue(func() map[string]surroundings {
	list, err := lists.Abbreviations()
	if err != nil {
		panic(err) // the embedded file is tested
	}
	m := make(map[string]surroundings, len(list))
	for _, a := range list {
		word := strings.ToLower(strings.TrimSuffix(a.Text, "."))
		where, special := otherwise[word]
		if !special {
			where = bySort[a.Kind]
		}
		if where != 0 && !strings.ContainsAny(word, ". ") && m[word] == 0 {
			m[word] = where
		}
	}
	return m
})

// abbreviated says whether the point at text[i], behind the word that starts at start, belongs to the word.
func abbreviated(text string, start, i int) bool {
	stem, after := text[start:i], text[i+1:]
	if strings.Contains(stem, ".") {
		return !allDigits(strings.ReplaceAll(stem, ".", "")) // "U.S.", not "3.2."
	}
	if len(stem) == 1 && stem[0] >= 'A' && stem[0] <= 'Z' {
		return strings.TrimSpace(after) != "" // an initial: "John F. Kennedy"
	}
	next := strings.TrimLeft(after, " ")
	switch abbreviations()[strings.ToLower(stem)] {
	case anywhere:
		return true
	case beforeName:
		return strings.TrimSpace(after) != "" && isCapital(stem)
	case beforeNumber: // "No. 5", but "Answer no."
		return next != "" && (isDigit(next[0]) || isRoman(next) || isCapital(stem) && listedNext(next))
	case beforeDate:
		return isCapital(stem) && next != "" && (isDigit(next[0]) || next[0] == ',' || next[0] >= 'a' && next[0] <= 'z' || listedNext(next))
	case afterNumber:
		before := strings.TrimRight(text[:start], " ")
		return before != "" && isDigit(before[len(before)-1]) && next != "" && (next[0] == ',' || next[0] >= 'a' && next[0] <= 'z')
	case afterName:
		return isCapital(stem) && namedBefore(text[:start])
	}
	return false
}

// listedNext says whether the text begins with a listed abbreviation.
func listedNext(next string) bool {
	end := strings.IndexFunc(next, func(r rune) bool { return !isWord(r) })
	return end > 0 && next[end] == '.' && isCapital(next) && (end == 1 || abbreviations()[strings.ToLower(next[:end])] != 0)
}

// namedBefore says whether the text ends in a word with a capital, and perhaps a comma.
func namedBefore(before string) bool {
	before = strings.TrimRight(strings.TrimSuffix(strings.TrimRight(before, " "), ","), " ")
	at := strings.LastIndexFunc(before, func(r rune) bool { return !isWord(r) })
	word := before[at+1:]
	if at >= 0 {
		_, n := utf8.DecodeRuneInString(before[at:])
		word = before[at+n:]
	}
	return isCapital(word)
}

func isCapital(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
