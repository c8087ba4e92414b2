package input

import (
	"fmt"
	"regexp"
	"strings"
)

// headerLine is one line of a cable's header.
type headerLine struct {
	key    string // "vzczc", "routing", "de", "znr", "dtg", "from", "to", "info", "classification", "caption", "eo", "tags", "subject", "ref", "classified", "id", "created", "origin"; "" no header line
	value  string
	origin string // of a classification line: "SANTIAGO"
	number string // of a classification line or a DE line: "000186"
}

// continuing are the fields that go on over the next lines.
var continuing = map[string]bool{"routing": true, "to": true, "info": true, "tags": true, "subject": true, "ref": true, "classified": true, "pass": true}

var classLine = regexp.MustCompile(`^(UNCLAS(?:SIFIED)?|CONFIDENTIAL|SECRET|TOP SECRET|LIMITED OFFICIAL USE|C O N F I D E N T I A L|S E C R E T|T O P S E C R E T|U N C L A S S I F I E D|UNCLAS E F T O)\b(.*)$`)

var (
	classTail   = regexp.MustCompile(`^(.*?)\s*([A-Z][A-Z. ]{2,24}?) +(\d{3,8})(?: *\d{3}.*)?$`)
	sectionPart = regexp.MustCompile(`\bSECTION +(\d+) +OF +(\d+)\b`)
	deLine      = regexp.MustCompile(`^DE (R[A-Z]{3,7})\b *(?:#? ?(\d{3,6}))?`)
	cableID     = regexp.MustCompile(`^\d{2}[A-Z]{3,}[A-Z]*\d{1,6}$`)
	postName    = regexp.MustCompile(`^(?:Embassy|Consulate|Mission|US Mission|Secretary of State|American Institute|US Office|REO)\b[A-Za-z .,'-]{0,40}$`)
	createdLine = regexp.MustCompile(`^(?:(?:19|20)\d{2}-\d{2}-\d{2}(?: \d{2}:\d{2}(?::\d{2})?)?)$`)
	addressee   = regexp.MustCompile(`^[A-Z]{5,7}/[A-Z0-9]`)
	routingLine = regexp.MustCompile(`^(?:ZZ|OO|PP|RR)(?: R[A-Z]{3,7}#?)+(?: |$)`)
	dtgLine     = regexp.MustCompile(`^(?:[ZOPR] ?|ZZ |OO |PP |RR )+\d{6}Z [A-Z]{3} ?\d{2}`)
)

// fieldWords begin header lines with a value after them.
var fieldWords = []struct{ word, key string }{
	{"E.O.", "eo"}, {"EO 1", "eo"}, {"TAGS", "tags"}, {"SUBJECT:", "subject"}, {"SUBJECT :", "subject"}, {"SUBJ:", "subject"}, {"Subject:", "subject"},
	{"SUBJECT-", "subject"}, {"REF:", "ref"}, {"REFS:", "ref"}, {"REF (", "ref"}, {"REFTEL", "ref"}, {"REFS (", "ref"}, {"Ref:", "ref"}, {"REFERENCE:", "ref"},
	{"CLASSIFIED BY", "classified"}, {"Classified By", "classified"}, {"Classified by", "classified"}, {"DERIVED FROM", "classified"},
	{"DECLASSIFY ON", "classified"}, {"REASON:", "classified"}, {"REASONS:", "classified"}, {"Reason:", "classified"},
	{"FM ", "from"}, {"TO ", "to"}, {"INFO ", "info"}, {"VZCZC", "vzczc"}, {"ZCZC", "vzczc"}, {"ZNR ", "znr"}, {"ZNY ", "znr"},
	{"FROM:", "from"}, {"This record is a partial extract", "extract"}, {"The full text of the original cable", "extract"},
}

// captions stand alone on a line of the header.
var captions = setOf("SIPDIS NODIS EXDIS STADIS LIMDIS NOFORN SENSITIVE TERREP AIDAC NOCONTRACT")

// readHeaderLine reads a line of a cable's header; its key is "" for any other line.
func readHeaderLine(s string) headerLine {
	if len(s) < 2 || len(s) > 2000 || s[0] >= 0x80 {
		return headerLine{}
	}
	for _, f := range fieldWords {
		if s[0] == f.word[0] && strings.HasPrefix(s, f.word) {
			return fieldLine(s, f.word, f.key)
		}
	}
	switch c := s[0]; {
	case c == 'D':
		if m := deLine.FindStringSubmatch(s); m != nil {
			return headerLine{key: "de", value: m[1], number: m[2]}
		}
	case captions[s] || strings.HasPrefix(s, "SIPDIS") && len(s) < 40:
		return headerLine{key: "caption", value: s}
	case c == 'Z' || c == 'O' || c == 'P' || c == 'R':
		if dtgLine.MatchString(s) {
			return headerLine{key: "dtg", value: s}
		}
		if routingLine.MatchString(s) {
			return headerLine{key: "routing", value: s[:2]}
		}
		if addressee.MatchString(s) && s == strings.ToUpper(s) {
			return headerLine{key: "addressee", value: s}
		}
	case c >= '0' && c <= '9':
		if createdLine.MatchString(s) {
			return headerLine{key: "created", value: s}
		}
		if cableID.MatchString(s) {
			return headerLine{key: "id", value: s}
		}
	}
	if strings.IndexByte("UCSTL", s[0]) >= 0 {
		if h := classificationLine(s); h.key != "" {
			return h
		}
	}
	if strings.IndexByte("ECMSUAR", s[0]) >= 0 && len(s) < 60 && postName.MatchString(s) && postCountry(s) != "" {
		return headerLine{key: "origin", value: s}
	}
	return headerLine{}
}

func fieldLine(s, word, key string) headerLine {
	value := s[len(word):]
	switch key {
	case "tags":
		if value != "" && value[0] != ':' && value[0] != ' ' && value[0] != '-' {
			return headerLine{}
		}
	case "from", "to", "info":
		if word[len(word)-1] == ' ' && strings.ToUpper(s) != s || len(s) > 200 {
			return headerLine{} // "TO the Minister"
		}
	case "eo":
		value = s
	case "ref":
		value = strings.TrimPrefix(s, strings.TrimRight(word, " (:"))
	case "vzczc", "znr", "extract":
		value = ""
	case "classified":
		value = s
	}
	return headerLine{key: key, value: strings.TrimLeft(value, ":- \t")}
}

// classificationLine reads "UNCLAS SECTION 01 OF 04 SANTIAGO 000186" and a classification that stands alone.
func classificationLine(s string) headerLine {
	m := classLine.FindStringSubmatch(s)
	if m == nil || strings.ToUpper(s) != s || len(s) > 120 {
		return headerLine{}
	}
	h := headerLine{key: "classification", value: s}
	rest := strings.TrimSpace(m[2])
	if loc := sectionPart.FindStringIndex(rest); loc != nil {
		rest = strings.TrimSpace(rest[:loc[0]] + " " + rest[loc[1]:])
	}
	if t := classTail.FindStringSubmatch(rest); t != nil {
		h.origin, h.number = originOf(strings.TrimSpace(t[1]+" "+t[2])), t[3]
		return h
	}
	if len(strings.Fields(rest)) > 6 || finished(s) {
		return headerLine{}
	}
	return h
}

// originOf takes the handling words off the words before a cable's number.
func originOf(s string) string {
	words := strings.Fields(s)
	for n := min(len(words), 4); n > 0; n-- {
		tail := strings.Join(words[len(words)-n:], " ")
		if postCountry(tail) != "" {
			return tail
		}
	}
	for len(words) > 1 && handling[words[0]] {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

var handling = setOf("E F T O SBU SENSITIVE NOFORN FOR OFFICIAL USE ONLY SIPDIS N O R EFTO FOUO")

// cableHeader is what a header says.
type cableHeader struct {
	origin, number, dtg, created, id string
	class                            string
	caption                          string // handling that stands on a line of its own
}

// readFields reads the header, of which a page may hold a first part twice: the last one counts.
func (c *cable) readFields() {
	list := "" // the list of addressees being read
	for i := c.first; i < c.body; {
		if c.lines[i].kind != inkLine {
			i++
			continue
		}
		h := readHeaderLine(c.text(i))
		end := c.fieldEnd(i, c.body)
		if h.key == "to" || h.key == "info" {
			list = h.key
		} else if h.key != "addressee" && h.key != "" {
			list = ""
		}
		c.field(h, list, i, end)
		i = end
	}
}

// field takes in one field, lines [i, end).
func (c *cable) field(h headerLine, list string, i, end int) {
	parts := []string{h.value}
	for k := i + 1; k < end; k++ {
		if c.lines[k].kind == inkLine {
			parts = append(parts, c.text(k))
		}
	}
	value := strings.Join(parts, " ")
	hd := &c.head
	switch h.key {
	case "de":
		hd.number = orElse(h.number, hd.number)
		c.meta("routing", value)
	case "dtg":
		hd.dtg = value
	case "from":
		hd.origin = value
	case "to", "info", "addressee":
		c.addressees(h.key, list, i, end)
	case "classification":
		hd.class = value
		if h.origin != "" {
			hd.number = orElse(hd.number, h.number)
			hd.origin = orElse(hd.origin, h.origin)
		}
	case "caption":
		c.meta("caption", value)
		if value == "SENSITIVE" || value == "NOFORN" {
			hd.caption += " " + value
		}
	case "eo", "tags", "classified":
		c.setMeta(h.key, value)
	case "ref":
		c.setMeta("ref", value)
	case "subject":
		c.setSubject(i, end)
	case "created":
		hd.created = orElse(hd.created, value)
	case "id":
		hd.id = orElse(hd.id, value)
	case "origin":
		hd.origin = orElse(hd.origin, value)
	case "extract":
		c.note("The document says that it is a partial extract of the original cable.")
	}
}

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// addressees takes in lines of TO and INFO, each an addressee.
func (c *cable) addressees(key, list string, i, end int) {
	if key == "addressee" {
		key = list
	}
	if key == "" {
		return
	}
	for k := i; k < end; k++ {
		if c.lines[k].kind != inkLine {
			continue
		}
		s := c.text(k)
		if k == i {
			s = readHeaderLine(s).value
		}
		if at := strings.IndexByte(s, '/'); at > 0 && addressee.MatchString(s) {
			s = s[at+1:]
		}
		c.meta(key, s)
	}
}

// setMeta gives a key one value: a header that is repeated counts once, as it stands the last time.
func (c *cable) setMeta(key, value string) {
	info := &c.doc.Info
	kept := info.Meta[:0]
	for _, p := range info.Meta {
		if p.Key != key {
			kept = append(kept, p)
		}
	}
	info.Meta = kept
	c.meta(key, value)
}

// setSubject reads the subject, lines [i, end), as a view of its own.
func (c *cable) setSubject(i, end int) {
	s := c.text(i)
	l := c.lines[i]
	skip := strings.IndexAny(s, ":-") + 1
	var w writer
	for k := i; k < end; k++ {
		l = c.lines[k]
		start := l.start
		if k == i {
			start += skip
			start, _ = c.v.trimmed(start, l.end)
		}
		if len(w.text) > 0 {
			w.blank(c.v, c.lines[k-1].end, start)
		}
		w.flow(c.v, start, l.end)
	}
	c.subject = w.view()
	c.setMeta("subject", c.subject.text)
}

// fill sets the facts of the document that the header states.
func (c *cable) fill() {
	info, hd := &c.doc.Info, &c.head
	c.mast()
	if c.subject != nil && c.subject.text != "" {
		info.Title = c.subject.text
	}
	if t := readDTG(hd.dtg); t != "" {
		info.Date = t
		c.meta("dtg", hd.dtg)
		c.meta("precedence", precedence(hd.dtg))
	} else if d := readDate(hd.created); d != "" {
		info.Date = d
	}
	if hd.origin == "" || hd.number == "" {
		origin, number := splitPageMark(c.mark)
		hd.origin, hd.number = orElse(hd.origin, origin), orElse(hd.number, number)
	}
	if hd.origin != "" {
		c.meta("origin", hd.origin)
		info.Country = postCountry(hd.origin)
	}
	if info.Country == "" {
		c.meta("addressee-country", addresseeCountry(info.Meta))
	}
	if hd.id == "" && hd.origin != "" && hd.number != "" && len(info.Date) >= 4 {
		hd.id = fmt.Sprintf("%s%s%s", info.Date[2:4], postKey(hd.origin), strings.TrimLeft(hd.number, "0"))
	}
	c.meta("cable", hd.id)
	if hd.class != "" {
		c.meta("classification", hd.class)
		info.Marking = documentMarking(hd.class + hd.caption)
	}
}

var precedences = map[byte]string{'Z': "FLASH", 'O': "IMMEDIATE", 'P': "PRIORITY", 'R': "ROUTINE"}

func precedence(dtg string) string {
	if m := dtgPattern.FindStringSubmatch(dtg); m != nil {
		return precedences[m[1][0]]
	}
	return ""
}

// documentMarking reduces a classification line to the mark of the document.
func documentMarking(s string) string {
	letters := strings.ReplaceAll(s, " ", "")
	has := func(word string) bool { return strings.Contains(letters, word) }
	switch {
	case strings.HasPrefix(letters, "UNCLAS") && has("OFFICIALUSEONLY"):
		return "FOUO"
	case strings.HasPrefix(letters, "UNCLAS") && (has("SENSITIVE") || has("SBU")):
		return "SBU"
	case strings.HasPrefix(letters, "UNCLAS"):
		return "UNCLASSIFIED"
	case strings.HasPrefix(letters, "TOPSECRET"):
		return "TOP SECRET"
	case strings.HasPrefix(letters, "SECRET"):
		if has("NOFORN") {
			return "SECRET//NOFORN"
		}
		return "SECRET"
	case strings.HasPrefix(letters, "CONFIDENTIAL"):
		if has("NOFORN") {
			return "CONFIDENTIAL//NOFORN"
		}
		return "CONFIDENTIAL"
	}
	return "LIMITED OFFICIAL USE"
}

// mast reads what stands before the header: the title of the web page at most.
func (c *cable) mast() {
	title := ""
	for i := 0; i < c.first; i++ {
		if c.lines[i].kind != inkLine {
			continue
		}
		s := c.text(i)
		if rest, ok := strings.CutPrefix(s, "Cablegate:"); ok {
			title = strings.TrimSpace(rest)
		} else if title == "" && len(s) > 9 && len(s) < 200 && !isFurniture(s) && strings.Contains(s, " ") {
			title = s
		}
	}
	c.doc.Info.Title = orElse(title, c.doc.Info.Title)
	c.leftOut("before", 0, c.first)
}
