package relate

import (
	"slices"
	"strings"

	"mandate/graph"
)

// readVerb reads the places round the verb at i from word order: English puts the subject left of the verb and the
// object right of it; the passive turns them round.
func (c *clause) readVerb(i int) *reading {
	r := &reading{oblique: map[string][]int{}}
	passive := c.passive(i)
	left := c.subjects(i)
	right := c.objects(i + 1)
	c.obliques(i+1, r)
	if passive {
		r.object = left
		r.subject = r.oblique["by"]
	} else {
		if r.subject, r.object = left, right; c.lower(i+1) != "of" { // that is its object's: "comprises representatives of"
			delete(r.oblique, "of")
		}
	}
	c.modality(i, r)
	return r
}

// passive says whether the form at i is a passive: a participle after a form of "be", or one that follows its noun
// ("the plan, led by the Ministry").
func (c *clause) passive(i int) bool {
	w := c.toks[i].Lower
	if !participle(w) {
		return false
	}
	j := i - 1
	for j >= 0 && (adverb(c.lower(j)) || c.lower(j) == "not" || c.lower(j) == "n't" || c.lower(j) == "jointly") {
		j--
	}
	p := c.lower(j)
	switch p {
	case "be", "been", "being", "is", "are", "was", "were", "get", "gets", "got":
		return true
	case "has", "have", "had", "having":
		return false
	}
	if c.lower(i+1) == "by" || c.lower(i+1) == "jointly" && c.lower(i+2) == "by" || c.lower(i+1) == "in" && c.lower(i+2) == "part" {
		return true
	}
	return false
}

func participle(w string) bool {
	return strings.HasSuffix(w, "ed") || irregularParticiples[w]
}

var irregularParticiples = words("led run held paid built given taken made brought set fought found told shown understood overseen undertaken put met sent kept spent won taught begun known drawn done driven written")

func adverb(w string) bool {
	return strings.HasSuffix(w, "ly") || w == "also" || w == "now" || w == "then" || w == "currently"
}

// objects are the mentions that stand as the object after token i, with their conjuncts.
func (c *clause) objects(i int) []int {
	for j := i; j < len(c.toks) && j < i+9; j++ {
		if m := c.owner[j]; m >= 0 {
			if c.mention(m).First < i {
				continue
			}
			ms, end := c.group(m)
			// a possessor or modifier is not the object: "leads China's effort"
			for isPossessiveMark(c.lower(end)) && end+1 < len(c.toks) {
				next := -1
				for k := end + 1; k < len(c.toks) && k < end+5; k++ {
					if c.owner[k] >= 0 {
						next = c.owner[k]
						break
					}
				}
				if next < 0 {
					return nil
				}
				ms, end = c.group(next)
			}
			return append(ms, c.including(end)...)
		}
		w := c.lower(j)
		switch {
		case boundary[w] || w == "," && j > i || pronoun[w]:
			return nil
		case w == "of" || w == "to" && c.lower(j-1) == "access":
			// "the problem of trafficking"
		case w == "and" || w == "or":
			if c.adjectival(j-1) && j-1 >= i {
				continue
			}
		case prepositions[w]:
			return nil
		}
	}
	return nil
}

// including are the mentions listed after "including" or "such as" at token i.
func (c *clause) including(i int) []int {
	if c.lower(i) == "," {
		i++
	}
	switch {
	case c.lower(i) == "including" || c.lower(i) == "especially" || c.lower(i) == "particularly":
		i++
	case c.lower(i) == "such" && c.lower(i+1) == "as":
		i += 2
	default:
		return nil
	}
	for j := i; j < len(c.toks) && j < i+4; j++ {
		if m := c.owner[j]; m >= 0 && c.mention(m).First >= i {
			ms, _ := c.group(m)
			return ms
		}
		if prepositions[c.lower(j)] || boundary[c.lower(j)] {
			return nil
		}
	}
	return nil
}

// obliques fills the phrases that prepositions open after token i, up to the end of the clause.
func (c *clause) obliques(i int, r *reading) {
	for j := i; j < len(c.toks); j++ {
		if m := c.owner[j]; m >= 0 {
			j = c.mention(m).Last - 1
			continue
		}
		w := c.lower(j)
		if boundary[w] && w != "," || toBe[w] && w != "be" && w != "been" && !isPossessiveMark(w) { // another clause begins
			return
		}
		if !prepositions[w] {
			continue
		}
		if w == "by" && j+1 < len(c.toks) && strings.HasSuffix(c.lower(j+1), "ing") {
			continue
		}
		for k := j + 1; k < len(c.toks) && k < j+6; k++ {
			if m := c.owner[k]; m >= 0 && c.mention(m).First > j {
				ms, end := c.group(m)
				r.oblique[w] = append(r.oblique[w], ms...)
				r.oblique[w] = append(r.oblique[w], c.including(end)...)
				break
			}
			if prepositions[c.lower(k)] && c.lower(k) != "of" || boundary[c.lower(k)] || c.lower(k) == "," {
				break
			}
		}
	}
}

// subjects are the mentions that stand as the subject of the verb at i.
func (c *clause) subjects(i int) []int {
	start := c.clauseStart(i)
	// a relative pronoun stands for what is before it
	if start > 0 && (c.lower(start-1) == "which" || c.lower(start-1) == "who" || c.lower(start-1) == "that") && !c.mentionBetween(start, i) {
		if m := c.mentionBefore(start - 1); m >= 0 {
			return c.backGroup(c.climb(m, 0))
		}
	}
	m := c.mentionBefore(i)
	if m < 0 || c.mention(m).Last <= start {
		if start > 0 && (c.lower(start-1) == "," || c.lower(start-1) == "and") || c.lower(i-1) == "," || c.lower(i-1) == "to" {
			return c.backGroup(c.mainSubject(i))
		}
		return nil
	}
	if strings.HasSuffix(c.lower(i), "ing") && c.lower(i-1) == "," || c.lower(i-1) == "to" || c.lower(i-1) == "and" || c.lower(i-1) == "," {
		if s := c.mainSubject(i); s >= 0 {
			return c.backGroup(s)
		}
	}
	return c.backGroup(c.climb(m, start))
}

// clauseStart is the token after the nearest clause boundary left of i.
func (c *clause) clauseStart(i int) int {
	for j := i - 1; j >= 0; j-- {
		if c.owner[j] < 0 && boundary[c.lower(j)] {
			return j + 1
		}
	}
	return 0
}

func (c *clause) mentionBetween(from, to int) bool {
	for j := from; j < to; j++ {
		if c.owner[j] >= 0 {
			return true
		}
	}
	return false
}

// mentionBefore is the last mention that ends at or before token i.
func (c *clause) mentionBefore(i int) int {
	for j := i - 1; j >= 0; j-- {
		if c.owner[j] >= 0 {
			return c.owner[j]
		}
	}
	return -1
}

// climb goes from a mention in a prepositional phrase to the mention the phrase hangs on: in "transfer centers along the
// border with Vietnam provide", from Vietnam to the centers.
func (c *clause) climb(m, start int) int {
	for range 6 {
		first := c.mention(m).First
		j := first - 1
		for j >= start && (determiners[c.lower(j)] || c.adjectival(j) && c.owner[j] < 0 && j > first-4) {
			j--
		}
		if j < start || !prepositions[c.lower(j)] {
			return m
		}
		up := c.mentionBefore(j)
		if up < 0 || c.mention(up).Last <= start || c.mention(up).Last < j-3 {
			return m
		}
		m = up
	}
	return m
}

// mainSubject is the first mention of the sentence that stands outside a prepositional phrase and before i.
func (c *clause) mainSubject(i int) int {
	for _, m := range c.ms {
		men := c.mention(m)
		if men.Last > i {
			return -1
		}
		if c.owner[men.First] != m {
			continue
		}
		j := men.First - 1
		for j >= 0 && (determiners[c.lower(j)] || c.adjectival(j)) {
			j--
		}
		if j >= 0 && prepositions[c.lower(j)] {
			continue
		}
		return m
	}
	return -1
}

// backGroup is the coordination that ends with m or holds it: "the State Council and 14 ministries".
func (c *clause) backGroup(m int) []int {
	if m < 0 {
		return nil
	}
	for _, first := range c.ms {
		if c.mention(first).First >= c.mention(m).First || c.owner[c.mention(first).First] != first {
			continue
		}
		if ms, _ := c.group(first); slices.Contains(ms, m) {
			return ms
		}
	}
	ms, _ := c.group(m)
	return ms
}

// readNoun reads the places round a noun of action: "implementation of the NPA by …", "China's revision of …", "in
// coordination with".
func (c *clause) readNoun(i int) *reading {
	r := &reading{oblique: map[string][]int{}}
	j := i - 1
	for j >= 0 && c.owner[j] < 0 && c.adjectival(j) && j > i-4 {
		j--
	}
	if j >= 1 && isPossessiveMark(c.lower(j)) && c.owner[j-1] >= 0 {
		r.possessor = []int{c.owner[j-1]}
	} else if j >= 0 && c.owner[j] >= 0 && j == i-1 {
		r.possessor = []int{c.owner[j]} // "COMMIT members"
	}
	c.obliques(i+1, r)
	r.object = r.oblique["of"]
	r.subject = r.oblique["by"]
	if len(r.subject) == 0 {
		r.subject = r.possessor
	}
	if len(r.subject) == 0 {
		if s := c.mainSubject(i); s >= 0 {
			r.subject = c.backGroup(s)
		}
	}
	c.modality(i, r)
	return r
}

// modality sets how the clause puts what the word at i says, with the words that show it.
func (c *clause) modality(i int, r *reading) {
	set := func(st graph.Status, at int) {
		if at < 0 {
			return
		}
		if outweighs(st, r.status) {
			r.status = st
		}
		r.cues = append(r.cues, c.toks[at].Span)
	}
	for j := i - 1; j >= 0 && j >= i-8; j-- {
		w := c.lower(j)
		if boundary[w] {
			if w == "that" {
				set(c.reportedBy(j))
			}
			break
		}
		if j >= i-4 {
			c.oblige(r, duties[w], j)
		}
		infinitive := c.lower(j+1) == "to" || c.lower(j+2) == "to" && (adverb(c.lower(j+1)) || negators[c.lower(j+1)])
		switch {
		case negators[w] && w != "nor" && j >= i-4 && !c.merely(j):
			set(graph.Negated, j)
		case w == "without" && j >= i-2:
			set(graph.Negated, j)
		case futures[w] && j >= i-4:
			set(graph.Planned, j)
		case w == "may" && j >= i-3, (w == "might" || w == "could" || hearsay[w]):
			set(graph.Reported, j)
		case w == "to" && j >= i-3:
			set(c.ahead(j))
		case planForms[w] && (infinitive && c.toDo(j) || c.lower(j+1) == "that" || c.lower(j+1) == "whether" || j == i-1 && gerund(c.lower(i))) || w == "going" && infinitive, askForms[w] && c.lower(j+1) == "to" && c.toDo(j):
			set(graph.Planned, j)
		case failForms[w] && (infinitive || j == i-1 && gerund(c.lower(i))), denyForms[w] && j == i-1 && gerund(c.lower(i)):
			set(graph.Negated, j)
		}
	}
	if len(r.subject) > 0 {
		set(c.neitherOf(r.subject))
	}
	if c.lower(0) == "according" && c.lower(1) == "to" && r.status == graph.Asserted {
		set(graph.Reported, 0)
	}
	if len(r.cues) > 1 {
		slices.Reverse(r.cues)
	}
}

// neitherOf is the "neither" or "no" that stands before the first of the subjects: cue is -1 without one.
func (c *clause) neitherOf(subjects []int) (st graph.Status, cue int) {
	j := c.mention(slices.Min(subjects)).First - 1
	for j > 0 && determiners[c.lower(j)] && c.lower(j) != "no" {
		j--
	}
	if w := c.lower(j); w == "neither" || w == "no" {
		return graph.Negated, j
	}
	return graph.Asserted, -1
}

func gerund(w string) bool { return strings.HasSuffix(w, "ing") }
