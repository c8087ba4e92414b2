package layout

import (
	"math"
	"math/rand/v2"
)

// Settings of the stress model, as Zheng, Pawar and Goodman use them ("Graph Drawing by Stochastic Gradient Descent",
// IEEE TVCG 2019): rounds, and how small the last steps are.
const (
	rounds   = 30
	lastStep = 0.1
)

// mostPairs is the largest part of which all pairs are looked at; of larger ones each box is paired with its neighbours
// and with pivots, which finds the broad shape, and [relax] does the rest.
const (
	mostPairs = 600
	pivots    = 50
)

// pair wants two boxes at a distance, in steps along links.
type pair struct {
	i, j int32
	want float32
}

// stress places the members of one connected part: their distances come near the lengths of the shortest ways between
// them, in steps.
func stress(n int, joined [][2]int, seed uint64) []Point {
	random := rand.New(rand.NewPCG(seed+1, uint64(n))) //nolint:gosec // a picture needs no secrets
	at := make([]Point, n)
	spread := math.Sqrt(float64(n))
	for i := range at {
		at[i] = Point{random.Float64() * spread, random.Float64() * spread}
	}
	pairs, furthest := wishes(n, joined, random)
	if len(pairs) == 0 {
		return at
	}
	// The weight of a pair is want^-2. Steps go from the largest want squared, at which every pair is put right at once, to
	// a tenth of the smallest.
	first, last := furthest*furthest, lastStep
	for round := range rounds {
		step := first * math.Pow(last/first, float64(round)/(rounds-1))
		random.Shuffle(len(pairs), func(a, b int) { pairs[a], pairs[b] = pairs[b], pairs[a] })
		for _, p := range pairs {
			want := float64(p.want)
			mu := min(step/(want*want), 1)
			a, b := &at[p.i], &at[p.j]
			dx, dy := a.X-b.X, a.Y-b.Y
			d := math.Hypot(dx, dy)
			if d < 1e-9 {
				dx, d = 1e-9, 1e-9
			}
			r := mu * (d - want) / 2 / d
			a.X, a.Y, b.X, b.Y = a.X-r*dx, a.Y-r*dy, b.X+r*dx, b.Y+r*dy
		}
	}
	return at
}

// wishes lists the pairs and the longest distance among them.
func wishes(n int, joined [][2]int, random *rand.Rand) ([]pair, float64) {
	near := make([][]int32, n)
	for _, l := range joined {
		near[l[0]] = append(near[l[0]], int32(l[1]))
		near[l[1]] = append(near[l[1]], int32(l[0]))
	}
	var list []pair
	furthest := 1.0
	distance, queue := make([]int32, n), make([]int32, 0, n)
	sources := n
	if n > mostPairs {
		sources = pivots
		for _, l := range joined {
			list = append(list, pair{int32(l[0]), int32(l[1]), 1})
		}
	}
	for s := range sources {
		from := int32(s)
		if n > mostPairs {
			from = int32(random.IntN(n))
		}
		walk(from, near, distance, queue)
		for j, d := range distance {
			if d > 0 && (n > mostPairs || int32(j) > from) {
				list = append(list, pair{from, int32(j), float32(d)})
				furthest = max(furthest, float64(d))
			}
		}
	}
	return list, furthest
}

// walk finds the number of steps from one member to each other one.
func walk(from int32, near [][]int32, distance, queue []int32) {
	for i := range distance {
		distance[i] = -1
	}
	distance[from] = 0
	queue = append(queue[:0], from)
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		for _, j := range near[i] {
			if distance[j] < 0 {
				distance[j] = distance[i] + 1
				queue = append(queue, j)
			}
		}
	}
}
