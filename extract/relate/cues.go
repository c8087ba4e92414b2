package relate

import (
	"strings"

	"mandate/graph"
)

// Words that set the status of what they stand with. Both readings of a clause, off the tree and from word order, go by them.
var (
	// planVerbs set what depends on them in the future, sayVerbs put it in somebody's mouth; failVerbs and denyVerbs deny it,
	// the first of their own subject ("refused to fund"), the second of anybody ("denied that the Ministry funds").
	planVerbs = words("plan intend aim expect propose hope want seek consider pledge commit promise schedule agree wish prepare decide project undertake slate poise " + ponderVerbs)
	sayVerbs  = words("say claim report allege state believe suggest argue estimate indicate assert maintain contend announce think suspect")
	// Whoever did not do what lapseVerbs say has done the thing: "did not fail to fund".
	failVerbs  = words("fail refuse decline lack cease stop withhold")
	lapseVerbs = words("fail cease stop")
	denyVerbs  = words("deny reject dismiss refute rebut repudiate")

	// askVerbs put what somebody is told or asked to do in the future: "directs the Secretary to establish", "was invited to join".
	askVerbs = words("direct order instruct charge task ask request invite recommend urge")

	// deedVerbs are those of planVerbs whose object is at work or done: "undertook to sink wells" is a plan, "undertook a survey"
	// is none. hopeVerbs are those whose object may well be there: "expects the Coast Guard to act".
	deedVerbs = words("undertake prepare")
	hopeVerbs = words("expect want seek hope wish")

	// draftVerbs work on what is to be: "is drafting a bill", "a treaty is being negotiated". talkVerbs may speak of what is
	// there, too: only what would come of the talk is yet to be.
	draftVerbs = words("draft prepare negotiate draw develop finalize finalise")
	talkVerbs  = words("review discuss study")

	// afootNouns say the same after "under".
	afootNouns = words("discussion development consideration negotiation preparation")

	// makeVerbs bring what is their object into being: what will be made is not there yet.
	makeVerbs = words("establish create launch found form set adopt enact issue introduce initiate institute inaugurate open build construct develop offer organize organise convene hold start install")

	// endVerbs say that somebody takes part in something or is bound by it no longer, dropVerbs that it was not made.
	// quitVerbs are those of the first whose object is what is left; with the others it stands behind "from".
	endVerbs  = words("withdraw quit leave denounce expel exclude")
	quitVerbs = words("quit leave denounce")
	dropVerbs = words("reject veto defeat withdraw")

	// planNouns and sayNouns do the same to the clause that hangs on them: "a plan to fund", "reports that the Ministry funds".
	planNouns = words("plan intention proposal commitment goal aim talk negotiation bid intent pledge promise request offer decision")
	sayNouns  = words("report claim allegation rumor rumour suggestion accusation assertion")

	negators = words("not n't n’t never no neither nor")
	futures  = words("will would 'll ’ll")
	chances  = words("may might could")
	hearsay  = words("reportedly allegedly supposedly purportedly")

	// roles are what somebody is there for: "its role is to coordinate" plans nothing.
	roles = words("role aim mission purpose goal objective task function job mandate duty responsibility")

	// heralds stand between "is" and "to" and say that something is about to be done.
	heralds = words("due set about slated poised scheduled expected")
)

// ponderVerbs are those of planVerbs that are no nouns.
const ponderVerbs = "consider contemplate weigh mull ponder"

// formsOf are the forms of verbs as they stand in text, for readings without lemmas.
func formsOf(verbs map[string]bool) map[string]bool {
	out := map[string]bool{}
	for v := range verbs {
		for _, form := range verbForms(v) {
			out[form] = true
		}
	}
	return out
}

var (
	planForms, sayForms, failForms, denyForms = formsOf(planVerbs), formsOf(sayVerbs), formsOf(failVerbs), formsOf(denyVerbs)

	askForms = formsOf(askVerbs)

	ponderLemmas = words(ponderVerbs)
	ponderForms  = formsOf(ponderLemmas)
)

// ahead is what the "to" at token k says by the words before it: "is to fund" and "are due to fund" plan it, "has yet to
// fund" denies it so far. cue is the word that shows it.
func (c *clause) ahead(k int) (st graph.Status, cue int) {
	switch prev := c.lower(k - 1); {
	case prev == "yet":
		return graph.Negated, k - 1
	case heralds[prev] && toBe[c.lower(k-2)]:
		return graph.Planned, k - 1
	case toBe[prev] && c.lower(k-2) != "it" && !c.saysRole(k-1): // "whose task it is to fund"
		return graph.Planned, k
	}
	return graph.Asserted, -1
}

// saysRole says whether the form of "to be" at token b has a role or purpose for its subject: "the role of the Council is".
func (c *clause) saysRole(b int) bool {
	for j := b - 1; j >= 0 && j >= b-10 && !(c.owner[j] < 0 && boundary[c.lower(j)]); j-- {
		w := c.lower(j)
		if (roles[w] || roles[strings.TrimSuffix(w, "s")]) && (j == b-1 || c.lower(j+1) == "of") {
			return true
		}
	}
	return false
}

// toDo says whether the word at j, a form of planning or asking, puts the infinitive behind it in the future: not in "in order
// to", nor where the form is a noun for something that is there ("projects to train farmers").
func (c *clause) toDo(j int) bool {
	w := c.lower(j)
	return !(w == "order" && (c.lower(j-1) == "in" || c.lower(j-1) == "so")) && w != "project" && w != "projects"
}

var toBe = words("is are was were 's ’s be been")

// sayingNoun says whether the word at i is a noun of saying, as it stands in text.
func (c *clause) sayingNoun(i int) bool {
	return sayNouns[strings.TrimSuffix(c.lower(i), "s")]
}

// reportedBy is what the words before the "that" at token k say of the clause that it opens: "denied that", "denied reports
// that", "said that", "plans that".
func (c *clause) reportedBy(k int) (st graph.Status, cue int) {
	switch prev := c.lower(k - 1); {
	case denyForms[prev]:
		return graph.Negated, k - 1
	case c.sayingNoun(k-1) && denyForms[c.lower(k-2)]:
		return graph.Negated, k - 2
	case c.sayingNoun(k-1) && determiners[c.lower(k-2)] && denyForms[c.lower(k-3)]:
		return graph.Negated, k - 3
	case sayForms[prev] || c.sayingNoun(k-1):
		return graph.Reported, k - 1
	case planForms[prev]:
		return graph.Planned, k - 1
	}
	return graph.Asserted, -1
}
