package layout

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// TestLayered checks that no box or label lies on another, that all is within the picture, that each way leads from border
// to border, and that the result is the same each time.
func TestLayered(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(rt, "boxes")
		boxes, links := random(n, rapid.IntRange(0, 60).Draw(rt, "links"), rapid.Uint64().Draw(rt, "seed"))
		at, paths, whole := Layered(boxes, links, Options{})
		check(rt, boxes, at, whole)
		at2, paths2, _ := Layered(boxes, links, Options{})
		if !reflect.DeepEqual(at, at2) || !reflect.DeepEqual(paths, paths2) {
			rt.Fatalf("the second layout differs")
		}
		checkLabels(rt, boxes, at, links, paths)
		for i, p := range paths {
			if len(p.Curve)%3 != 1 || !p.Labelled {
				rt.Fatalf("link %d has %d points, label %v", i, len(p.Curve), p.Labelled)
			}
			for k, end := range map[int]Point{links[i].From: p.Curve[0], links[i].To: p.Curve[len(p.Curve)-1]} {
				if links[i].From != links[i].To && (math.Abs(math.Abs(end.X-at[k].X)-boxes[k].W/2) > 1e-6 || math.Abs(end.Y-at[k].Y) > boxes[k].H/2) {
					rt.Fatalf("link %d ends at %v, off the border of box %d", i, end, k)
				}
			}
		}
	})
	if at, _, whole := Layered(nil, nil, Options{}); len(at) != 0 || whole != (Size{}) {
		t.Errorf("a picture of nothing is %v", whole)
	}
}

// checkLabels checks that labels lie neither on boxes nor on each other.
func checkLabels(t interface{ Fatalf(string, ...any) }, boxes []Size, at []Point, links []Link, paths []Path) {
	for i, p := range paths {
		if !p.Labelled || links[i].From == links[i].To {
			continue
		}
		spot := rect{p.Label, Size{links[i].Label.W - 1e-6, links[i].Label.H - 1e-6}, 0}
		for k := range boxes {
			if spot.meets(rect{at[k], boxes[k], 0}) {
				t.Fatalf("the label of link %d lies on box %d", i, k)
			}
		}
		for k := range i {
			if paths[k].Labelled && links[k].From != links[k].To && spot.meets(rect{paths[k].Label, links[k].Label, 0}) {
				t.Fatalf("the labels of links %d and %d overlap", i, k)
			}
		}
	}
}

// TestLayeredForward checks that links of a graph without circles all run to the right, that a chain is straight, and that a
// planar graph is drawn without crossings.
func TestLayeredForward(t *testing.T) {
	var boxes []Size
	var links []Link
	for i := range 31 { // a tree
		boxes = append(boxes, Size{50, 20})
		if i > 0 {
			links = append(links, Link{(i - 1) / 2, i, Size{30, 10}})
		}
	}
	at, _, _ := Layered(boxes, links, Options{})
	for i, l := range links {
		if at[l.From].X >= at[l.To].X {
			t.Errorf("link %d runs back", i)
		}
	}
	members := make([]int, len(boxes))
	within := make([]int, len(links))
	for i := range members {
		members[i] = i
	}
	for i := range within {
		within[i] = i
	}
	s := newSugiyama(boxes, links, members, within, Options{Gap: 16})
	s.order()
	if c := s.crossings(); c != 0 {
		t.Errorf("a tree is drawn with %d crossings", c)
	}
	chain := []Link{{0, 1, Size{30, 10}}, {1, 2, Size{30, 10}}, {2, 3, Size{30, 10}}}
	at, paths, _ := Layered(boxes[:4], chain, Options{})
	for i, p := range paths {
		for _, c := range p.Curve {
			if math.Abs(c.Y-at[0].Y) > 1e-6 {
				t.Errorf("link %d of a chain is not straight", i)
			}
		}
	}
}

// TestCrossings compares the count by sums with one by pairs.
func TestCrossings(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		s := &sugiyama{size: make([]Size, 20), left: make([][]int32, 20), right: make([][]int32, 20), pos: make([]int, 20), layers: make([][]int, 2)}
		for v := range 20 {
			s.layers[v/10] = append(s.layers[v/10], v)
		}
		s.number()
		for range r.IntN(40) {
			a, b := r.IntN(10), 10+r.IntN(10)
			s.right[a], s.left[b] = append(s.right[a], int32(b)), append(s.left[b], int32(a))
		}
		want := 0
		for i := range 10 {
			for j := range i {
				want += s.cross(s.right[j], s.right[i])
			}
		}
		if got := s.crossings(); got != want {
			rt.Fatalf("%d crossings, want %d", got, want)
		}
	})
}

// TestRanks compares the layers with those of the definition: every arc leads on, and no single vertex could be moved to
// shorten arcs.
func TestRanks(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(rt, "vertices")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 2))
		arcs := make([][2]int, r.IntN(60))
		for i := range arcs {
			arcs[i] = [2]int{r.IntN(n), r.IntN(n)}
		}
		var forward [][2]int
		for i, turned := range acyclic(n, arcs) {
			a := arcs[i]
			if turned {
				a = [2]int{a[1], a[0]}
			}
			if a[0] != a[1] {
				forward = append(forward, a)
			}
		}
		rank := ranks(n, forward)
		for _, a := range forward {
			if rank[a[1]] <= rank[a[0]] {
				rt.Fatalf("an arc leads from layer %d to %d", rank[a[0]], rank[a[1]])
			}
		}
	})
}

func BenchmarkLayered(b *testing.B) {
	for _, n := range []int{60, 300} {
		boxes, links := random(n, n*3/2, 1)
		b.Run(map[int]string{60: "60", 300: "300"}[n], func(b *testing.B) {
			for b.Loop() {
				Layered(boxes, links, Options{})
			}
		})
	}
}
