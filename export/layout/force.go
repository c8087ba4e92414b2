package layout

import (
	"math"

	"gonum.org/v1/gonum/spatial/barneshut"
	"gonum.org/v1/gonum/spatial/r2"
)

// Settings of the spring-electrical model, as in Y. Hu, "Efficient and high quality force-directed graph drawing" (The
// Mathematica Journal 2005): how strongly boxes push each other away, how far a group of boxes must be to count as one
// (its width by its distance, after Barnes and Hut, "A hierarchical O(N log N) force-calculation algorithm", Nature 1986),
// and how steps grow and shrink. Rounds are few, as the stress model has found the broad shape.
const (
	repulsion   = 0.2
	theta       = 0.9
	cooling     = 0.9
	patience    = 5 // rounds of falling energy after which steps grow again
	forceRounds = 60
)

// body is a box among the forces.
type body struct{ at r2.Vec }

func (b *body) Coord2() r2.Vec { return b.at }
func (b *body) Mass() float64  { return 1 }

// relax moves the places until springs along the links and the push between all boxes balance. One step along a link is the
// unit of length.
func relax(at []Point, joined [][2]int) {
	bodies := make([]body, len(at))
	particles := make([]barneshut.Particle2, len(at))
	for i, p := range at {
		bodies[i].at = r2.Vec{X: p.X, Y: p.Y}
		particles[i] = &bodies[i]
	}
	push := func(_, _ barneshut.Particle2, m1, m2 float64, v r2.Vec) r2.Vec {
		d2 := max(v.X*v.X+v.Y*v.Y, 1e-4)
		return r2.Scale(-repulsion*m1*m2/d2, v)
	}
	force := make([]r2.Vec, len(at))
	step, energy, falling := 0.3, math.Inf(1), 0
	for range forceRounds {
		plane, err := barneshut.NewPlane(particles)
		if err != nil { // places too far apart to be told from each other: leave them as they are
			return
		}
		for i := range particles {
			force[i] = plane.ForceOn(particles[i], theta, push)
		}
		for _, l := range joined {
			v := r2.Sub(bodies[l[1]].at, bodies[l[0]].at)
			pull := r2.Scale(r2.Norm(v), v)
			force[l[0]], force[l[1]] = r2.Add(force[l[0]], pull), r2.Sub(force[l[1]], pull)
		}
		sum := 0.0
		for i, f := range force {
			if n := r2.Norm(f); n > 1e-12 {
				sum += n * n
				bodies[i].at = r2.Add(bodies[i].at, r2.Scale(min(step, n)/n, f))
			}
		}
		if sum < energy {
			if falling++; falling >= patience {
				step, falling = step/cooling, 0
			}
		} else {
			step, falling = step*cooling, 0
		}
		energy = sum
	}
	for i := range at {
		at[i] = Point{bodies[i].at.X, bodies[i].at.Y}
	}
}
