package coref

import (
	"slices"
	"strings"

	"mandate/extract/nlp"
	"mandate/graph"
)

// A document speaks of one topic in several wordings: "corruption" and "public corruption", "trafficking" and
// "trafficking crimes", "repatriation" and "repatriation of victims". What is left of the longer one when the words that
// tell no topic apart are taken away must be a topic of the document itself.

// wordings joins topics and populations that differ only in such words.
func (r *resolver) wordings() {
	ms := r.doc.Mentions
	for i := range ms {
		m := &ms[i]
		if m.Kind != nlp.Nominal || m.Type != "Issue" && m.Type != "Group" {
			continue
		}
		if j := r.saidOf(i); j >= 0 {
			r.wordy[i] = true
			m.Name = ms[j].Name + " " + m.Name
			r.union(i, j)
			continue
		}
		for _, plain := range r.plainer(m) {
			if j, ok := r.byKey[m.Type+"|"+plain]; ok {
				if r.find(i) != r.find(j) {
					r.wordy[i] = true
				}
				r.union(i, j)
				break
			}
		}
	}
}

// saidOf is the topic by its acronym or name that a noun right behind it says no more of ("SOM crimes"), -1 none.
func (r *resolver) saidOf(i int) int {
	ms := r.doc.Mentions
	m := &ms[i]
	toks := r.doc.Sentences[m.Sentence].Tokens
	if m.Type != "Issue" || m.Last != m.First+1 || !vague[singular(toks[m.First].Lower)] || !toks[m.First].Space {
		return -1
	}
	for j := i - 1; j >= 0 && ms[j].Sentence == m.Sentence; j-- {
		if ms[j].Last == m.First && ms[j].Type == "Issue" && ms[j].Kind == nlp.Named {
			return j
		}
	}
	return -1
}

// plainer lists the keys that a phrase could be known by without the words that tell nothing apart.
func (r *resolver) plainer(m *nlp.Mention) []string {
	words := strings.Fields(hyphens.Replace(strings.ToLower(r.spelled(m.Name))))
	passing := scopes
	if m.Type == "Group" {
		passing = conditions
	}
	kept := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return passing[w] })
	if len(kept) == 0 {
		return nil
	}
	var out []string
	add := func(w []string) {
		if k := nominalKey(strings.Join(w, " ")); k != "" && len(w) > 0 {
			out = append(out, k)
		}
	}
	if len(kept) < len(words) {
		add(kept)
		if last := lastOf(words, passing); m.Type == "Group" && last+2 < len(words) {
			add(words[last+1:]) // "local female rural teachers"
		}
	}
	if n := len(kept) - 1; m.Type == "Group" && n == 1 && gatherings[singular(kept[n])] {
		add(kept[:n]) // "immigrant communities"
	}
	if m.Type == "Issue" {
		if rest, ok := strings.CutPrefix(kept[0], "anti-"); ok && len(kept) == 2 && against[singular(kept[1])] {
			add([]string{rest})
		}
		for len(kept) > 1 && combating[kept[0]] {
			kept = kept[1:]
			add(kept)
		}
		if n := len(kept) - 1; n > 0 && (vague[singular(kept[n])] || deeds[singular(kept[n])]) {
			if noun := ofDeeds[kept[n-1]]; noun != "" {
				add(append(slices.Clone(kept[:n-1]), noun)) // "corrupt practices"
			} else if vague[singular(kept[n])] {
				add(kept[:n])
			}
		}
		for _, prep := range []string{"of", "in"} {
			if at := slices.Index(kept, prep); at > 0 && people[singular(kept[len(kept)-1])] {
				add(kept[:at])
			}
		}
	}
	return out
}

// lastOf is the place of the last of the words that is in a set, -1 for none.
func lastOf(words []string, set map[string]bool) int {
	for i := len(words) - 1; i >= 0; i-- {
		if set[words[i]] {
			return i
		}
	}
	return -1
}

// sameBeside says which words say the same beside another: a violation of rights is an abuse of them, one of the tax code is none.
var sameBeside = map[string]map[string]string{
	"right": {"violation": "abuse", "infringement": "abuse"},
}

// oneWord puts one word for those that say the same where they stand.
func oneWord(words []string) {
	for _, beside := range words {
		for i, w := range words {
			if same, ok := sameBeside[beside][w]; ok {
				words[i] = same
			}
		}
	}
}

// hyphens parts compounds, but leaves what a topic is fought with: "anti-corruption".
var hyphens = strings.NewReplacer("anti-", "anti-", "counter-", "counter-", "-", " ")

var (
	// against is what is done, by the words that follow "anti-corruption" and the like.
	against = words("effort investment solution measure work action activity agenda campaign drive fight commitment priority issue")
	// scopes say where or how much, not what.
	scopes = words("global worldwide international public foreign significant serious severe widespread growing ongoing urgent decisive exploitive exploitative pervasive rampant systemic overall general so-called increased continued")
	// conditions say of people where they are from or how they were found, not what they are.
	conditions = words("foreign female male rescued identified potential suspected possible former actual known reported many local affected")
	// gatherings of people are the people.
	gatherings = words("community population people person")
	// vague nouns repeat that a topic is one.
	vague = words("issue problem crime case risk scourge phenomenon threat challenge offense offence matter situation incident scheme activity concern")
	// deeds are what people do; with an adjective of ofDeeds they are what is done.
	deeds   = words("activity act practice behavior behaviour conduct deed action")
	ofDeeds = map[string]string{
		"criminal": "crime", "corrupt": "corruption", "terrorist": "terrorism", "extremist": "extremism", "fraudulent": "fraud", "violent": "violence",
		"abusive": "abuse", "discriminatory": "discrimination", "exploitative": "exploitation", "exploitive": "exploitation",
	}
	// combating opens what is done about a topic.
	combating = words("combating combatting countering fighting preventing tackling addressing regulating reducing eliminating eradicating curbing ending stopping prohibiting")
	people    = words("person people human being woman child victim worker migrant refugee minor girl boy citizen individual survivor")
)

func words(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// spelled writes the acronyms that the document defines out in full: "CSEC victims".
func (r *resolver) spelled(name string) string {
	if len(r.long) == 0 {
		return name
	}
	out := strings.Fields(name)
	for k, w := range out {
		if j, ok := r.long[w]; ok && r.doc.Mentions[j].Kind != nlp.Pronoun {
			out[k] = r.doc.Mentions[j].Name
		}
	}
	return strings.Join(out, " ")
}

// officeHolders joins the holder of an office with the body that the office heads, as texts name one for the other: "the
// Secretary of State" and "the Department of State".
func (r *resolver) officeHolders() {
	ms := r.doc.Mentions
	bodies := map[string]int{} // what the body is for → mention
	for i := range ms {
		if m := &ms[i]; m.Type == "Agency" && m.Kind == nlp.Named {
			if what, ok := field(m.Name, "ministry of ", "department of "); ok {
				if _, known := bodies[what]; !known {
					bodies[what] = i
				}
			}
		}
	}
	for i := range ms {
		m := &ms[i]
		if m.Type != "Agency" || m.Kind != nlp.Named {
			continue
		}
		what, ok := field(m.Name, "minister of ", "minister for ", "secretary of ")
		if !ok {
			if m.Rule == "list.organization" && strings.Contains(m.Name, " ") {
				continue // the African Union is not the Ministry of African Union
			}
			what = graph.FoldName(m.Name) // "Treasury"
		}
		if j, ok := bodies[what]; ok && j != i {
			r.union(i, j)
		}
	}
}

// field is what stands after one of the openings in a folded name, without an article.
func field(name string, openings ...string) (string, bool) {
	folded := graph.FoldName(name)
	for _, o := range openings {
		if what, ok := strings.CutPrefix(strings.TrimPrefix(folded, "u s "), o); ok {
			return strings.TrimPrefix(what, "the "), true
		}
	}
	return "", false
}

// publicLaws joins an act with the number under which it was passed that stands beside it: "Clean Air Act (Public Law
// 88-206)".
func (r *resolver) publicLaws() {
	ms := r.doc.Mentions
	for i := range ms {
		if ms[i].Rule != "law.public-law" {
			continue
		}
		for j := i - 1; j >= 0 && ms[j].Sentence == ms[i].Sentence; j-- {
			if ms[j].Type != "Law" || ms[j].Kind != nlp.Named || ms[j].Rule == "law.provision" || ms[j].Last > ms[i].First {
				continue
			}
			if r.beside(ms[j].Last, ms[i].First, ms[i].Sentence) {
				r.union(i, j)
			}
			break
		}
	}
}

// beside says whether the tokens between two mentions only lead from a name to its number: a year, a bracket, "Division A".
func (r *resolver) beside(from, to, sentence int) bool {
	opened := false
	for _, t := range r.doc.Sentences[sentence].Tokens[from:to] {
		switch {
		case t.Text == "(" || t.Text == ",":
			opened = true
		case t.Text == "." || t.Lower == "div" || t.Lower == "div." || t.Lower == "division" || t.Lower == "title" || len(t.Text) <= 2 && t.Text != ")" || t.Text[0] >= '0' && t.Text[0] <= '9' && len(t.Text) == 4:
		default:
			return false
		}
	}
	return opened
}
