package layout

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func random(n, m int, seed uint64) ([]Size, []Link) {
	r := rand.New(rand.NewPCG(seed, 7))
	boxes := make([]Size, n)
	for i := range boxes {
		boxes[i] = Size{60 + r.Float64()*90, 24 + r.Float64()*20}
	}
	links := make([]Link, m)
	for i := range links {
		links[i] = Link{r.IntN(n), r.IntN(n), Size{50, 12}}
	}
	return boxes, links
}

func check(t interface{ Fatalf(string, ...any) }, boxes []Size, at []Point, whole Size) {
	for i := range boxes {
		if at[i].X-boxes[i].W/2 < -1e-6 || at[i].Y-boxes[i].H/2 < -1e-6 ||
			at[i].X+boxes[i].W/2 > whole.W+1e-6 || at[i].Y+boxes[i].H/2 > whole.H+1e-6 || math.IsNaN(at[i].X+at[i].Y) {
			t.Fatalf("box %d at %v lies outside the picture of %v", i, at[i], whole)
		}
		for j := range i {
			if (rect{at[i], boxes[i], 0}).meets(rect{at[j], boxes[j], 0}) {
				t.Fatalf("boxes %d and %d overlap", i, j)
			}
		}
	}
}

// TestPlace checks that boxes never overlap, that all lie within the picture, and that the result is the same each time.
func TestPlace(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(rt, "boxes")
		boxes, links := random(n, rapid.IntRange(0, 80).Draw(rt, "links"), rapid.Uint64().Draw(rt, "seed"))
		at, whole := Place(boxes, links, Options{})
		check(rt, boxes, at, whole)
		again, _ := Place(boxes, links, Options{})
		if !slices.Equal(at, again) {
			rt.Fatalf("the second layout differs")
		}
		for i, p := range Route(boxes, at, links) {
			for _, c := range p.Curve {
				if math.IsNaN(c.X + c.Y) {
					rt.Fatalf("link %d leads nowhere", i)
				}
			}
			if p.Labelled && links[i].From != links[i].To {
				for k := range boxes {
					if (rect{p.Label, links[i].Label, 0}).meets(rect{at[k], boxes[k], 0}) {
						rt.Fatalf("the label of link %d lies on box %d", i, k)
					}
				}
			}
		}
	})
	if at, whole := Place(nil, nil, Options{}); len(at) != 0 || whole != (Size{}) {
		t.Errorf("a picture of nothing is %v", whole)
	}
}

// TestNear checks that joined boxes stand nearer than others, in a ring of 24.
func TestNear(t *testing.T) {
	boxes := make([]Size, 24)
	var links []Link
	for i := range boxes {
		boxes[i] = Size{40, 20}
		links = append(links, Link{From: i, To: (i + 1) % len(boxes)})
	}
	at, _ := Place(boxes, links, Options{})
	var near, far float64
	for i := range boxes {
		near += math.Hypot(at[i].X-at[(i+1)%24].X, at[i].Y-at[(i+1)%24].Y)
		far += math.Hypot(at[i].X-at[(i+12)%24].X, at[i].Y-at[(i+12)%24].Y)
	}
	if near*3 > far {
		t.Errorf("neighbours are %.0f apart, opposites %.0f", near/24, far/24)
	}
}

func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		text, want string
		width      float64
	}{
		{"", "", 100},
		{"Water Act", "Water Act", 100},
		{"illegal dumping of industrial waste", "illegal dumping of|industrial waste", 130},
		{"Unbreakableword", "Unbre|akabl|eword", 50},
		{"水利与河流部", "水利与|河流部", 40},
	} {
		lines := Wrap(tt.text, 12, tt.width)
		if got := strings.Join(lines, "|"); got != tt.want {
			t.Errorf("Wrap(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.String().Draw(rt, "text")
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if got := strings.Join(Wrap(s, 12, 80), ""); squeeze(got) != squeeze(s) {
			rt.Fatalf("Wrap(%q) lost letters: %q", s, got)
		}
	})
}

func BenchmarkPlace(b *testing.B) {
	for _, size := range [][2]int{{60, 120}, {500, 1000}, {2000, 5000}, {10000, 20000}} {
		boxes, links := random(size[0], size[1], 1)
		b.Run(fmt.Sprint(size[0]), func(b *testing.B) {
			for b.Loop() {
				at, _ := Place(boxes, links, Options{})
				Route(boxes, at, links)
			}
		})
	}
}
