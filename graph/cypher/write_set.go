package cypher

import (
	"maps"
	"slices"

	"mandate/graph/cypher/syntax"
	"mandate/graph/cypher/value"
)

// setItems compiles SET, REMOVE and what follows ON CREATE and ON MATCH.
func (c *compiler) setItems(s *scope, items []syntax.SetItem) change {
	var changes []change
	for _, it := range items {
		changes = append(changes, c.setItem(s, it))
	}
	return all(changes)
}

func (c *compiler) setItem(s *scope, it syntax.SetItem) change {
	target := it.Target
	p, property := target.(*syntax.Property)
	if property {
		target = p.X
	}
	in := c.expr(s, target)
	if in.typ.not(value.KindNode, value.KindRelationship) && !(in.typ.is(value.KindMap)) {
		c.syntaxError(target.Range(), invalidArgumentType, "%s has no properties or labels to change", in.typ.article())
	}
	val := compiled{eval: func(*exec, row) (value.Value, error) { return nil, nil }}
	if it.Value != nil {
		val = c.expr(s, it.Value)
	}
	remove := it.Op == ""
	labels, at := names(it.Labels), it.Span
	return func(ex *exec, m *Memory, r row) error {
		v, err := in.eval(ex, r)
		if err != nil || v == nil {
			return err
		}
		w, err := val.eval(ex, r)
		if err != nil {
			return err
		}
		switch {
		case property:
			err = m.setProperty(v, p.Key.Text, w)
		case len(labels) > 0:
			err = m.changeLabels(v, labels, remove)
		default:
			err = m.setAll(v, w, it.Op == "+=")
		}
		return ex.at(err, at)
	}
}

// propsOf finds the properties of a node or relationship that can be changed.
func (m *Memory) propsOf(v value.Value) (*map[string]value.Value, error) {
	switch x := v.(type) {
	case *memNode:
		if x.deleted {
			return nil, deletedAccess("node")
		}
		return &x.props, nil
	case *memRel:
		if x.deleted {
			return nil, deletedAccess("relationship")
		}
		return &x.props, nil
	}
	return nil, &value.Error{Class: value.TypeError, Detail: invalidArgumentType, Message: "properties are set on nodes and relationships, not on " + value.KindOf(v).Article()}
}

func (m *Memory) setProperty(v value.Value, key string, w value.Value) error {
	props, err := m.propsOf(v)
	if err == nil {
		err = value.Storable(w)
	}
	if err == nil {
		m.setProp(props, key, w)
	}
	return err
}

// setAll is SET n = map and SET n += map.
func (m *Memory) setAll(v, w value.Value, add bool) error {
	props, err := m.propsOf(v)
	if err != nil {
		return err
	}
	if w == nil {
		return &value.Error{Class: value.TypeError, Detail: invalidArgumentType, Message: "properties are set from a map, not from null"}
	}
	next, err := properties(w)
	if err != nil {
		return err
	}
	for _, e := range next.All() {
		if err := value.Storable(e); err != nil {
			return err
		}
	}
	if !add {
		for _, k := range slices.Sorted(maps.Keys(*props)) {
			m.setProp(props, k, nil)
		}
	}
	for k, e := range next.All() {
		m.setProp(props, k, e)
	}
	return nil
}

func (m *Memory) changeLabels(v value.Value, labels []string, remove bool) error {
	n, ok := v.(*memNode)
	if !ok {
		return &value.Error{Class: value.TypeError, Detail: invalidArgumentType, Message: "labels are on nodes, not on " + value.KindOf(v).Article()}
	}
	if n.deleted {
		return deletedAccess("node")
	}
	if remove {
		m.setLabels(n, nil, labels)
	} else {
		m.setLabels(n, labels, nil)
	}
	return nil
}
