package link

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"mandate/extract/internal/english"
	"mandate/extract/ner/lists"
	"mandate/extract/nlp"
	"mandate/graph"
)

// local says whether a name tells apart only within its document what is meant: "Smith", "Article 2.8", "the task force", "a
// peace deal", "the Fourth District". Another document that uses the same words need not mean the same, so it is another
// entity until somebody judges otherwise. Issues and groups are what their words say, as far as these say it (topic.go).
func local(c *nlp.Cluster) bool {
	words := strings.Fields(graph.FoldName(c.Name))
	if c.Type != "Person" && c.Type != "Issue" && c.Type != "Group" && isProvision(words) {
		return true // a heading "Section II" is read as many things
	}
	switch c.Type {
	case "Person":
		return len(strings.Fields(c.Name)) < 2 // "Miller-Meeks" is a family name as well
	case "Region":
		return c.Country == "" && (isPart(words) || isLand(words)) || isStreet(words)
	case "Law", "Agency", "Program":
	default:
		return false
	}
	if isPost(words) {
		return true
	}
	if c.Country != "" {
		return false
	}
	if IsAcronym(c.Name) {
		return ofKind[graph.FoldName(c.Name)] || ofKind[strings.TrimSuffix(graph.FoldName(c.Name), "s")]
	}
	if slices.ContainsFunc(c.Aliases, func(a string) bool { return IsAcronym(a) && !ofKind[graph.FoldName(a)] }) {
		return false // what has an acronym has a name
	}
	return !strings.ContainsFunc(c.Name, unicode.IsUpper) || isKind(words) || c.Type == "Law" && isPaper(words)
}

// isPaper says whether a name is that of a kind of paper which an office issues again and again: "National Security
// Memorandum", "Presidential Proclamation". A number or a subject makes it one of them.
func isPaper(words []string) bool {
	for i, w := range words {
		w = english.Singular(w)
		if last := i+1 == len(words); last && !papers[w] || !last && !papers[w] && !issuers[w] {
			return false
		}
	}
	return len(words) > 0
}

var papers = map[string]bool{"memorandum": true, "order": true, "proclamation": true, "directive": true, "determination": true, "notice": true, "letter": true, "decree": true, "resolution": true}

var issuers = map[string]bool{"national": true, "security": true, "presidential": true, "executive": true, "ministerial": true, "policy": true, "supreme": true, "joint": true, "departmental": true, "cabinet": true}

// ofKind are acronyms of kinds of things, of which every document may mean another.
var ofKind = map[string]bool{
	"mou": true, "mous": true, "moa": true, "loi": true, "eo": true, "eos": true, "fta": true, "ftas": true, "nda": true, "tor": true, "sop": true, "sops": true,
	"ngo": true, "ngos": true, "soe": true, "soes": true, "idp": true, "idps": true, "pac": true, "ppp": true, "sez": true, "rfp": true, "ceo": true, "ceos": true, "cfo": true, "nsm": true, "nspm": true,
	"fy": true, "est": true, "edt": true, "et": true, "pst": true, "pdt": true, "gmt": true, "utc": true, "usd": true, "mph": true, "teus": true,
	"llp": true, "llc": true, "plc": true, "ltd": true, "inc": true, "corp": true, "coo": true, "cio": true, "evp": true, "svp": true, "vp": true,
}

// provision are the words for parts of a law; a part belongs to the law that the document speaks of.
var provision = map[string]bool{
	"article": true, "section": true, "annex": true, "appendix": true, "chapter": true, "paragraph": true, "clause": true,
	"subsection": true, "subparagraph": true, "part": true, "exhibit": true, "attachment": true, "schedule": true, "title": true,
}

// isProvision says whether a name is a part of a law without the law. A section with a number of three digits is that of
// a code, known by its number alone ("Section 232"), as are the titles of one ("Title IX").
func isProvision(words []string) bool {
	if len(words) < 2 || !provision[english.Singular(words[0])] || words[0] == "title" || words[0] == "schedule" && len(words) == 2 && len(words[1]) == 1 {
		return false
	}
	for _, w := range words[1:] {
		if !provisionNumber.MatchString(w) || len(w) >= 3 && isNumber(w) {
			return false
		}
	}
	return true
}

var provisionNumber = regexp.MustCompile(`^([0-9]+[a-z]?|[ivxlc]+|[a-z]|and|to|or)$`)

// isPart says whether a name is that of a numbered part of a country or city that it does not name: "Fourth District".
func isPart(words []string) bool {
	if len(words) != 2 {
		return false
	}
	number, kind := plain(words[0], 0), words[1]
	if parts[words[0]] {
		number, kind = plain(words[1], 1), words[0]
	}
	return parts[kind] && number != "" && unicode.IsDigit(rune(number[0]))
}

// isPost says whether a name is that of a state's embassy or consulate without the place where it is: "U.S. Embassy".
func isPost(words []string) bool {
	return len(words) > 0 && len(words) < 4 && posts[words[len(words)-1]]
}

var posts = map[string]bool{"embassy": true, "consulate": true, "embassies": true, "consulates": true}

// isStreet says whether a name is that of a street, of which many towns have one.
func isStreet(words []string) bool { return len(words) > 1 && streets[words[len(words)-1]] }

var streets = map[string]bool{"street": true, "avenue": true, "road": true, "boulevard": true, "drive": true, "lane": true, "highway": true, "st": true, "ave": true, "blvd": true}

// isLand says whether a name is made of nothing but words for kinds of places and where they lie: "Gulf", "West Coast".
func isLand(words []string) bool {
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !idle[w] && !lands[english.Singular(w)] })
}

var lands = map[string]bool{"gulf": true, "west": true, "east": true, "north": true, "south": true, "northern": true, "southern": true, "eastern": true, "western": true,
	"central": true, "valley": true, "coast": true, "bay": true, "river": true, "lake": true, "mountain": true, "island": true, "capital": true, "border": true, "region": true,
	"city": true, "town": true, "county": true, "downtown": true, "district": true, "province": true, "plain": true, "hill": true, "beach": true, "harbor": true, "port": true}

var parts = map[string]bool{"district": true, "circuit": true, "ward": true, "zone": true, "region": true, "sector": true, "division": true, "precinct": true, "arrondissement": true}

// isKind says whether a name is made of nothing but words for kinds of bodies, laws and programs: "Task Force", "Peace
// Agreement". Words by which bodies of a state are known are names enough: "Congress".
func isKind(words []string) bool {
	all, err := lists.Load()
	if err != nil {
		return false // the recognisers, which need the lists, say so
	}
	isHead := func(phrase string) bool {
		return slices.ContainsFunc(all.Heads[phrase], func(h lists.Head) bool { return h.Type == "Agency" || h.Type == "Law" || h.Type == "Program" })
	}
	for i := 0; i < len(words); i++ {
		w := english.Singular(words[i])
		switch {
		case national[w]:
			return false
		case idle[w] || vague[w] || degree[w]:
		case i+1 < len(words) && isHead(w+" "+english.Singular(words[i+1])):
			i++
		case !isHead(w):
			return false
		}
	}
	return true
}

// vague are words that stand before and behind those for kinds and name nothing either.
var vague = map[string]bool{
	"new": true, "joint": true, "special": true, "peace": true, "trade": true, "free": true, "bilateral": true, "framework": true, "understanding": true,
	"memorandum": true, "working": true, "group": true, "draft": true, "proposed": true, "ad": true, "hoc": true, "executive": true, "steering": true,
	"distribution": true, "call": true, "deal": true,
}
