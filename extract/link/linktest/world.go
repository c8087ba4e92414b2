package linktest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"mandate/extract/ner/lists"
)

// thing is something in the world, with the ways in which it is written.
type thing struct {
	id      string
	typ     string
	country string // whose it is, "" nobody's
	forms   []form // in full, the usual one first
	acronym string // "" none
	listed  bool   // one of the organisations that texts name without explaining them
	title   string // of a person, by which he is addressed
	family  string // name of a person
	posts   []post // of a person, one after the other
}

// post is what a person is from a year on.
type post struct {
	from  int
	title string
}

// form is one way to write a thing.
type form struct {
	text    string
	country bool // the words tell whose it is
}

// state is a country with what belongs to it.
type state struct {
	n                       int // in the row of states
	iso, name, adjective    string
	agencies, laws, regions []*thing
	programs                []*thing
}

// world is all that documents write about.
type world struct {
	seed   uint64
	states []*state
	bodies []*thing // between states
	issues []*thing
	first  []string // given names
}

func newWorld(seed uint64) (*world, error) {
	all, err := lists.Load()
	if err != nil {
		return nil, fmt.Errorf("names for a synthetic corpus: %w", err)
	}
	w := &world{seed: seed}
	r := rand.New(rand.NewPCG(seed, 0))
	for _, c := range all.Countries {
		if c.Kind == "country" && len(c.Adjectives) > 0 {
			w.states = append(w.states, newState(r, &c, all))
		}
	}
	r.Shuffle(len(w.states), func(i, j int) { w.states[i], w.states[j] = w.states[j], w.states[i] })
	for i, s := range w.states {
		s.n = i
	}
	for _, o := range all.Organizations {
		if o.Country == "int" && len(o.Types) > 0 && o.Types[0] == "Agency" {
			t := &thing{id: "body/" + o.Name, typ: "Agency", forms: plainForms(o.Name), listed: true} // other names lead to this one by the list
			if len(o.Acronyms) > 0 {
				t.acronym = o.Acronyms[0]
			}
			w.bodies = append(w.bodies, t)
		}
	}
	dropShared(w.bodies)
	topics := map[string]bool{}
	for _, p := range all.Issues {
		if k := wording(p.Text); topics[k] {
			continue // the same topic in other words
		} else {
			topics[k] = true
		}
		w.issues = append(w.issues, &thing{id: "issue/" + p.Text, typ: "Issue", forms: plainForms(p.Text)})
	}
	r.Shuffle(len(w.issues), func(i, j int) { w.issues[i], w.issues[j] = w.issues[j], w.issues[i] })
	for _, n := range all.FirstNames {
		if n.Ambiguous == 0 && strings.IndexFunc(n.Name, func(c rune) bool { return !unicode.IsLetter(c) }) < 0 {
			w.first = append(w.first, n.Name)
		}
	}
	return w, nil
}

// wording is equal for phrases that differ in the order, the number and the ends of their words.
func wording(phrase string) string {
	var words []string
	for _, w := range strings.FieldsFunc(strings.ToLower(phrase), func(c rune) bool { return c == ' ' || c == '-' || c == '\'' }) {
		if w == "of" || w == "the" || w == "in" || w == "s" {
			continue
		}
		words = append(words, string([]rune(w)[:min(4, len([]rune(w)))]))
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// dropShared takes acronyms away that several bodies have: their documents explain them.
func dropShared(bodies []*thing) {
	n := map[string]int{}
	for _, b := range bodies {
		n[b.acronym]++
	}
	for _, b := range bodies {
		if n[b.acronym] > 1 {
			b.acronym = ""
		}
	}
}

func plainForms(texts ...string) (forms []form) {
	for _, t := range texts {
		forms = append(forms, form{text: t})
	}
	return forms
}

func newState(r *rand.Rand, c *lists.Country, all *lists.Lists) *state {
	s := &state{iso: c.ISO2, name: c.Name, adjective: c.Adjectives[0]}
	drawn := func(from []string, n int) []string {
		at := r.Perm(len(from))[:n]
		slices.Sort(at)
		var some []string
		for _, i := range at {
			some = append(some, from[i])
		}
		return some
	}
	for _, p := range drawn(portfolios, 22) {
		s.agencies = append(s.agencies, s.ministry(r, p))
	}
	s.agencies = append(s.agencies, s.thing("Agency", "bank", "", "Bank of "+s.name), s.body("National Police", "NP"), s.body("Office of the President", ""))
	for _, u := range drawn(units, 3) {
		for _, o := range ordinals[:3+r.IntN(4)] {
			s.agencies = append(s.agencies, s.body(o[0]+" "+u, "", o[1]+" "+u))
		}
	}
	r.Shuffle(len(s.agencies), func(i, j int) { s.agencies[i], s.agencies[j] = s.agencies[j], s.agencies[i] })
	for _, a := range drawn(acts, 12) {
		year := 1950 + r.IntN(50)
		for range 1 + r.IntN(3) { // an act and those that took its place
			s.laws = append(s.laws, s.thing("Law", fmt.Sprint("act/", a, year), "", fmt.Sprintf("%s Act %d", a, year), fmt.Sprintf("%s Act, %d", a, year),
				fmt.Sprintf("%s Act of %d", a, year), fmt.Sprintf("%s Act (%d)", a, year)))
			year += 1 + r.IntN(15)
		}
	}
	r.Shuffle(len(s.laws), func(i, j int) { s.laws[i], s.laws[j] = s.laws[j], s.laws[i] })
	for _, a := range drawn(aims, 9) {
		head := planHeads[r.IntN(len(planHeads))]
		short := head[1] + initials(a)
		name := head[0] + " " + a
		switch r.IntN(3) {
		case 0:
			s.programs = append(s.programs, s.thing("Program", name, short, name, strings.ToUpper(name)))
		case 1: // in phases
			for i, roman := range []string{"", "II", "III"} {
				s.programs = append(s.programs, s.thing("Program", fmt.Sprint(name, i+1), "", strings.TrimSpace(name+" "+roman), strings.TrimSpace(name+" "+strings.Replace("123"[i:i+1], "1", "", 1))))
			}
		default: // for some years
			for y := 2000; y < 2012; y += 4 {
				s.programs = append(s.programs, s.thing("Program", fmt.Sprint(name, y), "", fmt.Sprintf("%s %d-%d", name, y, y+3), fmt.Sprintf("%s, %d–%d", name, y, y+3), fmt.Sprintf("%s (%d-%d)", name, y, y+3)))
			}
		}
	}
	r.Shuffle(len(s.programs), func(i, j int) { s.programs[i], s.programs[j] = s.programs[j], s.programs[i] })
	own := &thing{id: "region/" + s.iso, typ: "Region", country: s.iso}
	for _, n := range append([]string{c.Name}, c.Aliases...) {
		own.forms = append(own.forms, form{n, true})
	}
	s.regions = append(s.regions, own)
	for _, sub := range all.Subdivisions {
		if sub.ISO2 == s.iso && len(s.regions) < 20 && !slices.ContainsFunc(own.forms, func(f form) bool { return wording(f.text) == wording(sub.Name) }) {
			s.regions = append(s.regions, &thing{id: "region/" + s.iso + "/" + sub.Name, typ: "Region", country: s.iso, forms: []form{{sub.Name, true}}})
		}
	}
	return s
}

// thing is something of the state that is written without it.
func (s *state) thing(typ, id, acronym string, names ...string) *thing {
	t := &thing{id: strings.ToLower(typ) + "/" + s.iso + "/" + id, typ: typ, country: s.iso, acronym: acronym}
	for _, n := range names {
		t.forms = append(t.forms, form{n, strings.Contains(n, s.name)})
	}
	for _, n := range names[:1] { // and, where it has to be told from those of other states, with it
		if !t.forms[0].country {
			t.forms = append(t.forms, form{s.adjective + " " + n, true})
		}
	}
	return t
}

// body is an agency, which may also be "of" its state.
func (s *state) body(name, acronym string, more ...string) *thing {
	t := s.thing("Agency", name, acronym, append([]string{name}, more...)...)
	t.forms = append(t.forms, form{name + " of " + s.name, true})
	return t
}

var britisher = strings.NewReplacer("Labor", "Labour", "Defense", "Defence")

func (s *state) ministry(r *rand.Rand, portfolio string) *thing {
	name := "Ministry of " + portfolio
	short := "M" + []string{"", "O"}[r.IntN(2)] + initials(portfolio)
	t := s.body(name, short, portfolio+" Ministry", strings.ToUpper(name), "Min. of "+portfolio, "The "+name, "Ministry for "+portfolio)
	if b := britisher.Replace(portfolio); b != portfolio {
		t.forms = append(t.forms, form{text: "Ministry of " + b}, form{"Ministry of " + b + ", " + s.name, true})
	}
	if a, b, ok := strings.Cut(portfolio, " and "); ok {
		t.forms = append(t.forms, form{text: "Ministry of " + b + " and " + a}, form{text: "Ministry of " + a + " & " + b})
	}
	t.forms = append(t.forms, form{s.adjective + " " + portfolio + " Ministry", true}, form{name + " (" + s.name + ")", true})
	return t
}

// initials are the first letters of the words that count.
func initials(name string) string {
	var b strings.Builder
	for _, w := range strings.FieldsFunc(name, func(c rune) bool { return c == ' ' || c == '-' }) {
		if w != "and" && w != "of" {
			b.WriteString(w[:1])
		}
	}
	return b.String()
}

// law is law number n of a state, of which there are more than anybody lists.
func (s *state) law(n int) *thing {
	thousands := fmt.Sprintf("%d,%03d", n/1000, n%1000)
	return s.thing("Law", fmt.Sprint("no/", n), "", "Law No. "+thousands, fmt.Sprint("Law ", n), "Law "+thousands, fmt.Sprint("Law No. ", n), fmt.Sprint("Law Number ", n))
}

// Of so many people of a state the first two have one name, which those of so many states have in common.
const namesakes, sharing = 25, 4

// person is person k of a state. Every fortieth is the son of the one before.
func (w *world) person(s *state, k int) *thing {
	t := &thing{id: fmt.Sprintf("person/%s/%d", s.iso, k), typ: "Person", country: s.iso}
	son := k%40 == 39
	if son {
		k--
	}
	r := rand.New(rand.NewPCG(w.seed^uint64(s.iso[0])<<8^uint64(s.iso[1]), uint64(k)))
	pick := func(from []string) string { return from[r.IntN(len(from))] }
	first, middle := pick(w.first), pick(w.first)
	t.family = pick(lasts) + pick(middles) + pick(ends)
	t.title = pick(honours)
	t.posts = career(r)
	if k%namesakes < 2 {
		shared := rand.New(rand.NewPCG(w.seed, uint64(s.n/sharing)<<32|uint64(k/namesakes)))
		first = w.first[shared.IntN(len(w.first))]
		t.family = lasts[shared.IntN(len(lasts))] + middles[shared.IntN(len(middles))] + ends[shared.IntN(len(ends))]
	}
	last := t.family
	if son {
		last += " Jr."
	}
	t.forms = plainForms(first+" "+last, strings.ToUpper(first+" "+last))
	if r.IntN(3) == 0 {
		initial := string([]rune(middle)[:1])
		t.forms = append(t.forms, plainForms(first+" "+initial+". "+last, first+" "+middle+" "+last, first+" "+initial+" "+last)...)
	}
	return t
}

// career draws what a person is in the years of the documents: most hold one post, some change it, and few the walk of life.
func career(r *rand.Rand) []post {
	draw := func() string {
		p := walks[skewed(r, len(walks))]
		title := p[r.IntN(len(p))]
		if title == "Minister" || title == "Deputy Minister" {
			title += " of " + portfolios[r.IntN(len(portfolios))]
		}
		return title
	}
	all := []post{{2000, draw()}}
	if r.IntN(4) == 0 {
		all = append(all, post{2001 + r.IntN(9), draw()})
	}
	return all
}

// post is what a person is in a year.
func (t *thing) post(year int) string {
	title := ""
	for _, p := range t.posts {
		if p.from <= year {
			title = p.title
		}
	}
	return title
}

// adjective is that of a state.
func (w *world) adjective(iso string) string {
	for _, s := range w.states {
		if s.iso == iso {
			return s.adjective
		}
	}
	return ""
}
