package token

import "strings"

// prefixes do not stand alone: what follows their hyphen is the same word. After the splits of UD English EWT and GUM.
var prefixes = set("anti non co pre post re ex mid semi multi inter sub pro pan cross mini micro macro de un over under " +
	"counter ultra trans intra bi tri e neo pseudo quasi extra infra hyper socio geo bio eco electro agro narco euro afro indo sino")

func isPrefix(w string) bool { return prefixes[strings.ToLower(w)] }

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
