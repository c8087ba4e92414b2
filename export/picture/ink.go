package picture

import (
	"fmt"

	"mandate/export/scene"
	"mandate/export/view"
	"mandate/graph"
)

// The colours of pictures. Every text has a contrast of at least 4.5 to 1 with what it stands on (WCAG 2.2, 1.4.3).
var (
	paper   = scene.Ink{Name: "paper", Light: "#ffffff", Dark: "#16191d"}
	text    = scene.Ink{Name: "text", Light: "#1a1a1a", Dark: "#ececec"}
	note    = scene.Ink{Name: "note", Light: "#555555", Dark: "#b0b0b0"}
	line    = scene.Ink{Name: "line", Light: "#767676", Dark: "#8b9096"}
	rule    = scene.Ink{Name: "rule", Light: "#d8d8d8", Dark: "#3a3f45"}
	band    = scene.Ink{Name: "band", Light: "#f5f6f7", Dark: "#1d2126"}
	label   = scene.Ink{Name: "label", Light: "#3d3d3d", Dark: "#c9ccd0"}
	negated = scene.Ink{Name: "negated", Light: "#b3261e", Dark: "#ff8a80"}
	strong  = scene.Ink{Name: "strong", Light: "#00578a", Dark: "#56b4e9"} // who leads, in tables
	onHard  = scene.Ink{Name: "onstrong", Light: "#ffffff", Dark: "#10141a"}
	weak    = scene.Ink{Name: "weak", Light: "#dcebf5", Dark: "#24384a"} // who supports
)

// typePaint is the paint of a box for an entity type.
func (w *drawing) typePaint(entityType string) scene.Paint {
	return paintOf(fmt.Sprintf("t%d", w.types[entityType]), w.view.EntityType(entityType).Color)
}

// boxPaint is the paint of the box of an entity: of its group where boxes are coloured by groups, else of its type. The legend
// has what was used.
func (w *drawing) boxPaint(ent *graph.Entity) scene.Paint {
	r := w.view.Options.Grouping()
	if r == nil {
		w.used[ent.Type] = true
		return w.typePaint(ent.Type)
	}
	number, name := r.Group(ent.ID)
	w.groups[number] = name
	return groupPaint(number)
}

// groupPaint is the paint of a group by its number, from 1.
func groupPaint(number int) scene.Paint {
	if number > view.GroupHues {
		number = 0
	}
	p := paintOf(fmt.Sprintf("g%d", number), view.GroupColor(number))
	p.Fill.Dark = view.Mix(view.GroupColor(number), "#16191d", 0.8) // darker than types, for the pale ones and the notes on cards
	return p
}

func paintOf(name, color string) scene.Paint {
	return scene.Paint{
		Fill:   scene.Ink{Name: name + "-fill", Light: view.Mix(color, "#ffffff", 0.84), Dark: view.Mix(color, "#16191d", 0.7)},
		Stroke: scene.Ink{Name: name + "-rim", Light: color, Dark: view.Mix(color, "#ffffff", 0.25)},
		Width:  1.6,
	}
}

// statusPaint is the paint of a line by status.
func statusPaint(s graph.Status) scene.Paint {
	p := scene.Paint{Stroke: line, Width: 1.1}
	switch s {
	case graph.Planned:
		p.Dash = scene.Dashed
	case graph.Reported:
		p.Dash, p.Width = scene.Dotted, 1.8
	case graph.Negated:
		p.Stroke = negated
	case graph.Asserted:
	}
	return p
}
