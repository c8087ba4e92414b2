package relate

import (
	"strings"

	"mandate/extract/nlp"
)

// A document that is itself a law says who makes it and what it ends without naming itself: "By the authority vested in
// me as President …, it is hereby ordered", "Executive Order No. 124 is hereby revoked".

// enactment reads such sentences; self is the mention by which the document names itself, -1 none.
func (c *clause) enactment(self, signer int) []finding {
	if self < 0 {
		return nil
	}
	var out []finding
	if c.formula() {
		maker := signer
		for _, m := range c.ms {
			if c.mention(m).Kind == nlp.Pronoun && signer >= 0 && c.mention(m).Cluster == c.doc.Mentions[signer].Cluster {
				maker = m
				break
			}
		}
		if maker >= 0 {
			out = append(out, finding{relation: "ESTABLISHES", subject: maker, object: self, trigger: -1, rule: "enact.formula", confidence: 0.9})
		}
		for _, m := range c.ms {
			if c.typeOf(m) == "Region" && c.mention(m).Kind == nlp.Named {
				out = append(out, finding{relation: "OPERATES_IN", subject: self, object: m, trigger: -1, rule: "enact.formula", confidence: 0.8})
				break
			}
		}
	}
	for i := range c.toks {
		if c.lower(i) != "hereby" || i+1 >= len(c.toks) {
			continue
		}
		for k := i - 2; k <= i+2 && k < len(c.toks); k++ {
			if k < 0 || !endsLaw[c.lower(k)] {
				continue
			}
			for _, m := range c.ms {
				if men := c.mention(m); men.Last <= i && c.typeOf(m) == "Law" && men.Kind != nlp.Pronoun {
					out = append(out, finding{relation: "AMENDS", subject: self, object: m, trigger: k, rule: "enact.hereby", confidence: 0.9})
				}
			}
		}
	}
	return out
}

var endsLaw = words("revoked amended repealed superseded rescinded replaced modified")

// formula says whether the sentence is the one by which an authority makes the document.
func (c *clause) formula() bool {
	s := strings.ToLower(c.doc.Passages[c.doc.Sentences[c.sent].Passage].Text)
	for _, f := range []string{"vested in me", "hereby ordered", "hereby order", "be it enacted", "hereby enacted", "do hereby proclaim", "hereby decree", "have adopted this"} {
		if strings.Contains(s, f) {
			return true
		}
	}
	return false
}

// selfOf is the mention by which the document names itself, -1 none.
func selfOf(doc *nlp.Document) int {
	for i := range doc.Mentions {
		if doc.Mentions[i].Rule == "self.title" && doc.Mentions[i].Cluster >= 0 {
			return i
		}
	}
	return -1
}

// signerOf is a mention of who signs the document: coref gives "I" and "me" the cluster of that person.
func signerOf(doc *nlp.Document) int {
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind == nlp.Pronoun && m.Cluster >= 0 && (m.Name == "me" || m.Name == "i" || m.Name == "my") {
			return i
		}
	}
	return -1
}
