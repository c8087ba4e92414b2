package diagram

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"mandate/export/view"
	"mandate/graph"
)

// Limits of a community map when the options do not say.
const (
	mostCards    = 16
	mostMembers  = 6 // named on a card
	leastMembers = 3 // of a community that is shown
	nameMembers  = 2 // that a community is named by
)

// Community is a group of nodes as the picture shows it.
type Community struct {
	Name    string
	Size    int            // members
	Central []graph.Entity // the most central members
	Inside  int            // relations between members
	Issue   string         // the issue that most relations of members lead to, "" none
}

// Tie is the relations between two communities, by their place in the list.
type Tie struct {
	From, To  int
	Relations int
	Samples   []string // some of them in words
}

// communities is a map of the largest communities.
func communities(c *chooser) error {
	if len(c.opt.Communities) == 0 {
		return errors.New("no community was found in the graph")
	}
	of := map[graph.EntityID]int{}
	all := 0
	for i, m := range c.opt.Communities {
		if len(m.IDs) >= leastMembers {
			all++
		}
		for _, id := range m.IDs {
			of[id] = i
		}
	}
	shown := min(all, max(c.limit(mostCards), 0))
	if c.limit(mostCards) < 0 {
		shown = all
	}
	inside := make([]int, len(c.opt.Communities))
	issues := make([]map[graph.EntityID]int, len(c.opt.Communities))
	ties := map[[2]int][]graph.RelationKey{}
	err := c.weigh(func(e *view.Edge) {
		i, okI := of[e.Subject]
		j, okJ := of[e.Object]
		switch {
		case !okI || !okJ || i >= shown && j >= shown:
		case i == j:
			inside[i]++
			c.d.Statements += e.Relation.Statements
			for _, end := range []graph.EntityID{e.Subject, e.Object} {
				if issues[i] == nil {
					issues[i] = map[graph.EntityID]int{}
				}
				issues[i][end]++
			}
		case i < shown && j < shown:
			key := [2]int{min(i, j), max(i, j)}
			ties[key] = append(ties[key], e.RelationKey)
			c.d.Statements += e.Relation.Statements
		}
	})
	if err != nil {
		return err
	}
	for i, m := range c.opt.Communities[:shown] {
		card, err := c.card(m, issues[i])
		if err != nil {
			return err
		}
		card.Inside = inside[i]
		c.d.Cards = append(c.d.Cards, card)
	}
	for _, key := range slices.SortedFunc(maps.Keys(ties), func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) }) {
		t := Tie{From: key[0], To: key[1], Relations: len(ties[key])}
		for _, k := range atMost(ties[key], 5) {
			a, err := c.entity(k.Subject)
			if err != nil {
				return err
			}
			b, err := c.entity(k.Object)
			if err != nil {
				return err
			}
			t.Samples = append(t.Samples, fmt.Sprintf("%s %s %s", view.Clean(a.Name), view.Clean(c.view.RelationType(k.Type).Label), view.Clean(b.Name)))
		}
		c.d.Ties = append(c.d.Ties, t)
	}
	c.d.Form, c.d.Title = Cards, "Communities"
	c.d.About = fmt.Sprintf("Groups of nodes that hang together (%s), each named by its most central members; the first by %s are listed. A number on a line is how many relations join two groups.", c.opt.GroupedBy, c.rankedBy())
	if shown < all {
		c.leave("Shown are the %d largest of %s with at least %d members.", shown, count(all, "community"), leastMembers)
	}
	if small := len(c.opt.Communities) - all; small > 0 {
		c.leave("%s of fewer than %d nodes left out.", count(small, "group"), leastMembers)
	}
	return nil
}

// card is what the picture says of a community.
func (c *chooser) card(m Members, linked map[graph.EntityID]int) (Community, error) {
	card := Community{Name: m.Name, Size: len(m.IDs), Issue: m.Issue}
	ids := slices.Clone(m.IDs)
	slices.SortFunc(ids, c.byRank)
	best := 0
	var names []string
	for _, id := range ids {
		ent, err := c.entity(id)
		if err != nil {
			return card, err
		}
		if len(card.Central) < mostMembers {
			card.Central = append(card.Central, ent)
		}
		if len(names) < nameMembers {
			names = append(names, ent.Name)
		}
		if m.Issue == "" && ent.Type == "Issue" && linked[id] > best {
			card.Issue, best = ent.Name, linked[id]
		}
	}
	if card.Name == "" {
		card.Name = strings.Join(names, ", ")
	}
	return card, nil
}
