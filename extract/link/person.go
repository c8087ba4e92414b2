package link

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"mandate/graph"
)

// career is the number of years after which a post under the same name is taken to be another's.
const career = 50

// outweighs is by how many binary digits there must be more documents of one than of another for a name that could be
// either's to be taken for the first: at least four times as many, as likely as not eight times.
const outweighs = 3

// bearer is a key of a block of persons, towns or laws of one name.
type bearer struct {
	key     graph.EntityID
	rd      reading
	profile *Profile
	traits  [3][]string // what titles say, by place in traits
}

// The traits that part persons of one name.
const (
	countries = iota // "pe"
	seats            // "us.governor.texas"
	walksOf          // "bench"
)

// parting says whether two are parted by a trait of which they have nothing in common.
var parting = [3]func(a, b *bearer) bool{
	func(a, b *bearer) bool { return apart(a.traits[countries], b.traits[countries]) },
	func(a, b *bearer) bool { return otherSeat(a.traits[seats], b.traits[seats]) },
	func(a, b *bearer) bool { return apart(a.traits[walksOf], b.traits[walksOf]) && a.sameYear(b) },
}

func newBearer(key graph.EntityID, rd reading, p *Profile) bearer {
	b := bearer{key: key, rd: rd, profile: p}
	for _, f := range rd.facts {
		switch {
		case strings.HasPrefix(f, from):
		case len(f) == 2:
			b.traits[countries] = append(b.traits[countries], f)
		case strings.Contains(f, "."):
			b.traits[seats] = append(b.traits[seats], f)
		default:
			b.traits[walksOf] = append(b.traits[walksOf], f)
		}
	}
	return b
}

// joinBearers joins the keys of a block by what tells those of one name apart: of persons middle names and what titles say,
// of towns the state, of laws the year. Two keys are one where they contradict each other in nothing and agree with the same
// others: "John Smith" is "John A. Smith" as long as there is no "John B. Smith". Where there is one nobody knows which of
// them "John Smith" is, unless nearly all documents speak of the same.
func (r *resolver) joinBearers() {
	groups := map[string][]graph.EntityID{}
	for _, key := range r.keys {
		if rd := r.readings[key]; rd.block != "" {
			groups[rd.block] = append(groups[rd.block], key)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		var all []bearer
		for _, key := range groups[name] {
			all = append(all, newBearer(key, r.readings[key], r.profiles[key]))
		}
		settle(all)
		agree := agreement(all)
		twins := map[string][]int{}
		for i := range all {
			twins[string(agree[i])] = append(twins[string(agree[i])], i)
		}
		r.joinTwins(all, twins)
		if all[0].rd.kind == "person" {
			r.joinDoubtful(all, agree, twins)
		}
	}
}

// joinTwins joins what agrees with the same others.
func (r *resolver) joinTwins(all []bearer, twins map[string][]int) {
	keys := map[string][]graph.EntityID{}
	for with, group := range twins {
		for _, i := range group {
			keys[with] = append(keys[with], all[i].key)
		}
	}
	r.joinAll(keys)
}

// joinDoubtful joins what agrees with several that contradict each other with the one of them that nearly all documents
// speak of.
func (r *resolver) joinDoubtful(all []bearer, agree [][]byte, twins map[string][]int) {
	for _, with := range slices.Sorted(maps.Keys(twins)) {
		i := twins[with][0]
		best := -1
		for j := range all {
			if agree[i][j] == 1 && !slices.Contains(twins[with], j) && doubtful(agree, i, j) && (best < 0 || all[j].profile.size() > all[best].profile.size()) {
				best = j
			}
		}
		if best < 0 {
			continue
		}
		sure := true
		for j := range all {
			if agree[i][j] == 1 && agree[best][j] == 0 {
				sure = sure && all[best].profile.size() >= all[j].profile.size()+outweighs
			}
		}
		if sure {
			r.join(all[best].key, all[i].key)
		}
	}
}

// doubtful says whether i agrees with j and with another that contradicts j.
func doubtful(agree [][]byte, i, j int) bool {
	for k := range agree {
		if agree[i][k] == 1 && agree[j][k] == 0 {
			return true
		}
	}
	return false
}

// settle takes persons to be of the country that the documents come from which name none, when there are persons of the name
// in several: "Senator Ana Duran" in a cable from Lima. Where one of them is spoken of in nearly all documents, the others may
// be misread, and everybody may speak of him.
func settle(all []bearer) {
	largest := 0
	for i := range all {
		largest = max(largest, all[i].profile.size())
	}
	known := func(b *bearer) bool {
		return len(b.traits[countries]) > 0 && b.profile.size()+outweighs > largest
	}
	namesakes := false
	for i := range all {
		for j := range i {
			namesakes = namesakes || known(&all[i]) && known(&all[j]) && parting[countries](&all[i], &all[j])
		}
	}
	if !namesakes {
		return
	}
	for i := range all {
		b := &all[i]
		for _, f := range b.rd.facts {
			if at, ok := strings.CutPrefix(f, from); ok && len(b.traits[countries]) == 0 {
				b.traits[countries] = []string{at}
			}
		}
	}
}

// agreement says for each of some bearers of a name with which it agrees (1), itself among them.
func agreement(all []bearer) [][]byte {
	var several [3][]*bearer // who has several values of a trait
	for i := range all {
		for t, values := range all[i].traits {
			if len(values) > 1 {
				several[t] = append(several[t], &all[i])
			}
		}
	}
	agree := make([][]byte, len(all))
	for i := range all {
		agree[i] = make([]byte, len(all))
		for j := range i + 1 {
			if i == j || all[i].mayBe(&all[j]) && !parted(&all[i], &all[j], several) && !longParted(all, i, j) {
				agree[i][j], agree[j][i] = 1, 1
			}
		}
	}
	return agree
}

// parted says whether what titles say of two bearers parts them. It does not where documents say both of one: a judge who was
// senator in the same year is one, if a document calls him both.
func parted(a, b *bearer, several [3][]*bearer) bool {
	for t, parts := range parting {
		if parts(a, b) && !slices.ContainsFunc(several[t], func(c *bearer) bool {
			return shares(c.traits[t], a.traits[t]) && shares(c.traits[t], b.traits[t]) && c.mayBe(a) && c.mayBe(b)
		}) {
			return true
		}
	}
	return false
}

// longParted says whether more than a career lies between documents that tell titles of two, and nothing in between.
func longParted(all []bearer, i, j int) bool {
	a, b := &all[i], &all[j]
	return a.longAfter(b) && !slices.ContainsFunc(all, func(c bearer) bool {
		return c.titled() && !c.longAfter(a) && !c.longAfter(b) && c.mayBe(a) && c.mayBe(b)
	})
}

func (b *bearer) mayBe(o *bearer) bool { return sameMiddle(b.rd.middle, o.rd.middle) }

// titled says whether documents tell a title.
func (b *bearer) titled() bool {
	return slices.ContainsFunc(b.rd.facts, func(f string) bool { return !strings.HasPrefix(f, from) })
}

// apart says whether both say something, and nothing in common.
func apart(a, b []string) bool { return len(a) > 0 && len(b) > 0 && !shares(a, b) }

func shares(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// otherSeat says whether two hold a post of one kind for different places: one does not govern two states.
func otherSeat(a, b []string) bool {
	other := false
	for _, s := range a {
		for _, o := range b {
			if s == o {
				return false
			}
			other = other || post(s) == post(o)
		}
	}
	return other
}

// post is the post of a seat: "governor" of "us.governor.texas".
func post(seat string) string {
	_, rest, _ := strings.Cut(seat, ".")
	p, _, _ := strings.Cut(rest, ".")
	return p
}

// sameYear says whether documents of one year speak of both.
func (b *bearer) sameYear(o *bearer) bool {
	for y := range b.profile.Years {
		if y != "" && o.profile.Years[y] > 0 {
			return true
		}
	}
	return false
}

// longAfter says whether titles are told of both, and more than a career lies between the documents that do.
func (b *bearer) longAfter(o *bearer) bool {
	if !b.titled() || !o.titled() {
		return false
	}
	first, last := span(b.profile.Years)
	begin, end := span(o.profile.Years)
	return last > 0 && end > 0 && max(begin-last, first-end) > career
}

// span are the first and the last of years, 0 where none is known.
func span(years map[string]int) (first, last int) {
	for y := range years {
		n, err := strconv.Atoi(y)
		if err != nil {
			continue // of documents without a date
		}
		if first == 0 || n < first {
			first = n
		}
		last = max(last, n)
	}
	return first, last
}
