package relate

import "strings"

// verbForms are the forms of a verb as they stand in text: base, third person, past, participles.
func verbForms(v string) []string {
	switch v { // whose base form is nearly always another word, a form of "find" or an adjective
	case "found":
		return []string{"founds", "founded", "founding"}
	case "initial":
		return []string{"initialed", "initialled", "initialing", "initialling"}
	}
	if forms, ok := irregularVerbs[v]; ok {
		return append([]string{v}, strings.Fields(forms)...)
	}
	last := v[len(v)-1]
	switch {
	case last == 'e':
		stem := v[:len(v)-1]
		return []string{v, v + "s", stem + "ed", stem + "ing"}
	case last == 'y' && !vowel(v[len(v)-2]):
		stem := v[:len(v)-1]
		return []string{v, stem + "ies", stem + "ied", v + "ing"}
	case strings.HasSuffix(v, "s") || strings.HasSuffix(v, "sh") || strings.HasSuffix(v, "ch") || strings.HasSuffix(v, "x"):
		return []string{v, v + "es", v + "ed", v + "ing"}
	case len(v) <= 4 && !vowel(last) && last != 'w' && last != 'y' && vowel(v[len(v)-2]) && !vowel(v[len(v)-3]):
		return []string{v, v + "s", v + string(last) + "ed", v + string(last) + "ing"}
	}
	return []string{v, v + "s", v + "ed", v + "ing"}
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

var irregularVerbs = map[string]string{
	"lead": "leads led leading", "run": "runs ran running", "oversee": "oversees oversaw overseen overseeing", "fight": "fights fought fighting",
	"set": "sets setting", "build": "builds built building", "hold": "holds held holding", "meet": "meets met meeting", "give": "gives gave given giving",
	"pay": "pays paid paying", "bind": "binds bound binding", "refer": "refers referred referring", "undertake": "undertakes undertook undertaken undertaking",
	"teach": "teaches taught teaching", "stop": "stops stopped stopping", "put": "puts putting", "cut": "cuts cutting", "submit": "submits submitted submitting",
	"commit": "commits committed committing", "combat": "combats combated combatted combating combatting", "curb": "curbs curbed curbing",
	"control": "controls controlled controlling", "deal": "deals dealt dealing", "bring": "brings brought bringing", "make": "makes made making",
	"take": "takes took taken taking", "begin": "begins began begun beginning", "help": "helps helped helping", "join": "joins joined joining",
	"launch": "launches launched launching", "sell": "sells sold selling", "forbid": "forbids forbade forbidden forbidding", "ban": "bans banned banning",
	"spend": "spends spent spending", "prefer": "prefers preferred preferring", "adopt": "adopts adopted adopting", "repeal": "repeals repealed repealing",
	"target": "targets targeted targeting", "deter": "deters deterred deterring", "shelter": "shelters sheltered sheltering", "harm": "harms harmed harming",
	"house": "houses housed housing", "award": "awards awarded awarding", "head": "heads headed heading", "chair": "chairs chaired chairing", "report": "reports reported reporting",
	"draw": "draws drew drawn drawing",
}

func plural(n string) string {
	switch {
	case strings.HasSuffix(n, "y") && !vowel(n[len(n)-2]):
		return n[:len(n)-1] + "ies"
	case strings.HasSuffix(n, "s") || strings.HasSuffix(n, "ch") || strings.HasSuffix(n, "sh"):
		return n + "es"
	}
	return n + "s"
}
