package linktest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"mandate/extract/link"
	"mandate/graph"
)

// How documents write, as shares of what they write.
const (
	placeless  = 0.15 // documents that do not tell where they come from
	abroad     = 0.15 // things of another state than the document's
	between    = 0.15 // bodies that belong to no state, among the agencies
	unexpected = 0.01 // things of another state, or in a document from nowhere, whose state is not told all the same
	usual      = 0.5  // names in their usual form
	explained  = 0.35 // names that have an acronym and are followed by it
	bare       = 0.12 // things that have an acronym and are named by nothing else
	familyOnly = 0.08 // people of whom the document gives the family name alone
	titled     = 0.55 // people with their post, of the others
)

// draft is a document while it is written.
type draft struct {
	*graph.Contribution
	w      *world
	r      *rand.Rand
	home   *state // nil: the document does not tell
	year   int
	text   strings.Builder
	things []*thing // of the clusters
	forms  [][]string
	listed []bool
	posts  []string // "" not told
	truth  []string
}

// skewed draws one of n, the first ones often: the most frequent about √n times as often as a middling one.
func skewed(r *rand.Rand, n int) int {
	u := r.Float64()
	return min(n-1, int(float64(n)*u*u))
}

// draft writes document i, but for the keys of its clusters.
func (w *world) draft(r *rand.Rand, i int) *draft {
	d := &draft{Contribution: &graph.Contribution{}, w: w, r: r}
	doc := &d.Document
	doc.ID = graph.DocumentID(fmt.Sprintf("cables/%d/%02d/%06d.txt", 2000+i%10, i/10%12+1, i))
	doc.Pipeline, doc.Format, doc.Encoding = "synthetic", "cable", "utf-8"
	d.year = 2000 + i%10
	doc.Date = fmt.Sprintf("%d-%02d-%02d", 2000+i%10, i/10%12+1, r.IntN(28)+1)
	doc.Marking = []string{"UNCLASSIFIED", "SBU", "CONFIDENTIAL"}[skewed(r, 3)]
	if r.Float64() >= placeless {
		d.home = w.states[skewed(r, len(w.states))]
		doc.Country = d.home.iso
	}
	doc.Title = strings.ToUpper(strings.TrimSuffix(fillers[r.IntN(len(fillers))], "."))
	for len(d.Claims) < Statements {
		d.paragraph()
	}
	c := d.Contribution
	c.Text = d.text.String()
	sum := sha256.Sum256([]byte(c.Text))
	doc.Hash = hex.EncodeToString(sum[:])
	doc.Bytes, doc.Words, doc.Passages = len(c.Text), len(strings.Fields(c.Text)), len(c.Passages)
	for i := range c.Claims {
		ev := &c.Claims[i].Evidence
		ev.Quote = c.Text[ev.Span.Start:ev.Span.End]
	}
	for i := range c.Passages {
		s := c.Passages[i].Span
		c.Passages[i].Sketch = graph.Sketch(c.Text[s.Start:s.End])
	}
	for i := range c.Clusters {
		d.nameCluster(i)
	}
	return d
}

// nameCluster gives a cluster the fullest of its forms as name and the others as aliases.
func (d *draft) nameCluster(i int) {
	forms := slices.Clone(d.forms[i])
	slices.SortFunc(forms, func(a, b string) int {
		short := func(s string) int {
			if link.IsAcronym(s) || strings.HasPrefix(s, "the ") {
				return 1
			}
			return 0
		}
		return short(a) - short(b)
	})
	cl := &d.Clusters[i]
	cl.Name = forms[0]
	slices.Sort(forms)
	cl.Aliases = slices.DeleteFunc(slices.Compact(forms), func(f string) bool { return f == cl.Name })
}

// paragraph writes two to four statements and what stands between them.
func (d *draft) paragraph() {
	start := d.text.Len()
	label := fmt.Sprint(len(d.Passages) + 1)
	marking := []string{"U", "SBU", "C", "S"}[skewed(d.r, 4)]
	fmt.Fprintf(&d.text, "%s. (%s) ", label, marking)
	n := len(d.Passages) + 1
	for range min(2+d.r.IntN(3), Statements-len(d.Claims)) {
		if d.r.IntN(3) == 0 {
			d.text.WriteString(fillers[d.r.IntN(len(fillers))] + " ")
		}
		d.sentence(n, label, marking)
	}
	d.Passages = append(d.Passages, graph.Passage{Label: label, Marking: marking, Span: graph.Span{Start: start, End: d.text.Len()}})
	d.text.WriteString("\n\n")
}

// sentence writes a sentence that makes a statement.
func (d *draft) sentence(passage int, label, marking string) {
	say := says[d.r.IntN(len(says))]
	subject := d.cast(say.from, -1)
	object := d.cast(say.to, subject)
	text := say.texts[d.r.IntN(len(say.texts))]
	before, rest, _ := strings.Cut(text, "%s")
	middle, after, _ := strings.Cut(rest, "%s")
	start := d.text.Len()
	d.text.WriteString(before)
	from := d.mention(subject, passage)
	d.text.WriteString(middle)
	to := d.mention(object, passage)
	d.text.WriteString(after)
	ev := graph.Evidence{Passage: passage, Paragraph: label, Marking: marking, Span: graph.Span{Start: start, End: d.text.Len()}, Subject: from, Object: to,
		Rule: strings.ToLower(say.typ) + ".verb", Confidence: math.Round(500+500*math.Sqrt(d.r.Float64())) / 1000}
	cl := graph.Claim{Subject: subject, Object: object, Type: say.typ, Symmetric: say.typ == "COORDINATES_WITH", Evidence: ev}
	if k := d.r.IntN(10); k < 3 {
		cl.Status = graph.Status(1 + k)
	}
	if strings.Contains(text, "2009") {
		cl.Since = "2009-07"
	}
	d.Claims = append(d.Claims, cl)
	d.text.WriteString(" ")
}

// cast chooses a cluster of a type: as often as not one that was written about before, but not the one named.
func (d *draft) cast(typ string, not int) int {
	if d.r.IntN(2) == 0 {
		for _, k := range d.r.Perm(len(d.things)) {
			if k != not && d.things[k].typ == typ {
				return k
			}
		}
	}
	for {
		t := d.w.draw(d.r, d.home, typ)
		if !slices.ContainsFunc(d.things, func(o *thing) bool { return o.id == t.id || o.family != "" && o.family == t.family }) {
			return d.enter(t)
		}
	}
}

// draw draws a thing of a type, most often of the state that the document comes from.
func (w *world) draw(r *rand.Rand, home *state, typ string) *thing {
	s := home
	if s == nil || r.Float64() < abroad {
		s = w.states[skewed(r, len(w.states))]
	}
	one := func(from []*thing) *thing { return from[skewed(r, len(from))] }
	switch typ {
	case "Law":
		if r.IntN(3) == 0 {
			return s.law(1_000 + r.IntN(30_000))
		}
		return one(s.laws)
	case "Program":
		return one(s.programs)
	case "Region":
		return one(s.regions)
	case "Person":
		return w.person(s, skewed(r, 2_000))
	case "Issue":
		return one(w.issues)
	}
	if r.Float64() < between {
		return one(w.bodies)
	}
	return one(s.agencies)
}

// enter begins a cluster for a thing and settles by what names the document calls it.
func (d *draft) enter(t *thing) int {
	k := len(d.things)
	cl := graph.Cluster{Type: t.typ}
	foreign := t.country != "" && (d.home == nil || d.home.iso != t.country)
	truth, forms, post := t.id, []string{d.form(t, foreign).text}, ""
	if slices.ContainsFunc(t.forms, func(f form) bool { return f.text == forms[0] && f.country }) {
		cl.Country = t.country
	}
	switch {
	case t.acronym != "" && !foreign && d.r.Float64() < bare:
		forms = []string{t.acronym}
	case t.acronym != "" && d.r.Float64() < explained:
		forms = append(forms, t.acronym)
	case t.typ == "Person" && d.r.Float64() < familyOnly:
		truth, forms = "", []string{t.family}
	case t.typ == "Person" && d.r.IntN(2) == 0:
		forms = append(forms, t.title+" "+t.family)
	case t.typ == "Agency" && strings.Contains(forms[0], "Ministry") && d.r.IntN(3) == 0:
		forms = append(forms, "the Ministry")
	}
	if t.typ == "Person" && truth != "" && d.r.Float64() < titled {
		if post = t.post(d.year); foreign && d.r.Float64() >= unexpected {
			post = d.w.adjective(t.country) + " " + post
		}
	}
	d.things, d.forms, d.truth, d.listed = append(d.things, t), append(d.forms, forms), append(d.truth, truth), append(d.listed, t.listed)
	d.posts = append(d.posts, post)
	d.Clusters = append(d.Clusters, cl)
	return k
}

// form chooses how a thing is written in full. Things of other states are written with it, where there is a way.
func (d *draft) form(t *thing, foreign bool) form {
	forms := t.forms
	if foreign && d.r.Float64() >= unexpected {
		told := slices.DeleteFunc(slices.Clone(forms), func(f form) bool { return !f.country })
		if len(told) > 0 {
			forms = told
		}
	}
	if d.r.Float64() < usual {
		return forms[0]
	}
	return forms[d.r.IntN(len(forms))]
}

// mention writes a cluster: in full and with its short form the first time, in either way later.
func (d *draft) mention(k, passage int) graph.Span {
	cl, forms := &d.Clusters[k], d.forms[k]
	write := func(name string) graph.Span {
		s := graph.Span{Start: d.text.Len()}
		d.text.WriteString(name)
		s.End = d.text.Len()
		cl.Mentions = append(cl.Mentions, graph.Mention{Document: d.Document.ID, Passage: passage, Span: s})
		return s
	}
	if len(cl.Mentions) > 0 {
		return write(forms[d.r.IntN(len(forms))])
	}
	if typ := cl.Type; (typ == "Agency" || typ == "Law" || typ == "Program") && !strings.HasPrefix(forms[0], "The ") {
		d.text.WriteString("the ")
	}
	if d.posts[k] != "" {
		d.text.WriteString(d.posts[k] + " ")
	}
	s := write(forms[0])
	if len(forms) > 1 {
		d.text.WriteString(" (")
		write(forms[1])
		d.text.WriteString(")")
	}
	return s
}

// ID is the identifier of the document.
func (d *draft) ID() graph.DocumentID { return d.Document.ID }
