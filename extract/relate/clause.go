package relate

import (
	"strings"

	"mandate/extract/nlp"
	"mandate/graph"
)

// clause is a sentence with its mentions laid over the tokens.
type clause struct {
	doc   *nlp.Document
	sent  int
	toks  []nlp.Token
	ms    []int   // mentions with a cluster, in text order
	owner []int   // for each token the outermost mention it belongs to, -1 none
	tree  *tree   // nil when the sentence is not parsed
	lead  *clause // of a list item: the clause that leads the list in

	misfits []misfit // what a trigger says of ends that the schema does not let it join

	trace *trace // hears how the frames and the scorer went; nil: nobody asks
}

// reading is what stands in the places round a trigger, and how the clause puts it.
type reading struct {
	subject, object, possessor []int
	compound                   []int // mentions that modify a trigger noun: "trafficking prevention"
	bearer                     []int // who is called by a trigger noun: "X, a unit of Y", "X is a unit of Y"
	self                       []int // the mention that the trigger noun heads: "an agreement between X and Y"
	oblique                    map[string][]int
	status                     graph.Status
	settled                    bool // a denial has said all: no negation further up counts
	cues                       []nlp.Span
	duty                       graph.Obligation
}

func (r *reading) at(place string) []int {
	switch place {
	case "subject":
		return r.subject
	case "object":
		return r.object
	case "possessor":
		return r.possessor
	case "compound":
		return r.compound
	case "bearer":
		return r.bearer
	case "self":
		return r.self
	}
	return r.oblique[place]
}

func newClause(doc *nlp.Document, sent int, ms []int) *clause {
	c := &clause{doc: doc, sent: sent, toks: doc.Sentences[sent].Tokens, ms: ms}
	c.owner = make([]int, len(c.toks))
	for i := range c.owner {
		c.owner[i] = -1
	}
	for _, m := range ms {
		men := &doc.Mentions[m]
		for i := men.First; i < men.Last; i++ {
			if o := c.owner[i]; o < 0 || c.width(o) < men.Last-men.First {
				c.owner[i] = m
			}
		}
	}
	if doc.Sentences[sent].Parsed {
		c.tree = newTree(c.toks)
	}
	return c
}

func (c *clause) width(m int) int { return c.doc.Mentions[m].Last - c.doc.Mentions[m].First }

func (c *clause) mention(m int) *nlp.Mention { return &c.doc.Mentions[m] }

func (c *clause) span() nlp.Span { return c.doc.Sentences[c.sent].Span }

// saying is the words that say a relation between two mentions: the sentence, and for an item of a list whose subject
// stands in the sentence that leads it in, all from there to the item.
func (c *clause) saying(from, to *nlp.Mention) nlp.Span {
	span := c.span()
	if c.lead != nil && (from.Sentence == c.lead.sent || to.Sentence == c.lead.sent) {
		span.Start = c.lead.span().Start
	}
	return span
}

// headOfNominal says whether token i heads a common-noun mention, whose head may be a trigger too.
func (c *clause) headOfNominal(i int) bool {
	m := c.mention(c.owner[i])
	return m.Kind == nlp.Nominal && m.Head == i
}

func (c *clause) lower(i int) string {
	if i < 0 || i >= len(c.toks) {
		return ""
	}
	return c.toks[i].Lower
}

// verbal says whether the word at i, which has the form of a verb, stands as one: not after an article or adjective, not
// before a noun it modifies.
func (c *clause) verbal(i int) bool {
	if c.tree != nil {
		return c.toks[i].UPOS == "VERB" && c.toks[i].Lower != "including" // which lists examples
	}
	t := c.toks[i].Lower
	prev := c.lower(i - 1)
	if t == "including" || t == "concerning" && (i == 0 || c.owner[i-1] < 0) { // mostly prepositions
		return false
	}
	if determiners[prev] || i > 0 && isPossessiveMark(prev) {
		return false
	}
	if c.toks[i].Text != t && i > 0 {
		return false
	}
	if nounLike[t] { // "plans", "leads": a verb only after a subject, "to" or an auxiliary
		for i > 1 && c.owner[i-1] < 0 && (adverb(prev) || prev == "longer" || prev == "never") { // "no longer leads"
			i--
			prev = c.lower(i - 1)
		}
		return prev == "to" || prev == "no" && c.lower(i) == "longer" || aux[prev] || i > 0 && c.owner[i-1] >= 0 || pronoun[prev]
	}
	return true
}

var determiners = words("the a an this that these those its their his her our each every any no some such")
var aux = words("will would shall should can could may might must do does did has have had be been is are was were being not n't also to")
var pronoun = words("it they he she we who which that i you")
var nounLike = words("lead leads head heads chair chairs direct run runs fund funds address addresses target targets support supports control controls finance finances grant grants plan plans partner partners report reports award awards form forms shelter shelters train trains house houses")

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

func isPossessiveMark(s string) bool { return s == "'s" || s == "’s" || s == "'" || s == "’" }

// group is the mention m and those coordinated with it to the right: "A, B, and C", "A as well as B"; end is the token
// after the last.
func (c *clause) group(m int) (ms []int, end int) {
	ms = []int{m}
	end = c.mention(m).Last
	for {
		next, ok := c.conjunct(end)
		if !ok {
			return ms, end
		}
		ms = append(ms, next)
		end = c.mention(next).Last
	}
}

// conjunct finds the mention that is coordinated with what ends at token i.
func (c *clause) conjunct(i int) (int, bool) {
	i = c.skipBracket(i)
	j := i
	joined := false
	for j < len(c.toks) && c.owner[j] < 0 {
		switch w := c.lower(j); {
		case w == "," || w == "and" || w == "or" || w == "nor" || w == "&":
			joined = true
		case w == "as" && c.lower(j+1) == "well" && c.lower(j+2) == "as":
			joined = true
			j += 2
		case joined && (determiners[w] || w == "both" || w == "especially" || w == "including" || w == "other" || w == "particularly"):
		case joined && j-i < 4 && c.adjectival(j):
		default:
			return 0, false
		}
		j++
		if j-i > 6 {
			return 0, false
		}
	}
	if !joined || j >= len(c.toks) {
		return 0, false
	}
	m := c.owner[j]
	if c.mention(m).First < i || c.mention(m).Kind == nlp.Pronoun && pronoun[c.lower(j)] { // "…, and it is overseen by" is another clause
		return 0, false
	}
	return m, true
}

// skipBracket passes over "(MPS)" after a mention.
func (c *clause) skipBracket(i int) int {
	if c.lower(i) != "(" {
		return i
	}
	for j := i + 1; j < len(c.toks) && j < i+12; j++ {
		if c.lower(j) == ")" {
			return j + 1
		}
	}
	return i
}

// adjectival says whether a lower-case word may stand between a conjunction and a name: anything but verbs and
// function words.
func (c *clause) adjectival(i int) bool {
	w := c.toks[i].Lower
	return w == c.toks[i].Text && !aux[w] && !prepositions[w] && !pronoun[w] && !boundary[w] && w[0] >= 'a' && w[0] <= 'z' && !strings.HasSuffix(w, "ing")
}

var prepositions = words("of in for with on by to from at against between among under through as within into towards toward across throughout along near during since until via including without about over after before")

var boundary = words("; : that which who whom whose because although while whereas if when where unless but . ? ! — –")
