package diagram

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"mandate/export/view"
	"mandate/graph"
)

// Leads is the relation type that says who is in charge. Other relations of an actor to a thing count as support.
const Leads = "LEADS"

// Limits of tables when the options do not say.
const (
	mostRows    = 25
	mostColumns = 20
	mostLanes   = 10
	mostInLane  = 5 // actors on each side of a lane
)

// Matrix is a table of who does what to what.
type Matrix struct {
	Rows, Columns []graph.Entity
	Cells         [][]Cell // by row, then by column
	Codes         []Code   // what the letters in cells mean, in the order of the schema
}

// Cell is the edges from a row to a column.
type Cell []view.Edge

// Code is the letter for a relation type.
type Code struct{ Type, Letter, Label string }

// Lane is a thing with those who act on it.
type Lane struct {
	Thing             graph.Entity
	Lead, Support     []view.Edge
	MoreLead, MoreSup int // how many are not shown
}

// acts are the edges from a node of the row types to one of the column types.
func (c *chooser) acts() (keys []graph.RelationKey, rows, columns []string, err error) {
	rows, columns = c.opt.Rows, c.opt.Columns
	if len(rows) == 0 {
		rows = []string{"Agency"}
	}
	if len(columns) == 0 {
		columns = []string{"Program", "Issue"}
	}
	var all []graph.RelationKey
	if err := c.weigh(func(e *view.Edge) { all = append(all, e.RelationKey) }); err != nil {
		return nil, nil, nil, err
	}
	for _, k := range all {
		from, err := c.entity(k.Subject)
		if err != nil {
			return nil, nil, nil, err
		}
		if !slices.Contains(rows, from.Type) {
			continue
		}
		to, err := c.entity(k.Object)
		if err != nil {
			return nil, nil, nil, err
		}
		if slices.Contains(columns, to.Type) && k.Subject != k.Object {
			keys = append(keys, k)
		}
	}
	return keys, rows, columns, nil
}

// plural is the label of types for the middle of a sentence: "agencies", "programs and issues".
func (c *chooser) plural(types []string) string {
	var list []string
	for _, t := range types {
		list = append(list, strings.ToLower(c.view.EntityType(t).Label))
	}
	return strings.Join(list, " and ")
}

// tally counts the edges by one of their ends and gives the ends, those with a lead and with the most first.
func (c *chooser) tally(keys []graph.RelationKey, end func(graph.RelationKey) graph.EntityID) []graph.EntityID {
	n := map[graph.EntityID]int{}
	for _, k := range keys {
		n[end(k)] += 2
		if k.Type == Leads {
			n[end(k)]++
		}
	}
	ids := slices.Collect(maps.Keys(n))
	slices.SortFunc(ids, func(a, b graph.EntityID) int { return cmp.Or(cmp.Compare(n[b], n[a]), c.byRank(a, b)) })
	return ids
}

func subject(k graph.RelationKey) graph.EntityID { return k.Subject }
func object(k graph.RelationKey) graph.EntityID  { return k.Object }

// matrix is the table of those who act by what they act on: the columns with the most edges, then the rows with the most in
// those columns.
func matrix(c *chooser) error {
	keys, rows, columns, err := c.acts()
	if err != nil {
		return err
	}
	c.d.Form, c.d.Title = Table, "Who is responsible for what"
	c.d.About = fmt.Sprintf("A letter says what one of the %s (rows) does to one of the %s (columns).", c.plural(rows), c.plural(columns))
	allRows, allColumns := c.tally(keys, subject), c.tally(keys, object)
	if len(keys) == 0 {
		return nil
	}
	limit := c.limit(mostRows)
	cols := atMost(allColumns, min(mostColumns, max(limit, -1)))
	if limit < 0 {
		cols = allColumns
	}
	inside := slices.DeleteFunc(slices.Clone(keys), func(k graph.RelationKey) bool { return !slices.Contains(cols, k.Object) })
	shown := atMost(c.tally(inside, subject), limit)
	inside = slices.DeleteFunc(inside, func(k graph.RelationKey) bool { return !slices.Contains(shown, k.Subject) })
	cols = slices.DeleteFunc(slices.Clone(cols), func(id graph.EntityID) bool {
		return !slices.ContainsFunc(inside, func(k graph.RelationKey) bool { return k.Object == id })
	})
	if len(shown) < len(allRows) || len(cols) < len(allColumns) {
		c.leave("Shown are %d of %d %s and %d of %d %s, those with the most relations, and %d of %s.", len(shown), len(allRows), c.plural(rows),
			len(cols), len(allColumns), c.plural(columns), len(inside), count(len(keys), "relation"))
	}
	return c.fillMatrix(shown, cols, inside)
}

func (c *chooser) fillMatrix(rows, cols []graph.EntityID, keys []graph.RelationKey) error {
	m := &Matrix{}
	c.d.Matrix = m
	for _, list := range []struct {
		ids []graph.EntityID
		to  *[]graph.Entity
	}{{rows, &m.Rows}, {cols, &m.Columns}} {
		for _, id := range list.ids {
			ent, err := c.entity(id)
			if err != nil {
				return err
			}
			*list.to = append(*list.to, ent)
		}
	}
	m.Cells = make([][]Cell, len(rows))
	for i := range m.Cells {
		m.Cells[i] = make([]Cell, len(cols))
	}
	used := map[string]bool{}
	for _, k := range keys {
		e, ok, err := c.view.Edge(k)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		cell := &m.Cells[slices.Index(rows, k.Subject)][slices.Index(cols, k.Object)]
		*cell = append(*cell, e)
		used[k.Type] = true
		c.d.Statements += len(e.Statements)
	}
	var err error
	m.Codes, err = c.codes(used)
	return err
}

// codes gives each relation type a short code: the first letter of its label, or more where two begin alike.
func (c *chooser) codes(used map[string]bool) ([]Code, error) {
	types, err := c.view.RelationTypes()
	if err != nil {
		return nil, err
	}
	var codes []Code
	taken := map[string]bool{}
	for _, t := range types {
		if !used[t.Type] {
			continue
		}
		label := view.Clean(c.view.RelationType(t.Type).Label)
		letters := []rune(strings.ToUpper(strings.ReplaceAll(label, " ", "")))
		code := ""
		for n := 1; n <= len(letters) && (code == "" || taken[code]); n++ {
			code = string(letters[:1]) + strings.ToLower(string(letters[n-1:n]))
			if n == 1 {
				code = string(letters[:1])
			}
		}
		for n := 2; code == "" || taken[code]; n++ {
			code = fmt.Sprint(n)
		}
		taken[code] = true
		codes = append(codes, Code{t.Type, code, label})
	}
	return codes, nil
}

// lanes are the things with the most who act on them, each with who leads and who supports it.
func lanes(c *chooser) error {
	keys, rows, columns, err := c.acts()
	if err != nil {
		return err
	}
	c.d.Form, c.d.Title = Swim, "Who leads, who supports"
	c.d.About = fmt.Sprintf("A lane for each of the %s: on the left the %s that lead it, on the right those that do anything else for it.", c.plural(columns), c.plural(rows))
	all := c.tally(keys, object)
	shown := atMost(all, c.limit(mostLanes))
	for _, id := range shown {
		lane := Lane{}
		if lane.Thing, err = c.entity(id); err != nil {
			return err
		}
		for _, k := range keys {
			if k.Object != id {
				continue
			}
			e, ok, err := c.view.Edge(k)
			if err != nil {
				return err
			}
			switch {
			case !ok:
			case k.Type == Leads:
				lane.Lead = append(lane.Lead, e)
			default:
				lane.Support = append(lane.Support, e)
			}
		}
		lane.MoreLead, lane.MoreSup = max(0, len(lane.Lead)-mostInLane), max(0, len(lane.Support)-mostInLane)
		for _, list := range []*[]view.Edge{&lane.Lead, &lane.Support} {
			slices.SortStableFunc(*list, func(a, b view.Edge) int { return c.byRank(a.Subject, b.Subject) })
			*list = atMost(*list, mostInLane)
			for _, e := range *list {
				c.d.Statements += len(e.Statements)
			}
		}
		c.d.Lanes = append(c.d.Lanes, lane)
	}
	if len(shown) < len(all) {
		c.leave("Shown are %d of %d %s, those with the most relations first.", len(shown), len(all), c.plural(columns))
	}
	return nil
}
