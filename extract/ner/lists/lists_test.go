package lists

import (
	"bufio"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

func mustLoad(t testing.TB) *Lists {
	t.Helper()
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// Every file says what it is, where it is from, its licence and how it was made, has one row a line, in byte order or
// by hand, with no row twice and no stray blanks.
func TestFiles(t *testing.T) {
	entries, err := files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := files.ReadFile(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		head, seen := map[string]bool{}, map[string]bool{}
		s := bufio.NewScanner(strings.NewReader(string(b)))
		for n := 1; s.Scan(); n++ {
			line := s.Text()
			if h, ok := strings.CutPrefix(line, "# "); ok {
				key, value, _ := strings.Cut(h, ": ")
				head[key] = value != ""
				continue
			}
			if seen[line] {
				t.Errorf("%s:%d: %q stands twice", e.Name(), n, line)
			}
			seen[line] = true
			for _, f := range strings.FieldsFunc(line, func(r rune) bool { return r == '\t' || r == '|' }) {
				if f != strings.TrimSpace(f) || strings.Contains(f, "  ") || !printable(f) {
					t.Errorf("%s:%d: stray blanks or marks in %q", e.Name(), n, f)
				}
			}
			if strings.Contains(line, "||") || strings.Contains(line, "|\t") || strings.Contains(line, "\t|") || strings.HasSuffix(line, "|") {
				t.Errorf("%s:%d: empty member in %q", e.Name(), n, line)
			}
		}
		for _, key := range []string{"what", "source", "licence", "how", "columns"} {
			if !head[key] {
				t.Errorf("%s: no line %q in its head", e.Name(), "# "+key+": …")
			}
		}
	}
}

func printable(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar })
}

var iso2 = regexp.MustCompile(`^[A-Z]{2}$`)

func TestCountries(t *testing.T) {
	l := mustLoad(t)
	codes, names := map[string]bool{}, map[string]string{}
	for _, c := range l.Countries {
		if !iso2.MatchString(c.ISO2) || codes[c.ISO2] {
			t.Errorf("%s: code %q is malformed or stands twice", c.Name, c.ISO2)
		}
		codes[c.ISO2] = true
		if !slices.Contains([]string{"country", "territory", "former"}, c.Kind) {
			t.Errorf("%s: kind %q", c.Name, c.Kind)
		}
		for _, n := range append([]string{c.Name}, c.Aliases...) {
			if names[n] != "" && n != "Congo" { // there are two
				t.Errorf("%q names both %s and %s", n, names[n], c.Name)
			}
			names[n] = c.Name
		}
	}
	for name, want := range map[string]string{"Burma": "Burma", "Myanmar": "Burma", "U.K.": "United Kingdom", "Britain": "United Kingdom",
		"PRC": "China", "DPRK": "North Korea", "Czech Republic": "Czechia", "Ivory Coast": "Côte d'Ivoire", "USSR": "Soviet Union"} {
		if names[name] != want {
			t.Errorf("%q names %q, want %q", name, names[name], want)
		}
	}
	known := func(what, code string) {
		if !codes[code] {
			t.Errorf("%s: no country %q", what, code)
		}
	}
	for _, s := range l.Subdivisions {
		known(s.Name, s.ISO2)
	}
	for _, c := range l.Cities {
		known(c.Name, c.ISO2)
	}
	for _, a := range l.Areas {
		if a.ISO2 != "" {
			known(a.Name, a.ISO2)
		}
	}
	for _, o := range l.Organizations {
		if o.Country != "int" {
			known(o.Name, o.Country)
		}
	}
	if n := len(l.Countries); n < 250 {
		t.Errorf("%d countries", n)
	}
}

// twice reports keys that stand more than once.
func twice[T any](t *testing.T, list []T, key func(T) string) {
	t.Helper()
	seen := map[string]bool{}
	for _, x := range list {
		k := key(x)
		if k == "" || seen[k] {
			t.Errorf("%q is empty or stands twice", k)
		}
		seen[k] = true
	}
}

func TestNoDuplicates(t *testing.T) {
	l := mustLoad(t)
	twice(t, l.Subdivisions, func(s Subdivision) string { return s.ISO2 + " " + s.Name + " " + s.Kind })
	twice(t, l.Cities, func(c City) string { return c.ISO2 + " " + c.Name })
	twice(t, l.Areas, func(a Area) string { return a.Name })
	twice(t, l.Organizations, func(o Organization) string { return o.Name + o.Country })
	twice(t, l.Titles, func(x Title) string { return x.Text })
	twice(t, l.FirstNames, func(n FirstName) string { return n.Name })
	twice(t, l.Abbreviations, func(a Abbreviation) string { return a.Text })
	for _, phrases := range [][]Phrase{l.Issues, l.Groups} {
		var all []string
		for _, p := range phrases {
			all = append(append(all, p.Text), p.Variants...)
			if p.Field == "" || strings.ToLower(p.Field) != p.Field {
				t.Errorf("%s: field %q", p.Text, p.Field)
			}
		}
		twice(t, all, func(s string) string { return s })
	}
}

func TestPlaces(t *testing.T) {
	l := mustLoad(t)
	place := func(code, name string) *Subdivision {
		for i := range l.Subdivisions {
			if s := &l.Subdivisions[i]; s.ISO2 == code && (s.Name == name || slices.Contains(s.Aliases, name)) {
				return s
			}
		}
		t.Errorf("no subdivision %s %s", code, name)
		return &Subdivision{}
	}
	for _, c := range []struct{ code, name, kind string }{
		{"CN", "Yunnan", "province"}, {"US", "Texas", "state"}, {"UA", "Lugansk", "oblast"}, {"DE", "Bavaria", "state"}, {"IN", "Uttar Pradesh", "state"},
		{"ZA", "Free State", "province"}, {"PE", "Loreto", "region"}, {"BR", "Sao Paulo", "state"}, {"JP", "Hokkaido", "prefecture"},
	} {
		if s := place(c.code, c.name); s.Kind != c.kind {
			t.Errorf("%s is a %q, want %q", c.name, s.Kind, c.kind)
		}
	}
	if s := place("GH", "Central"); s.Ambiguous&Word == 0 {
		t.Error("Central is not marked as an ordinary word")
	}
	if s := place("US", "Texas"); s.Ambiguous&Word != 0 || !slices.Contains(s.Abbreviations, "TX") {
		t.Errorf("Texas: %+v", s)
	}
	city := map[string]City{}
	capitals := 0
	for _, c := range l.Cities {
		city[c.ISO2+c.Name] = c
		if c.Capital {
			capitals++
		}
		if c.Population < 100000 && !c.Capital {
			t.Errorf("%s has %d people", c.Name, c.Population)
		}
	}
	if capitals < 230 {
		t.Errorf("%d capitals", capitals)
	}
	for _, name := range []string{"GBReading", "USMobile", "FRNice", "GBBath"} {
		if c, ok := city[name]; ok && c.Ambiguous&Word == 0 {
			t.Errorf("%s is not marked as an ordinary word", name)
		}
	}
	if c := city["USLincoln"]; c.Ambiguous&Last == 0 {
		t.Errorf("Lincoln: %+v", c)
	}
	if c := city["CNBeijing"]; !c.Capital || c.Ambiguous != 0 {
		t.Errorf("Beijing: %+v", c)
	}
}

func TestWords(t *testing.T) {
	l := mustLoad(t)
	types := []string{"Agency", "Law", "Program", "Region", "Event", "Group", "Issue", "Person"}
	for word, heads := range l.Heads {
		if word != strings.ToLower(word) {
			t.Errorf("head %q is not in lower case", word)
		}
		for _, h := range heads {
			if !slices.Contains(types, h.Type) || !h.Name && !h.Phrase {
				t.Errorf("head %q: %+v", word, h)
			}
		}
	}
	for word, want := range map[string]Head{
		"ministry": {Type: "Agency", Strong: true, Name: true, Phrase: true}, "refugees": {Type: "Group", Strong: true, Phrase: true},
		"trafficking": {Type: "Issue", Strong: true, Phrase: true}, "act": {Type: "Law", Strong: true, Name: true},
	} {
		if !slices.ContainsFunc(l.Heads[word], func(h Head) bool {
			return h.Type == want.Type && h.Strong == want.Strong && h.Name == want.Name
		}) {
			t.Errorf("head %q: %+v, want %+v among them", word, l.Heads[word], want)
		}
	}
	for _, o := range l.Organizations {
		for _, ty := range o.Types {
			if !slices.Contains(types, ty) {
				t.Errorf("%s: type %q", o.Name, ty)
			}
		}
	}
	for _, x := range l.Titles {
		if !slices.Contains([]string{"before", "after", "both"}, x.Place) {
			t.Errorf("%s: place %q", x.Text, x.Place)
		}
	}
	for _, a := range l.Abbreviations {
		if !strings.HasSuffix(a.Text, ".") {
			t.Errorf("%q does not end in a point", a.Text)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := decode(); err != nil {
			b.Fatal(err)
		}
	}
}
