package view

import (
	"math"
	"slices"
	"strconv"

	"mandate/graph"
)

// Ranking is what a measure says of each node: a score, or the group that it belongs to.
type Ranking struct {
	Name        string // "PageRank"
	Description string // one sentence: what a high value, or a group, means
	Values      map[graph.EntityID]float64
	// Groups are the names of the groups that the measure finds, "" for one without a name; Values then number the groups, from 1. A
	// group shows as a colour, never as a size or a rank. nil is for a measure that gives scores.
	Groups []string
}

// Grouping says whether the measure finds groups.
func (r *Ranking) Grouping() bool { return r.Groups != nil }

// Named says whether a group has a name.
func (r *Ranking) Named() bool {
	return slices.ContainsFunc(r.Groups, func(s string) bool { return s != "" })
}

// Group is the number of the node's group, from 1, and its name; 0 when the measure puts it in none.
func (r *Ranking) Group(id graph.EntityID) (number int, name string) {
	number = int(r.Values[id])
	if number < 1 || number > len(r.Groups) {
		return 0, ""
	}
	return number, r.Groups[number-1]
}

// Scores is the ranking that nodes are chosen and sized by: the first that gives scores, nil when there is none.
func (o *Options) Scores() *Ranking { return o.first(false) }

// Grouping is the ranking that nodes are coloured by: the first that finds groups, nil when there is none.
func (o *Options) Grouping() *Ranking { return o.first(true) }

func (o *Options) first(grouping bool) *Ranking {
	for i := range o.Rankings {
		if o.Rankings[i].Grouping() == grouping {
			return &o.Rankings[i]
		}
	}
	return nil
}

// groupColors tell groups apart: those of Okabe and Ito ("Color Universal Design", 2008), which the colour-blind can tell apart,
// with brown for black, and darker where white is near.
var groupColors = []string{"#0072b2", "#d55e00", "#009e73", "#a6559a", "#b58900", "#56b4e9", "#7f3b08"}

// GroupHues is how many groups have a colour of their own.
var GroupHues = 2 * len(groupColors)

// GroupColor is the colour of a group by its number from 1, the largest first. The first seven have plain colours, the next
// seven light shades of those; all after [GroupHues] are grey, as no eye tells more colours apart.
func GroupColor(number int) string {
	n := len(groupColors)
	switch k := number - 1; {
	case k < 0 || k >= GroupHues:
		return otherColor
	case k < n:
		return groupColors[k]
	default:
		return Mix(groupColors[k-n], "#ffffff", 0.45)
	}
}

// Color is the colour of a node, "#rrggbb": that of its group where the options have a measure that finds groups, else that of its type.
func (v *View) Color(ent *graph.Entity) string {
	if r := v.Options.Grouping(); r != nil {
		number, _ := r.Group(ent.ID)
		return GroupColor(number)
	}
	return v.EntityType(ent.Type).Color
}

// Share is the score of a node by the first ranking as a share of the highest score, from 0 to 1; ok is false when no ranking
// gives scores.
func (v *View) Share(id graph.EntityID) (share float64, ok bool) {
	r := v.Options.Scores()
	if r == nil {
		return 0, false
	}
	if v.highest <= 0 {
		return 0, true
	}
	return max(r.Values[id], 0) / v.highest, true
}

// Diameters of nodes in programs that draw by size: Gephi's usual one, and that of the highest score.
const leastSize, mostSize = 10, 50

// AppendSize appends the diameter for a share: the area of a node grows with its score.
func AppendSize(b []byte, share float64) []byte {
	size := leastSize + (mostSize-leastSize)*math.Sqrt(share)
	return strconv.AppendFloat(b, math.Round(size*100)/100, 'f', -1, 64)
}

// Bright says whether black letters are easier to read on the colour than white ones.
func Bright(color string) bool { return Contrast(color, "#000000") > Contrast(color, "#ffffff") }

// Contrast is the contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio").
func Contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(color string) float64 {
	part := func(c uint8) float64 {
		x := float64(c) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	r, g, b, _ := RGB(color)
	return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
}
