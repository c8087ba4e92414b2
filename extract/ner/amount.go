package ner

import (
	"strconv"
	"strings"

	"mandate/extract/nlp"
)

// currencies by sign or code, and by name in the singular.
var (
	currencies = map[string]string{
		"$": "USD", "us$": "USD", "usd": "USD", "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "¥": "JPY", "jpy": "JPY", "s$": "SGD", "sgd": "SGD",
		"c$": "CAD", "a$": "AUD", "chf": "CHF", "cny": "CNY", "rmb": "CNY", "inr": "INR", "₹": "INR",
	}
	currencyNames = map[string]string{"dollar": "USD", "euro": "EUR", "pound": "GBP", "yen": "JPY", "yuan": "CNY", "franc": "CHF", "rupee": "INR"}
	scalesOf      = map[string]float64{"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "bn": 1e9, "k": 1e3}
	numberWords   = map[string]float64{
		"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15,
		"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
	}
)

// currencyCodes are those of ISO 4217, with the names in use beside them.
var currencyCodes = set(`USD EUR GBP JPY CNY RMB CHF CAD AUD NZD SGD HKD INR PKR BDT LKR NPR IDR MYR PHP THB VND KRW TWD RUB UAH BYN KZT UZS TJS TMT KGS
MNT AZN AMD GEL TRY ILS JOD LBP SYP IQD IRR SAR AED QAR KWD BHD OMR YER AFN EGP LYD TND DZD MAD MRO MRU SDG SSP ETB ERN DJF SOS KES UGX TZS RWF BIF
ZMW ZMK MWK MZN ZAR BWP NAD SZL LSL AOA CDF XAF XOF CFA FCFA GNF SLL SLE LRD GHS NGN GMD CVE MUR SCR MGA KMF STN BRL ARS CLP UYU PYG BOB PEN COP VES VEF
GTQ HNL NIO CRC PAB DOP HTG JMD TTD BBD GYD SRD XCD BSD BZD CUP MXN SVC PLN CZK HUF RON BGN RSD MKD ALL BAM MDL SEK NOK DKK ISK FJD PGK SBD VUV WST TOP
XPF MMK KHR LAK MVR BTN`)

// noBody says whether the word at i is the code of a currency beside a number, or one of several francs: it names no body there.
// Where it is no money it is something that is counted: "COP 27", "SDG 5".
func noBody(toks []nlp.Token, i int) bool {
	if !currencyCodes[toks[i].Text] {
		return false
	}
	counts := func(k int) bool {
		return k >= 0 && k < len(toks) && (isNumber(toks[k].Text) || scalesOf[toks[k].Lower] > 0)
	}
	return counts(i-1) || counts(i+1) || i+1 < len(toks) && strings.HasPrefix(toks[i+1].Lower, "franc")
}

// amounts finds sums of money, shares and counts in a sentence. Numbers that are part of a time are none.
func amounts(toks []nlp.Token, sent int, known []nlp.Time) []nlp.Amount {
	var out []nlp.Amount
	for i := 0; i < len(toks); i++ {
		a, ok := amountAt(toks, i)
		if !ok || timeAt(known, sent, a.First, a.Last) {
			continue
		}
		a.Sentence = sent
		out = append(out, a)
		i = a.Last - 1
	}
	return out
}

func timeAt(known []nlp.Time, sent, first, last int) bool {
	for k := len(known) - 1; k >= 0 && known[k].Sentence == sent; k-- {
		if known[k].First < last && first < known[k].Last {
			return true
		}
	}
	return false
}

// amountAt reads the amount that begins at token i: "$4 million", "EUR 300", "300 euros", "5 %", "two centers".
func amountAt(toks []nlp.Token, i int) (nlp.Amount, bool) {
	at, text := i, toks[i].Lower
	unit := currencies[text]
	if unit != "" {
		if at++; at == len(toks) {
			return nlp.Amount{}, false
		}
		text = toks[at].Lower
	} else {
		for sign, code := range currencies { // "$100,000" as one word
			if rest, ok := strings.CutPrefix(text, sign); ok && rest != "" && rest[0] >= '0' && rest[0] <= '9' {
				unit, text = code, rest
			}
		}
	}
	v, ok := quantity(text)
	if !ok || i > 0 && !toks[at].Space && at == i && (isHyphen(toks[i-1].Text) || toks[i-1].Text == "/" || toks[i-1].Text == "(") {
		return nlp.Amount{}, false
	}
	end := at + 1
	for end < len(toks) && scalesOf[toks[end].Lower] > 0 && (len(toks[end].Text) > 2 || unit != "" && !toks[end].Space) {
		v *= scalesOf[toks[end].Lower]
		end++
	}
	if end < len(toks) && isHyphen(toks[end].Text) && !toks[end].Space {
		return nlp.Amount{}, false // "10-year", "2008-2012"
	}
	if unit == "" {
		next := ""
		if end < len(toks) {
			next = toks[end].Lower
		}
		switch {
		case next == "%" || next == "percent":
			unit = "%"
			end++
		case currencyNames[strings.TrimSuffix(next, "s")] != "":
			unit = currencyNames[strings.TrimSuffix(next, "s")]
			end++
		case counted(toks, at, end) >= 0:
			unit = toks[counted(toks, at, end)].Lemma
		default:
			return nlp.Amount{}, false
		}
	}
	return nlp.Amount{First: i, Last: end, Value: v, Unit: unit}, true
}

// counted is the noun that the number at token i counts by the tree, -1 none.
func counted(toks []nlp.Token, i, end int) int {
	for k := i; k < end; k++ {
		if h := toks[k].Head; base(toks[k].Deprel) == "nummod" && h >= end && h < len(toks) && toks[h].UPOS == "NOUN" {
			return h
		}
	}
	return -1
}

// quantity is the value of a number in digits or as a word.
func quantity(s string) (float64, bool) {
	if v, ok := numberWords[s]; ok {
		return v, true
	}
	if s == "" || s[0] < '0' || s[0] > '9' {
		return 0, false
	}
	scale := 1.0
	for _, end := range [...]string{"bn", "m", "k"} {
		if rest, ok := strings.CutSuffix(s, end); ok {
			s, scale = rest, scalesOf[end]
			break
		}
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	return v * scale, err == nil
}
