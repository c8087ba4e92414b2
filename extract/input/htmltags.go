package input

import (
	"strings"

	"golang.org/x/net/html"
)

// elementKind says how an element bears on the text in it.
type elementKind uint8

const (
	inlineElement    elementKind = 1 << iota
	voidElement                  // has no content
	dropElement                  // what it holds is no text
	furnitureElement             // what it holds is no part of the main text
	containerElement             // holds blocks
	blockElement                 // ends the block before it
)

// elementKinds are the elements of HTML; all others end the block before them.
var elementKinds = kindsOf(map[elementKind]string{
	inlineElement: `a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rp rt ruby s samp small
		span strike strong sub sup time tt u var`,
	inlineElement | voidElement: `br img input wbr meta link base area`,
	voidElement:                 `hr col embed source track param frame keygen`,
	inlineElement | dropElement: `script style noscript svg math button canvas audio video object iframe map`,
	dropElement:                 `head template select option optgroup textarea datalist title noframes frameset`,
	furnitureElement:            `nav footer aside menu dialog`,
	containerElement:            `div section article main body td th center blockquote fieldset form`,
	blockElement: `html p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd pre listing xmp plaintext table tr thead tbody tfoot caption
		figure figcaption header hgroup address details summary legend`,
})

func kindsOf(lists map[elementKind]string) map[string]elementKind {
	m := map[string]elementKind{}
	for k, names := range lists {
		for _, n := range strings.Fields(names) {
			m[n] = k
		}
	}
	return m
}

// inlineNames are the elements that do not end a block.
var inlineNames = func() map[string]bool {
	m := map[string]bool{}
	for n, k := range elementKinds {
		if k&inlineElement != 0 {
			m[n] = true
		}
	}
	return m
}()

// internedNames keeps one string per element name.
var internedNames = func() map[string]string {
	m := map[string]string{}
	for n := range elementKinds {
		m[n] = n
	}
	return m
}()

func internName(raw []byte) string { return internedNames[string(raw)] }

// furnitureWords in the class or id of an element say that it is furniture, in the usage of most sites.
var furnitureWords = setOf(`nav navbar navigation menu menus sidebar footer breadcrumb breadcrumbs share sharing sharebar social socials
	cookie cookies gdpr related comments advert adverts advertisement ads banner masthead pagination pager skiplink skip newsletter
	subscribe popup modal widget widgets toolbar searchform search offcanvas browse pick sort`)

// attributes reads what class, id and role say of an element.
func (p *page) attributes(z *html.Tokenizer, el *element) {
	for {
		key, val, more := z.TagAttr()
		switch string(key) {
		case "class", "id":
			switch el.name {
			case "html", "body", "main", "article", "pre", "h1", "p":
			default:
				el.soft = el.soft || furnitureNamed(string(val))
			}
			if el.name == "p" && strings.Contains(string(val), "caption") {
				el.caption = true
			}
		case "role":
			switch string(val) {
			case "main", "article":
				el.main = true
			case "navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "dialog":
				el.hard = true
			}
		case "itemprop":
			if string(val) == "articleBody" {
				el.main = true
			}
		case "hidden":
			el.drop = true
		case "style":
			s := strings.ReplaceAll(strings.ToLower(string(val)), " ", "")
			if strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") {
				el.drop = true
			}
		case "datetime":
			if el.name == "time" && p.time == "" {
				p.time = readDate(string(val))
			}
		case "start":
			if el.name == "ol" && el.ordinal != nil {
				if n := atoi(string(val)); n > 0 {
					*el.ordinal = n
				}
			}
		}
		if !more {
			return
		}
	}
}

// furnitureNamed says whether a class or id is made of words of which one names furniture.
func furnitureNamed(s string) bool {
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == ' ' || r == '-' || r == '_' || r == '\t' || r == '\n' }) {
		if furnitureWords[w] {
			return true
		}
	}
	return false
}

// meta takes in a <meta> element.
func (p *page) meta(z *html.Tokenizer) {
	var name, content string
	for {
		key, val, more := z.TagAttr()
		switch string(key) {
		case "name", "property", "itemprop":
			name = strings.ToLower(string(val))
		case "content":
			content = string(val)
		}
		if !more {
			break
		}
	}
	if name != "" && content != "" && len(p.metas) < 200 {
		p.metas = append(p.metas, metaValue{name, strings.Join(strings.Fields(content), " ")})
	}
}

// pageMeta sets what the head of a page says of the document.
func (r *reading) pageMeta(p *page) {
	get := func(names ...string) string {
		for _, n := range names {
			for _, m := range p.metas {
				if m.name == n {
					return m.value
				}
			}
		}
		return ""
	}
	info := &r.doc.Info
	info.Title = orElse(get("og:title", "dc.title", "dcterms.title", "citation_title"), p.title)
	for _, n := range [...]string{"article:published_time", "datepublished", "dcterms.date", "dc.date", "dcterms.issued", "dc.date.issued",
		"dcterms.created", "date", "pubdate", "publishdate", "citation_date", "dc.date.created"} {
		if info.Date == "" {
			info.Date = readDate(get(n))
		}
	}
	info.Date = orElse(info.Date, p.time)
	for _, n := range [...]string{"author", "description", "keywords", "og:site_name", "og:url", "article:published_time", "article:modified_time",
		"dc.title", "dc.creator", "dc.publisher", "dc.date", "dcterms.date", "dcterms.issued", "og:title"} {
		r.meta(n, get(n))
	}
	r.meta("title", p.title)
}
