package store

import (
	"errors"
	"fmt"
	"slices"

	badger "github.com/dgraph-io/badger/v4"
	"mandate/extract/link"
	"mandate/graph"
)

// Judge puts judgements in force, at once and all together. A judgement takes the place of one that has the same ID.
func (s *Store) Judge(judgements ...graph.Judgement) error {
	var errs []error
	for _, j := range judgements {
		errs = append(errs, j.Check())
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return s.rejudge(func(all map[string]graph.Judgement) ([]graph.Judgement, error) {
		for _, j := range judgements {
			all[j.ID()] = j
		}
		return judgements, nil
	})
}

// Unjudge takes judgements back, by ID. Its error wraps graph.ErrNotFound when there is no such judgement; then none is
// taken back.
func (s *Store) Unjudge(ids ...string) error {
	return s.rejudge(func(all map[string]graph.Judgement) ([]graph.Judgement, error) {
		var gone []graph.Judgement
		for _, id := range ids {
			j, ok := all[id]
			if !ok {
				return nil, fmt.Errorf("judgement %q: %w", id, graph.ErrNotFound)
			}
			gone = append(gone, j)
			delete(all, id)
		}
		return gone, nil
	})
}

// rejudge changes the judgements and links anew what they are about. change returns the judgements that come or go.
func (s *Store) rejudge(change func(map[string]graph.Judgement) ([]graph.Judgement, error)) (err error) {
	defer guard(s.dir, &err)
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.writable(); err != nil {
		return err
	}
	p := s.newPlan()
	defer p.discard()
	before, err := readJudgements(p.tx)
	if err != nil {
		return explain(s.dir, err)
	}
	all := map[string]graph.Judgement{}
	for _, j := range before {
		all[j.ID()] = j
	}
	touched, err := change(all)
	if err != nil {
		return err
	}
	after := make([]graph.Judgement, 0, len(all))
	for _, j := range all {
		after = append(after, j)
	}
	p.judged = link.NewJudgements(after)
	for _, j := range touched {
		var row []byte
		if now, ok := all[j.ID()]; ok {
			row = encodeJudgement(&now)
		}
		p.set(makeOwnKey(tableJudgement, j.ID()), row)
		if p.rejudged = append(p.rejudged, j.A); j.B != "" {
			p.rejudged = append(p.rejudged, j.B)
		}
	}
	if err := p.commit(); err != nil {
		return fmt.Errorf("judge: %w", explain(s.dir, err))
	}
	s.judged = p.judged
	return nil
}

// Judgements are the judgements in force, by date.
func (r *Snapshot) Judgements() (all []graph.Judgement, err error) {
	err = r.do(func(tx *badger.Txn) error {
		all, err = readJudgements(tx)
		return err
	})
	return all, err
}

func readJudgements(tx *badger.Txn) ([]graph.Judgement, error) {
	it := tx.NewIterator(badger.IteratorOptions{Prefix: []byte{tableJudgement}})
	defer it.Close()
	var all []graph.Judgement
	for it.Rewind(); it.Valid(); it.Next() {
		err := it.Item().Value(func(b []byte) error {
			j, err := decodeJudgement(b)
			all = append(all, j)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("judgement: %w", err)
		}
	}
	slices.SortFunc(all, graph.CompareJudgements)
	return all, nil
}

// Members are the keys that are linked to an entity, sorted: the names as documents give them. An entity of one key is
// its own.
func (r *Snapshot) Members(id graph.EntityID) (keys []graph.EntityID, err error) {
	err = r.do(func(tx *badger.Txn) error {
		seen := map[graph.EntityID]bool{}
		it := tx.NewIterator(badger.IteratorOptions{Prefix: makeMentionPrefix(id)})
		defer it.Close()
		for it.Rewind(); it.Valid(); it.Next() {
			_, doc, chunk, ok := parseMentionKey(it.Item().Key())
			if !ok {
				return badKey(it.Item().Key())
			}
			if chunk > 0 {
				continue
			}
			c, _, err := readStored(tx, doc)
			if err != nil {
				return err
			}
			if c == nil {
				return fmt.Errorf("%w: %q has mentions in document %q, which is not there", errValue, id, doc)
			}
			for _, key := range link.Keys(c) {
				if seen[key] {
					continue
				}
				l, err := readLink(tx, key)
				if err != nil {
					return err
				}
				seen[key] = l.Entity == id
			}
		}
		for key, in := range seen {
			if in {
				keys = append(keys, key)
			}
		}
		slices.Sort(keys)
		return nil
	})
	return keys, err
}
