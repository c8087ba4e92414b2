package live

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"mandate/graph"
)

// PathOptions say which paths are looked for. The zero value of Length and Most means 6 and 10.
type PathOptions struct {
	Directed      bool // follow relations in their direction only
	Types         []string
	Statuses      []graph.Status // none means asserted
	MinConfidence float64
	Length        int // relations that a path may have
	Most          int // how many paths
}

// Path is a way from one entity to another: the relations in order, each of them perhaps against its direction.
type Path struct {
	Entities  []graph.EntityID
	Relations []graph.Relation
}

// ErrTooFar says that a search for paths was given up.
var ErrTooFar = errors.New("too much lies between the two: ask for fewer relations on the way, or for some types only")

// mostArcs is how many relations a search for paths looks at before it gives up.
const mostArcs = 300_000

// step is how an entity is reached: by which relation, from which one.
type step struct {
	from graph.EntityID
	rel  graph.Relation
}

// side is what was reached from one end: the distance of each entity, and all shortest steps to it.
type side struct {
	dir   graph.Direction
	depth map[graph.EntityID]int
	steps map[graph.EntityID][]step
	edge  []graph.EntityID // those at the greatest distance
	far   int
}

// ShortestPaths are the shortest paths between two entities, in a fixed order; more says that there are others as
// short. It searches from both ends at once.
func (v *View) ShortestPaths(ctx context.Context, from, to graph.EntityID, opt PathOptions) (paths []Path, more bool, err error) {
	opt.Length, opt.Most = cmp.Or(opt.Length, 6), cmp.Or(opt.Most, 10)
	if len(opt.Statuses) == 0 {
		opt.Statuses = []graph.Status{graph.Asserted}
	}
	for _, id := range []graph.EntityID{from, to} {
		if _, err := v.Entity(id); err != nil {
			return nil, false, err
		}
	}
	if from == to {
		return []Path{{Entities: []graph.EntityID{from}}}, false, nil
	}
	ends := [2]*side{}
	for i, id := range []graph.EntityID{from, to} {
		ends[i] = &side{dir: graph.Both, depth: map[graph.EntityID]int{id: 0}, steps: map[graph.EntityID][]step{}, edge: []graph.EntityID{id}}
		if opt.Directed {
			ends[i].dir = []graph.Direction{graph.Out, graph.In}[i]
		}
	}
	seen := 0
	for ends[0].far+ends[1].far < opt.Length {
		s, other := ends[0], ends[1]
		if len(other.edge) < len(s.edge) {
			s, other = other, s
		}
		met, err := v.grow(ctx, s, other, &opt, &seen)
		if err != nil {
			return nil, false, err
		}
		if len(met) > 0 {
			paths, more = join(ends[0], ends[1], met, opt.Most)
			return paths, more, nil
		}
		if len(s.edge) == 0 {
			return nil, false, nil
		}
	}
	return nil, false, nil
}

// grow reaches all entities that are one relation further, and gives those that the other side has reached.
func (v *View) grow(ctx context.Context, s, other *side, opt *PathOptions, seen *int) (met []graph.EntityID, err error) {
	s.far++
	var next []graph.EntityID
	for _, id := range s.edge {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for rel, err := range v.Relations(id, s.dir, "") {
			if err != nil {
				return nil, err
			}
			if *seen++; *seen > mostArcs {
				return nil, ErrTooFar
			}
			if !slices.Contains(opt.Statuses, rel.Status) || rel.Confidence < opt.MinConfidence || len(opt.Types) > 0 && !slices.Contains(opt.Types, rel.Type) {
				continue
			}
			far := rel.Object
			if far == id {
				far = rel.Subject
			}
			at, reached := s.depth[far]
			if reached && at < s.far {
				continue
			}
			if !reached {
				s.depth[far] = s.far
				next = append(next, far)
				if _, ok := other.depth[far]; ok {
					met = append(met, far)
				}
			}
			s.steps[far] = append(s.steps[far], step{id, rel})
		}
	}
	s.edge = next
	slices.Sort(met)
	return met, nil
}

// join puts the halves of paths together that meet in the entities of met.
func join(first, second *side, met []graph.EntityID, most int) (paths []Path, more bool) {
	for _, mid := range met {
		heads := halves(first, mid, most+1)
		tails := halves(second, mid, most+1)
		for _, head := range heads {
			for _, tail := range tails {
				if len(paths) == most {
					return paths, true
				}
				p := Path{Entities: slices.Clone(head.Entities), Relations: slices.Clone(head.Relations)}
				slices.Reverse(p.Entities)
				slices.Reverse(p.Relations)
				p.Entities = append(p.Entities, tail.Entities[1:]...)
				p.Relations = append(p.Relations, tail.Relations...)
				paths = append(paths, p)
			}
		}
	}
	return paths, false
}

// halves are the ways from an entity back to where a side began, at most some.
func halves(s *side, from graph.EntityID, most int) []Path {
	steps := s.steps[from]
	if len(steps) == 0 {
		return []Path{{Entities: []graph.EntityID{from}}}
	}
	slices.SortFunc(steps, func(a, b step) int {
		return cmp.Or(cmp.Compare(a.from, b.from), CompareKeys(a.rel.RelationKey, b.rel.RelationKey))
	})
	var all []Path
	for _, st := range steps {
		for _, rest := range halves(s, st.from, most-len(all)) {
			all = append(all, Path{Entities: append([]graph.EntityID{from}, rest.Entities...), Relations: append([]graph.Relation{st.rel}, rest.Relations...)})
		}
		if len(all) >= most {
			break
		}
	}
	return all
}
