// Package english knows the forms of English nouns, for those stages that compare words.
package english

import "strings"

// Singular is the singular of an English noun by the regular endings, with the commonest irregular forms.
func Singular(w string) string {
	if s, ok := irregular[w]; ok {
		return s
	}
	switch {
	case len(w) > 4 && strings.HasSuffix(w, "ies"):
		return w[:len(w)-3] + "y"
	case len(w) > 4 && (strings.HasSuffix(w, "sses") || strings.HasSuffix(w, "ches") || strings.HasSuffix(w, "shes") || strings.HasSuffix(w, "xes")):
		return w[:len(w)-2]
	case len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is"):
		return w[:len(w)-1]
	}
	return w
}

var irregular = map[string]string{
	"women": "woman", "men": "man", "children": "child", "people": "people", "persons": "person", "policemen": "policeman",
	"policewomen": "policewoman", "fishermen": "fisherman", "crises": "crisis", "analyses": "analysis", "series": "series",
	"species": "species", "police": "police", "economics": "economics", "politics": "politics", "ethics": "ethics",
	"statistics": "statistics", "memoranda": "memorandum", "criteria": "criterion", "lives": "life", "wives": "wife",
	"news": "news", "affairs": "affairs", "courthouses": "courthouse", "houses": "house", "bases": "base", "offices": "office",
	"services": "service", "judges": "judge", "provinces": "province", "alliances": "alliance", "conferences": "conference",
	"taskforces": "taskforce", "forces": "force", "purchases": "purchase", "diseases": "disease", "abuses": "abuse",
	"businesses": "business", "addresses": "address", "witnesses": "witness", "processes": "process", "campuses": "campus",
	"viruses": "virus", "bonuses": "bonus", "gas": "gas", "bus": "bus", "youths": "youth", "aids": "aids", "headquarters": "headquarters",
	"texas": "texas", "nations": "nation", "states": "state",
}
