package token

import "strings"

// prefixes do not stand alone: what follows their hyphen is the same word. After the splits of UD English EWT and GUM.
var prefixes = set("anti non co pre post re ex mid semi multi inter sub pro pan cross mini micro macro de un over under " +
	"counter ultra trans intra bi tri e neo pseudo quasi extra infra hyper socio geo bio eco electro agro narco euro afro indo sino")

func isPrefix(w string) bool { return prefixes[strings.ToLower(w)] }

// kind says what must follow an abbreviation for its point to be part of it.
type kind uint8

const (
	anywhere     kind = iota // the point belongs to it wherever it stands
	beforeName               // a title or place word, before a capital
	beforeNumber             // before a number
)

var abbreviations = func() map[string]kind {
	m := map[string]kind{}
	for k, words := range map[kind]string{
		anywhere: "etc inc ltd corp bros vs viz cf approx dept est ext govt intl natl assn assoc ave blvd univ jr sr esq " +
			"jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri e.g i.e al p.m a.m ph.d u.s u.k u.n",
		beforeName: "mr mrs ms dr prof rev hon gen col lt maj capt cmdr sgt adm amb sen rep gov pres st mt ft messrs mme mgr fr " +
			"supt insp det atty",
		beforeNumber: "no nos art arts sec secs para paras par pp p ch chap fig figs vol ed eq reg pub stat cl sch app tab bl pt",
	} {
		for w := range set(words) {
			m[w] = k
		}
	}
	return m
}()

func abbreviation(w string) (kind, bool) {
	k, ok := abbreviations[w]
	return k, ok
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
