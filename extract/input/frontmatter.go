package input

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

// frontMatterLimit is how long front matter may be; more is text between two rules.
const frontMatterLimit = 64 << 10

// splitFrontMatter finds YAML between two lines of "---" at the very beginning: its body and where the text begins.
func splitFrontMatter(text string) (body string, rest int) {
	end, next := lineEnd(text, 0)
	if strings.TrimRight(text[:end], " \t") != "---" {
		return "", 0
	}
	start := next
	for pos := next; pos < len(text) && pos < frontMatterLimit; {
		end, next = lineEnd(text, pos)
		if s := strings.TrimRight(text[pos:end], " \t"); s == "---" || s == "..." {
			return text[start:pos], next
		}
		pos = next
	}
	return "", 0
}

// frontMatter reads YAML front matter into metadata, title and date; what cannot be read is noted.
func (r *reading) frontMatter(body string) {
	var m yaml.MapSlice
	if err := unmarshalYAML(body, &m); err != nil {
		r.note("The front matter is no valid YAML; it was read line by line.")
		m = looseFields(body)
	}
	for _, item := range m {
		key := strings.TrimSpace(fmt.Sprint(item.Key))
		for _, v := range plainValues(item.Value, 0) {
			if v != "" {
				r.meta(key, v)
			}
		}
	}
	info := &r.doc.Info
	get := func(keys ...string) string {
		for _, k := range keys {
			for _, p := range info.Meta {
				if strings.EqualFold(p.Key, k) {
					return p.Value
				}
			}
		}
		return ""
	}
	info.Title = orElse(info.Title, get("title", "headline", "name"))
	for _, k := range [...]string{"date", "date_signed", "published", "published_time", "pubdate", "publication_date", "created"} {
		if info.Date == "" {
			info.Date = readDate(get(k))
		}
	}
	if info.Date == "" { // blogs carry the date in the address of the page
		info.Date = dateInPath(get("permalink"), string(info.ID))
	}
}

// unmarshalYAML keeps a panic of the YAML reader from a broken file within this package.
func unmarshalYAML(body string, m *yaml.MapSlice) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("front matter: %v", p)
		}
	}()
	if deep(body) {
		return fmt.Errorf("front matter is nested too deeply")
	}
	return yaml.Unmarshal([]byte(body), m)
}

// deep says whether YAML nests deeper than any front matter does, which could exhaust its reader, or uses aliases,
// which could make it grow without bound.
func deep(body string) bool {
	depth := 0
	for _, l := range strings.Split(body, "\n") {
		if len(l)-len(strings.TrimLeft(l, " \t")) > 200 || strings.HasPrefix(strings.TrimSpace(l), "- - - -") {
			return true
		}
		for i := 0; i < len(l); i++ {
			switch l[i] {
			case '[', '{':
				depth++
			case '&':
				if i+1 < len(l) && i > 0 && l[i-1] == ' ' && isLetter(l[i+1]) && strings.Contains(body, "*"+l[i+1:i+2]) {
					return true
				}
			}
		}
	}
	return depth > 200
}

// looseFields reads "key: value" lines.
func looseFields(body string) yaml.MapSlice {
	var m yaml.MapSlice
	for _, l := range strings.Split(body, "\n") {
		key, value, ok := strings.Cut(l, ":")
		if ok && key != "" && key == strings.TrimSpace(key) && !strings.Contains(key, " ") {
			m = append(m, yaml.MapItem{Key: key, Value: strings.Trim(strings.TrimSpace(value), `"'`)})
		}
	}
	return m
}

// plainValues is the plain values within a YAML value.
func plainValues(v any, depth int) []string {
	if depth > 4 {
		return nil
	}
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, plainValues(e, depth+1)...)
		}
		return out
	case yaml.MapSlice:
		var out []string
		for _, e := range v {
			out = append(out, plainValues(e.Value, depth+1)...)
		}
		return out
	case map[string]any:
		var out []string
		for _, e := range v {
			out = append(out, plainValues(e, depth+1)...)
		}
		slices.Sort(out)
		return out
	case time.Time:
		return []string{v.Format(time.RFC3339)}
	default:
		return []string{strings.ToValidUTF8(strings.TrimSpace(fmt.Sprint(v)), "\ufffd")}
	}
}

// dateInPath is the first date written in a path, "2021-07-08-title" or "/2021/07/08/", "" none.
func dateInPath(paths ...string) string {
	for _, p := range paths {
		for i := 0; i+10 <= len(p); i++ {
			s := p[i : i+10]
			if (i == 0 || p[i-1] < '0' || p[i-1] > '9') && s[4] == s[7] && (s[4] == '-' || s[4] == '/') &&
				isDigits(s[:4]) && isDigits(s[5:7]) && isDigits(s[8:]) && (i+10 == len(p) || p[i+10] < '0' || p[i+10] > '9') {
				if d := makeDate(s[:4], atoi(s[5:7]), s[8:]); d != "" {
					return d
				}
			}
		}
	}
	return ""
}
