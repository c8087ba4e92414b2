package store

import (
	"bytes"
	"cmp"
	"testing"

	"mandate/graph"
)

// FuzzKeys checks that Parse undoes Make for every key, that keys sort as their parts do, and that Parse refuses, or
// reads back as the same bytes, whatever else it is given.
func FuzzKeys(f *testing.F) {
	f.Add("agency:cn:mps", "LEADS", "law:l", "a/b.txt", uint32(7), []byte("o\x00\x01"))
	f.Add("a\x00", "a\x00\xff", "", "\x00\x01", uint32(0), []byte{tableForm, 0, 0, 0, 0, 0, 0, 0, 1, 'a', 0, 1})
	f.Add("\xff", "\x00", "\x01", "ü", uint32(1<<31), []byte{})
	f.Add("a\x00", "a\x00\xff", "x", "d", uint32(0), []byte{})
	f.Fuzz(func(t *testing.T, a, b, c, d string, n uint32, junk []byte) {
		ent, doc, num := graph.EntityID(a), graph.DocumentID(d), int(n)
		rel := graph.RelationKey{Subject: ent, Type: b, Object: graph.EntityID(c)}
		if got, ok := parseMetaKey(makeMetaKey(a)); got != a || !ok {
			t.Errorf("meta %q: %q %v", a, got, ok)
		}
		if got, ok := parseDocumentKey(makeDocumentKey(doc)); got != doc || !ok {
			t.Errorf("document %q: %q %v", doc, got, ok)
		}
		for _, table := range []byte{tablePassages, tableClusters, tableClaims, tableText} {
			if got, chunk, ok := parseSectionKey(table, makeSectionKey(table, doc, num)); got != doc || chunk != num || !ok {
				t.Errorf("section %c %q %d: %q %d %v", table, doc, num, got, chunk, ok)
			}
		}
		if got, ok := parseEntityKey(makeEntityKey(ent)); got != ent || !ok {
			t.Errorf("entity %q: %q %v", ent, got, ok)
		}
		if typ, got, ok := parseTypeKey(makeTypeKey(b, ent)); typ != b || got != ent || !ok {
			t.Errorf("type %q %q: %q %q %v", b, ent, typ, got, ok)
		}
		if h, got, ok := parseFormKey(makeFormKey(hashForm(b), ent)); h != hashForm(b) || got != ent || !ok {
			t.Errorf("form %q %q: %x %q %v", b, ent, h, got, ok)
		}
		if got, ok := parseOutKey(makeOutKey(rel)); got != rel || !ok {
			t.Errorf("out %q: %q %v", rel, got, ok)
		}
		for _, last := range []graph.RelationKey{{}, rel, {Subject: graph.EntityID(b), Type: c}, {Subject: ent, Type: a}} {
			if got, ok := parseOutKeyAfter(last, makeOutKey(rel)); got != rel || !ok {
				t.Errorf("out %q after %q: %q %v", rel, last, got, ok)
			}
		}
		if got, ok := parseInKey(makeInKey(rel)); got != rel || !ok {
			t.Errorf("in %q: %q %v", rel, got, ok)
		}
		if got, of, i, ok := parseStatementKey(makeStatementKey(rel, doc, num)); got != rel || of != doc || i != num || !ok {
			t.Errorf("statement %q %q %d: %q %q %d %v", rel, doc, num, got, of, i, ok)
		}
		if got, of, i, ok := parseMentionKey(makeMentionKey(ent, doc, num)); got != ent || of != doc || i != num || !ok {
			t.Errorf("mention %q %q %d: %q %q %d %v", ent, doc, num, got, of, i, ok)
		}
		if got, ok := parseLogKey(makeLogKey(num)); got != num || !ok {
			t.Errorf("log %d: %d %v", num, got, ok)
		}
		other := graph.RelationKey{Subject: rel.Object, Type: rel.Type, Object: rel.Subject}
		if got, want := bytes.Compare(makeOutKey(rel), makeOutKey(other)), rel.Compare(other); got != want {
			t.Errorf("keys of %q and %q sort %d, they sort %d", rel, other, got, want)
		}
		if got, want := bytes.Compare(makeDocumentKey(doc), makeDocumentKey(graph.DocumentID(a))), cmp.Compare(d, a); got != want {
			t.Errorf("keys of %q and %q sort %d, they sort %d", d, a, got, want)
		}
		parseJunk(t, junk)
	})
}

// parseJunk parses bytes as every kind of key: what is accepted must come back.
func parseJunk(t *testing.T, junk []byte) {
	made := map[string][]byte{}
	if id, ok := parseDocumentKey(junk); ok {
		made["document"] = makeDocumentKey(id)
	}
	for _, table := range []byte{tablePassages, tableClusters, tableClaims, tableText} {
		if id, n, ok := parseSectionKey(table, junk); ok {
			made["section"] = makeSectionKey(table, id, n)
		}
	}
	if id, ok := parseEntityKey(junk); ok {
		made["entity"] = makeEntityKey(id)
	}
	if typ, id, ok := parseTypeKey(junk); ok {
		made["type"] = makeTypeKey(typ, id)
	}
	if h, id, ok := parseFormKey(junk); ok {
		made["form"] = makeFormKey(h, id)
	}
	if k, ok := parseOutKey(junk); ok {
		made["out"] = makeOutKey(k)
	}
	if k, ok := parseInKey(junk); ok {
		made["in"] = makeInKey(k)
	}
	if k, id, n, ok := parseStatementKey(junk); ok {
		made["statement"] = makeStatementKey(k, id, n)
	}
	if ent, id, n, ok := parseMentionKey(junk); ok {
		made["mention"] = makeMentionKey(ent, id, n)
	}
	if n, ok := parseLogKey(junk); ok {
		made["log"] = makeLogKey(n)
	}
	for kind, key := range made {
		if !bytes.Equal(key, junk) {
			t.Errorf("%s: %q is read, and written as %q", kind, junk, key)
		}
	}
}

// The tables must not share a letter.
func TestTablesDiffer(t *testing.T) {
	seen := map[byte]bool{}
	for _, table := range []byte{tableMeta, tableDocument, tablePassages, tableClusters, tableClaims, tableText, tableEntity, tableType,
		tableForm, tableOut, tableIn, tableStatement, tableMention, tableLog} {
		if seen[table] {
			t.Errorf("two tables are called %c", table)
		}
		seen[table] = true
	}
}
