package layout

import (
	"cmp"
	"math"
	"slices"
)

// Settings of [separate].
const (
	mostClear   = 200 // boxes up to which lines push boxes out of their way
	clearRounds = 80
	pushRounds  = 60   // tries before everything is spread
	spreadBy    = 1.06 // by how much
	fewBoxes    = 8
	fullest     = 0.4  // share of the area that boxes may take before they are pushed apart
	touching    = 1e-6 // overlaps below it do not count
)

// separate moves boxes apart until no two are nearer than gap. In small pictures, boxes first move out of the way of lines
// that pass over them.
func separate(boxes []Size, at []Point, joined [][2]int, gap float64) {
	order := make([]int, len(boxes))
	for i := range order {
		order[i] = i
	}
	if len(boxes) <= mostClear {
		for range clearRounds {
			moved := clearLines(boxes, at, joined, gap)
			if !push(boxes, at, order, gap) && !moved {
				break
			}
		}
	}
	thin(boxes, at, gap)
	for {
		for range pushRounds {
			if !push(boxes, at, order, gap) {
				return
			}
		}
		for i := range at {
			at[i].X *= spreadBy
			at[i].Y *= spreadBy
		}
	}
}

// thin spreads the places until the boxes take no more than a share of the area, so that there is room to push into.
func thin(boxes []Size, at []Point, gap float64) {
	if len(boxes) < fewBoxes { // which may lie in a line, whose area says nothing
		return
	}
	var need float64
	for _, b := range boxes {
		need += (b.W + gap) * (b.H + gap)
	}
	lo, hi := bounds(boxes, at)
	if by := math.Sqrt(need / fullest / max((hi.X-lo.X)*(hi.Y-lo.Y), 1)); by > 1 {
		for i := range at {
			at[i].X *= by
			at[i].Y *= by
		}
	}
}

// push moves each pair of boxes that are too near apart, along the axis where less is needed. It says whether there was one.
func push(boxes []Size, at []Point, order []int, gap float64) bool {
	left := func(i int) float64 { return at[i].X - boxes[i].W/2 }
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(left(a), left(b)), cmp.Compare(a, b)) })
	widest := 0.0
	for _, b := range boxes {
		widest = max(widest, b.W)
	}
	moved := false
	for k, i := range order {
		for _, j := range order[k+1:] {
			if at[j].X-at[i].X > boxes[i].W/2+widest/2+gap+widest { // boxes have moved since they were sorted: look a little further
				break
			}
			dx, dy := at[j].X-at[i].X, at[j].Y-at[i].Y
			ox := (boxes[i].W+boxes[j].W)/2 + gap - math.Abs(dx)
			oy := (boxes[i].H+boxes[j].H)/2 + gap - math.Abs(dy)
			if ox <= touching || oy <= touching {
				continue
			}
			moved = true
			if ox*0.6 < oy { // wide boxes are better moved sideways a little further than stacked
				shift := math.Copysign(ox/2+touching, dx)
				at[i].X, at[j].X = at[i].X-shift, at[j].X+shift
			} else {
				shift := math.Copysign(oy/2+touching, dy)
				at[i].Y, at[j].Y = at[i].Y-shift, at[j].Y+shift
			}
		}
	}
	return moved
}

// clearLines moves boxes off the straight lines between others. It says whether there was one.
func clearLines(boxes []Size, at []Point, joined [][2]int, gap float64) bool {
	moved := false
	for _, l := range joined {
		a, b := at[l[0]], at[l[1]]
		dx, dy := b.X-a.X, b.Y-a.Y
		length := math.Hypot(dx, dy)
		if length < 1 {
			continue
		}
		nx, ny := -dy/length, dx/length
		for k := range boxes {
			if k == l[0] || k == l[1] {
				continue
			}
			along := ((at[k].X-a.X)*dx + (at[k].Y-a.Y)*dy) / length
			if along < 0 || along > length {
				continue
			}
			off := (at[k].X-a.X)*nx + (at[k].Y-a.Y)*ny
			reach := math.Abs(nx)*boxes[k].W/2 + math.Abs(ny)*boxes[k].H/2 + gap/3
			if math.Abs(off) >= reach {
				continue
			}
			moved = true
			shift := math.Copysign(min((reach-math.Abs(off))*0.35, 14), off)
			at[k].X, at[k].Y = at[k].X+shift*nx, at[k].Y+shift*ny
			for _, end := range l {
				at[end].X, at[end].Y = at[end].X-shift*nx/2, at[end].Y-shift*ny/2
			}
		}
	}
	return moved
}
