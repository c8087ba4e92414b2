package store

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	badger "github.com/dgraph-io/badger/v4"
	"mandate/extract/link"
	"mandate/graph"
)

// keyChange is what documents say of a key, before and after.
type keyChange struct {
	before   []byte // its row, nil when there was none
	old, now *link.Profile
}

// relinked is a key whose blocks changed, with its link before and after. A key that is in no document has none.
type relinked struct{ old, now link.Link }

// readLink is the link of a key: its own entity unless the table of links says otherwise.
func readLink(tx *badger.Txn, key graph.EntityID) (link.Link, error) {
	b, err := get(tx, makeOwnKey(tableLink, key))
	if err != nil || b == nil {
		return link.Link{Entity: key}, err
	}
	l, err := decodeLink(b)
	if err != nil {
		return l, fmt.Errorf("link of %q: %w", key, err)
	}
	return l, nil
}

// key is the change of a key, so far none.
func (p *plan) key(key graph.EntityID) (*keyChange, error) {
	if k := p.keys[key]; k != nil {
		return k, nil
	}
	b, err := get(p.tx, makeOwnKey(tableProfile, key))
	if err != nil {
		return nil, err
	}
	k := &keyChange{before: b, old: &link.Profile{}, now: &link.Profile{}}
	if b != nil {
		if k.old, err = decodeProfile(b); err == nil {
			k.now, err = decodeProfile(b)
		}
		if err != nil {
			return nil, fmt.Errorf("profile of %q: %w", key, err)
		}
	}
	p.keys[key] = k
	return k, nil
}

// link counts what the documents of the plan say of their keys, resolves the blocks in which that makes a difference,
// and takes all documents into the plan that have a key whose link changes.
func (p *plan) link() (map[graph.EntityID]*relinked, error) {
	if p.s.opt.Unlinked {
		return nil, nil
	}
	for _, ch := range p.changes {
		for by, c := range map[bool]*graph.Contribution{false: ch.old, true: ch.now} {
			if c == nil {
				continue
			}
			for key, clusters := range c.ByEntity() {
				k, err := p.key(key)
				if err != nil {
					return nil, err
				}
				if by {
					k.now.Add(clusters)
				} else {
					k.now.Remove(clusters)
				}
			}
		}
	}
	moved, err := p.moveKeys()
	if err != nil {
		return nil, err
	}
	near, err := p.neighbours(moved)
	if err != nil {
		return nil, err
	}
	relink, err := p.resolve(near)
	if err != nil {
		return nil, err
	}
	for _, key := range slices.Sorted(maps.Keys(relink)) {
		if r := relink[key]; r.old != r.now {
			if err := p.takeDocuments(key, r.old); err != nil {
				return nil, err
			}
		}
	}
	return relink, nil
}

// blockChanges are the keys that come into a block and go from it.
type blockChanges struct{ in, out map[graph.EntityID]bool }

// moves is what changes in the blocks.
type moves struct {
	blocks map[string]*blockChanges
	start  []graph.EntityID // keys from which on links may change
}

// moveKeys writes the rows of profiles and blocks.
func (p *plan) moveKeys() (*moves, error) {
	m := &moves{blocks: map[string]*blockChanges{}, start: slices.Clone(p.rejudged)}
	block := func(name string) *blockChanges {
		if m.blocks[name] == nil {
			m.blocks[name] = &blockChanges{map[graph.EntityID]bool{}, map[graph.EntityID]bool{}}
		}
		return m.blocks[name]
	}
	for _, key := range slices.Sorted(maps.Keys(p.keys)) {
		k := p.keys[key]
		var row []byte
		if k.now.Documents > 0 {
			row = encodeProfile(k.now)
		}
		if !bytes.Equal(k.before, row) {
			p.set(makeOwnKey(tableProfile, key), row)
		}
		if k.now.Alike(k.old) {
			continue
		}
		m.start = append(m.start, key)
		for _, name := range link.Blocks(key, k.old) {
			block(name).out[key] = true
			p.set(makeBlockKey(name, key), nil)
		}
		for _, name := range link.Blocks(key, k.now) {
			b := block(name)
			b.in[key] = true
			delete(b.out, key)
			p.set(makeBlockKey(name, key), []byte{})
		}
	}
	// Who shared a block with a key that left it may be linked otherwise without it.
	for _, name := range slices.Sorted(maps.Keys(m.blocks)) {
		if len(m.blocks[name].out) == 0 {
			continue
		}
		keys, err := p.inBlock(name, m)
		if err != nil {
			return nil, err
		}
		m.start = append(m.start, keys...)
	}
	return m, nil
}

// inBlock are the keys in a block after the change.
func (p *plan) inBlock(name string, m *moves) ([]graph.EntityID, error) {
	ch := m.blocks[name]
	var keys []graph.EntityID
	it := p.tx.NewIterator(badger.IteratorOptions{Prefix: makeBlockPrefix(name)})
	defer it.Close()
	for it.Rewind(); it.Valid(); it.Next() {
		_, key, ok := parseBlockKey(it.Item().Key())
		if !ok {
			return nil, badKey(it.Item().Key())
		}
		if ch == nil || !ch.in[key] && !ch.out[key] {
			keys = append(keys, key)
		}
	}
	if ch != nil {
		keys = slices.AppendSeq(keys, maps.Keys(ch.in))
	}
	slices.Sort(keys)
	return keys, nil
}

// neighbours are the keys from which links may change and all that are connected with them by blocks or judgements.
func (p *plan) neighbours(m *moves) (map[graph.EntityID]*link.Profile, error) {
	near := map[graph.EntityID]*link.Profile{}
	seen := map[string]bool{}
	queue := m.start
	for len(queue) > 0 {
		key := queue[0]
		queue = queue[1:]
		if near[key] != nil {
			continue
		}
		profile, err := p.profile(key)
		if err != nil {
			return nil, err
		}
		near[key] = profile
		for _, js := range []*link.Judgements{p.judged, p.s.judged} {
			queue = append(queue, js.With(key)...)
		}
		for _, name := range link.Blocks(key, profile) {
			if seen[name] {
				continue
			}
			seen[name] = true
			keys, err := p.inBlock(name, m)
			if err != nil {
				return nil, err
			}
			queue = append(queue, keys...)
		}
	}
	return near, nil
}

// profile is what all documents say of a key after the change.
func (p *plan) profile(key graph.EntityID) (*link.Profile, error) {
	if k := p.keys[key]; k != nil {
		return k.now, nil
	}
	b, err := get(p.tx, makeOwnKey(tableProfile, key))
	if err != nil || b == nil {
		return &link.Profile{}, err
	}
	profile, err := decodeProfile(b)
	if err != nil {
		return nil, fmt.Errorf("profile of %q: %w", key, err)
	}
	return profile, nil
}

// resolve links the keys and writes the rows of links that change.
func (p *plan) resolve(near map[graph.EntityID]*link.Profile) (map[graph.EntityID]*relinked, error) {
	links := link.Resolve(near, p.judged)
	relink := make(map[graph.EntityID]*relinked, len(near))
	for key := range near {
		r := &relinked{}
		var err error
		if r.old, err = readLink(p.tx, key); err != nil {
			return nil, err
		}
		var ok bool
		if r.now, ok = links[key]; !ok {
			r.now = link.Link{Entity: key} // in no document
		}
		if r.old != r.now {
			var row []byte
			if r.now != (link.Link{Entity: key}) {
				row = encodeLink(&r.now)
			}
			p.set(makeOwnKey(tableLink, key), row)
		}
		relink[key] = r
	}
	return relink, nil
}

// takeDocuments takes the documents that have a key into the plan, by how it was linked.
func (p *plan) takeDocuments(key graph.EntityID, old link.Link) error {
	if k := p.keys[key]; k != nil && k.old.Documents == 0 {
		return nil // all its documents are in the plan
	}
	prefix := makeMentionPrefix(old.Entity)
	if old.Hidden {
		prefix = makeHiddenPrefix(key)
	}
	it := p.tx.NewIterator(badger.IteratorOptions{Prefix: prefix})
	defer it.Close()
	last := graph.DocumentID("")
	for it.Rewind(); it.Valid(); it.Next() {
		var id graph.DocumentID
		var ok bool
		if old.Hidden {
			_, id, ok = parseHiddenKey(it.Item().Key())
		} else {
			_, id, _, ok = parseMentionKey(it.Item().Key())
		}
		if !ok {
			return badKey(it.Item().Key())
		}
		if id == last && id != "" || p.changes[id] != nil {
			continue
		}
		last = id
		rec, err := readRecord(p.tx, id)
		if errors.Is(err, graph.ErrNotFound) {
			return fmt.Errorf("%w: %q has mentions in document %q, which is not there", errValue, old.Entity, id)
		}
		if err != nil {
			return err
		}
		c, err := readWhole(p.tx, id, rec)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(c.Clusters, func(cl graph.Cluster) bool { return cl.Entity == key }) {
			p.changes[id] = &change{c, c}
		}
	}
	return nil
}
