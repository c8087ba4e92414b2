package ner

import "strings"

// verbForms are the forms of verbs that stand before the noun phrases we look for: a phrase never reaches left over
// them. Without part-of-speech tags this closed list is what tells "combating human trafficking" from "working group".
func verbForms() map[string]bool {
	m := map[string]bool{}
	for _, v := range strings.Fields(`combat prevent fight address tackle reduce eliminate eradicate prohibit ban punish criminalize criminalise prosecute
investigate counter curb stop end halt deter suppress regulate control monitor manage mitigate limit restrict protect assist train shelter help
support empower serve provide offer give ensure promote advance improve strengthen enhance increase expand develop establish create launch set build
implement enforce execute conduct carry undertake pursue coordinate cooperate collaborate work lead head chair direct run operate oversee supervise
administer fund finance pay allocate grant donate adopt enact issue sign ratify approve amend revise reform repeal revoke replace report refer
identify detect recognize recognise define describe discuss consider include involve affect harm threaten target face suffer experience cause
encourage require mandate stipulate call urge request ask allow permit enable authorize authorise direct order instruct note state say claim announce
declare acknowledge admit agree accept reject oppose seek aim plan intend hope expect continue begin start remain become make take use employ apply
join participate engage host hold organize organise convene meet visit review assess evaluate examine study research collect share exchange inform
educate raise distribute disseminate deliver supply sell buy trade export import produce hire recruit exploit traffic smuggle abuse rescue
rehabilitate reintegrate repatriate return deport detain arrest convict sentence fine charge address facilitate foster boost accelerate achieve
meet reach respond react handle deal cover contain comprise form constitute represent rank maintain keep preserve conserve restore safeguard secure defend
track trace measure count estimate double triple halve cut lower lift remove waive exempt extend renew submit present propose recommend suggest
drive harness mobilize mobilise leverage invest spend award win lose gain earn receive obtain get acquire benefit reward honor honour recognise
tell show demonstrate highlight underscore reflect indicate reveal prove find know understand believe think feel see hear
bring put let leave go come run help stem speak stay live lead draw attract equip prepare teach coach advise consult brief warn alert`) {
		for _, f := range inflect(v) {
			m[f] = true
		}
	}
	for _, w := range strings.Fields("led held paid built gave given took taken made got gotten brought put let left went gone came ran fought dealt met found knew " +
		"known understood thought felt saw seen heard told shown won lost spent spoke spoken began begun became set said kept sold bought drew drawn taught") {
		m[w] = true
	}
	for _, w := range strings.Fields("work trade control research study order charge state plan report support aid fund finance export import traffic " +
		"benefit target review form rank call cause harm use abuse release grant award reform increase works controls studies forms benefits trades orders plans reports " +
		"training funding housing building trafficking smuggling planning reporting targets reviews uses abuses reforms exports imports funds grants awards ranks policing fines " +
		"trained organized organised advanced sentenced limited established armed return returns " + "forced") {
		delete(m, w) // as often nouns or adjectives in this position
	}
	return m
}

// inflect gives the regular forms of a verb.
func inflect(v string) []string {
	ing, ed, s := v+"ing", v+"ed", v+"s"
	last := v[len(v)-1]
	switch {
	case last == 'e':
		ing, ed = v[:len(v)-1]+"ing", v+"d"
	case last == 'y' && !strings.ContainsRune("aeiou", rune(v[len(v)-2])):
		ed, s = v[:len(v)-1]+"ied", v[:len(v)-1]+"ies"
	case strings.HasSuffix(v, "s") || strings.HasSuffix(v, "sh") || strings.HasSuffix(v, "ch") || strings.HasSuffix(v, "x"):
		s = v + "es"
	case doubles(v):
		ing, ed = v+string(last)+"ing", v+string(last)+"ed"
	}
	return []string{v, s, ed, ing, v + "ing"}
}

// doubles says whether the last consonant is written twice before an ending: "planning", "referring", "banned".
func doubles(v string) bool {
	n := len(v)
	if n < 3 || strings.ContainsRune("aeiouwxy", rune(v[n-1])) || !strings.ContainsRune("aeiou", rune(v[n-2])) || strings.ContainsRune("aeiou", rune(v[n-3])) {
		return false
	}
	return n <= 4 || strings.HasSuffix(v, "fer") || strings.HasSuffix(v, "mit") || strings.HasSuffix(v, "cur") || strings.HasSuffix(v, "trol")
}
