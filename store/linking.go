package store

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

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
					k.now.Add(&c.Document, clusters)
				} else {
					k.now.Remove(&c.Document, clusters)
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
	relink, err := p.resolve(near, p.givers(moved, near))
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
	blocks map[link.Block]*blockChanges
	rows   map[string][]graph.EntityID // the rows of these blocks as they will be
	start  []graph.EntityID            // keys from which on links may change
}

// moveKeys writes the rows of profiles and blocks.
func (p *plan) moveKeys() (*moves, error) {
	m := &moves{blocks: map[link.Block]*blockChanges{}, start: slices.Clone(p.rejudged)}
	block := func(b link.Block) *blockChanges {
		if m.blocks[b] == nil {
			m.blocks[b] = &blockChanges{map[graph.EntityID]bool{}, map[graph.EntityID]bool{}}
		}
		return m.blocks[b]
	}
	var left []link.Block
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
		was, is := link.Blocks(key, k.old), link.Blocks(key, k.now)
		for _, b := range was {
			if slices.Contains(is, b) {
				continue
			}
			left = append(left, b)
			if !slices.ContainsFunc(is, func(o link.Block) bool { return bytes.Equal(makeBlockKey(o), makeBlockKey(b)) }) { // of one hash
				block(b).out[key] = true
			}
		}
		for _, b := range is {
			if !slices.Contains(was, b) {
				block(b).in[key] = true
			}
		}
	}
	if err := p.setBlocks(m); err != nil {
		return nil, err
	}
	// Who shared a block with a key that left it, or used the acronym that it gave, may be linked otherwise without it.
	for _, b := range left {
		searches := link.Users([]link.Block{b})
		if b.Together() {
			searches = []link.Search{{Name: b.Name, Countries: []string{b.Country}}}
		}
		for _, s := range searches {
			keys, err := p.find(s, m)
			if err != nil {
				return nil, err
			}
			m.start = append(m.start, keys...)
		}
	}
	return m, nil
}

// setBlocks writes the rows of blocks.
func (p *plan) setBlocks(m *moves) error {
	rows := map[string]*blockChanges{} // blocks of one hash share a row
	for b, ch := range m.blocks {
		k := string(makeBlockKey(b))
		if rows[k] == nil {
			rows[k] = &blockChanges{map[graph.EntityID]bool{}, map[graph.EntityID]bool{}}
		}
		maps.Copy(rows[k].in, ch.in)
		maps.Copy(rows[k].out, ch.out)
	}
	m.rows = make(map[string][]graph.EntityID, len(rows))
	for k, ch := range rows {
		was, err := p.readBlock([]byte(k))
		if err != nil {
			return err
		}
		is := slices.DeleteFunc(was, func(key graph.EntityID) bool { return ch.out[key] || ch.in[key] })
		is = slices.AppendSeq(is, maps.Keys(ch.in))
		slices.Sort(is)
		m.rows[k] = is
		p.set([]byte(k), encodeBlock(is))
	}
	return nil
}

func (p *plan) readBlock(row []byte) ([]graph.EntityID, error) {
	b, err := get(p.tx, row)
	if err != nil || b == nil {
		return nil, err
	}
	return decodeBlock(b)
}

// find finds the keys in some blocks after the change.
func (p *plan) find(s link.Search, m *moves) (keys []graph.EntityID, err error) {
	rows := map[string]bool{}
	for _, country := range s.Countries {
		rows[string(makeBlockKey(link.Block{Name: s.Name, Country: country}))] = true
	}
	if s.All {
		prefix := makeBlocksPrefix(s.Name)
		for row := range m.rows {
			if strings.HasPrefix(row, string(prefix)) {
				rows[row] = true
			}
		}
		it := p.tx.NewIterator(badger.IteratorOptions{Prefix: prefix})
		defer it.Close()
		for it.Rewind(); it.Valid(); it.Next() {
			if _, ok := parseBlockKey(it.Item().Key()); !ok {
				return nil, badKey(it.Item().Key())
			}
			rows[string(it.Item().Key())] = true
		}
	}
	for row := range rows {
		more, changed := m.rows[row]
		if !changed {
			if more, err = p.readBlock([]byte(row)); err != nil {
				return nil, err
			}
		}
		keys = append(keys, more...)
	}
	slices.Sort(keys)
	return slices.Compact(keys), nil
}

// neighbours are the keys from which links may change and all whose links depend on them, see link.Resolve.
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
		blocks := link.Blocks(key, profile)
		searches := link.Users(blocks)
		for _, b := range blocks {
			if b.Together() {
				searches = append(searches, link.Search{Name: b.Name, Countries: []string{b.Country}})
			}
		}
		for _, js := range []*link.Judgements{p.judged, p.s.judged} {
			queue = append(queue, js.With(key)...)
			if !js.Has(key) {
				continue
			}
			searches = append(searches, link.Givers(key, profile)...)
			if k := p.keys[key]; k != nil {
				searches = append(searches, link.Givers(key, k.old)...)
			}
		}
		for _, s := range searches {
			if id := fmt.Sprint(s); !seen[id] {
				seen[id] = true
				keys, err := p.find(s, m)
				if err != nil {
					return nil, err
				}
				queue = append(queue, keys...)
			}
		}
	}
	return near, nil
}

// givers are the keys in some blocks, but for those that are near, which give the acronym a long form.
func (p *plan) givers(m *moves, near map[graph.EntityID]*link.Profile) func(s link.Search, acronym string) iter.Seq2[link.Giver, error] {
	return func(s link.Search, acronym string) iter.Seq2[link.Giver, error] {
		return func(yield func(link.Giver, error) bool) {
			keys, err := p.find(s, m)
			if err != nil {
				yield(link.Giver{}, err)
				return
			}
			for _, key := range keys {
				if near[key] != nil {
					continue
				}
				profile, err := p.profile(key)
				if err == nil && !profile.Gives(acronym) {
					continue // of another name with the same hash
				}
				g := link.Giver{Key: key}
				if err == nil {
					g.Link, err = readLink(p.tx, key)
				}
				if !yield(g, err) || err != nil {
					return
				}
			}
		}
	}
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
func (p *plan) resolve(near map[graph.EntityID]*link.Profile, others func(link.Search, string) iter.Seq2[link.Giver, error]) (map[graph.EntityID]*relinked, error) {
	links, err := link.Resolve(near, p.judged, others)
	if err != nil {
		return nil, err
	}
	relink := make(map[graph.EntityID]*relinked, len(near))
	for key := range near {
		r := &relinked{old: link.Link{Entity: key}}
		if k := p.keys[key]; k == nil || k.before != nil { // a key that was in no document had no link
			var err error
			if r.old, err = readLink(p.tx, key); err != nil {
				return nil, err
			}
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
