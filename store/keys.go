package store

import (
	"bytes"
	"encoding/binary"
	"hash/fnv"
	"slices"
	"strings"

	"mandate/extract/link"
	"mandate/graph"
)

// A key is one byte that names the table, then parts. Numbers are big-endian. Text is written so that keys sort as the
// texts do, part by part, whatever bytes they hold: a zero byte becomes 00 FF, and 00 01 ends the text.
//
// Identifiers are written out, not numbered: every reading method promises the order of identifiers, numbers would
// have to be looked up and sorted for each answer, and a table of numbers would remember what was forgotten. Measured
// on 500,000 statements over 100,000 entities, numbered keys were not faster to write (27,900 against 28,800
// statements/s) but took a third less room for the views (101 against 159 bytes for a statement with its relation,
// before statement IDs were left out of the keys).
const (
	tableMeta      = 'm' // m name → format, counts, pending, schema
	tableDocument  = 'd' // d document → Document and the number of chunks of each section
	tablePassages  = 'p' // p document chunk → part of the passages
	tableClusters  = 'c' // c document chunk → part of the clusters as found
	tableClaims    = 'a' // a document chunk → part of the claims
	tableText      = 't' // t document chunk → part of the text, compressed
	tableEntity    = 'e' // e entity → Tally and degrees
	tableType      = 'y' // y type entity → nothing
	tableForm      = 'f' // f hash entity → nothing; hash of a folded name or alias
	tableOut       = 'o' // o subject type object → Relation
	tableIn        = 'i' // i object subject type → Relation
	tableStatement = 's' // s subject type object document ordinal → Statement
	tableMention   = 'n' // n entity document chunk → part of the mentions
	tableProfile   = 'k' // k key → Profile; a key is the identifier of a cluster as found, see package link
	tableBlock     = 'b' // b hash country → keys in a block within which they may be linked, see link.Block
	tableLink      = 'l' // l key → Link, where the key is not simply its own entity
	tableHidden    = 'h' // h key document → nothing; documents that have a key which is hidden
	tableJudgement = 'j' // j id → Judgement
	tableLog       = 'w' // w sequence → rows of a change too large for one transaction
)

// appendText appends a text part.
func appendText[T ~string](b []byte, s T) []byte {
	if strings.IndexByte(string(s), 0) < 0 { // the usual case
		return append(append(b, s...), 0, 1)
	}
	for i := 0; i < len(s); i++ {
		if b = append(b, s[i]); s[i] == 0 {
			b = append(b, 0xff)
		}
	}
	return append(b, 0, 1)
}

// cutText takes a text part off the front.
func cutText[T ~string](b []byte) (s T, rest []byte, ok bool) {
	var text []byte
	for {
		i := bytes.IndexByte(b, 0)
		if i < 0 || i+1 >= len(b) {
			return "", nil, false
		}
		switch b[i+1] {
		case 1:
			if text == nil { // the usual case: no zero byte
				return T(b[:i]), b[i+2:], true
			}
			return T(append(text, b[:i]...)), b[i+2:], true
		case 0xff:
			text = append(text, b[:i+1]...)
			b = b[i+2:]
		default:
			return "", nil, false
		}
	}
}

// cutTextAs takes a text part off the front, which may be one that is there already. A text with zero bytes is not written
// as it is.
func cutTextAs[T ~string](b []byte, known T) (s T, rest []byte, ok bool) {
	if n := len(known); len(b) >= n+2 && b[n] == 0 && b[n+1] == 1 && string(b[:n]) == string(known) && bytes.IndexByte(b[:n], 0) < 0 {
		return known, b[n+2:], true
	}
	return cutText[T](b)
}

// cutTable takes the table off the front.
func cutTable(key []byte, table byte) ([]byte, bool) {
	if len(key) == 0 || key[0] != table {
		return nil, false
	}
	return key[1:], true
}

// cutNumber takes a 32-bit number that must be the last part.
func cutNumber(b []byte) (int, bool) {
	if len(b) != 4 {
		return 0, false
	}
	return int(binary.BigEndian.Uint32(b)), true
}

func makeMetaKey(name string) []byte { return append([]byte{tableMeta}, name...) }

func parseMetaKey(key []byte) (name string, ok bool) {
	b, ok := cutTable(key, tableMeta)
	return string(b), ok
}

func makeDocumentKey(id graph.DocumentID) []byte { return appendText([]byte{tableDocument}, id) }

func parseDocumentKey(key []byte) (id graph.DocumentID, ok bool) {
	b, ok := cutTable(key, tableDocument)
	if ok {
		id, b, ok = cutText[graph.DocumentID](b)
	}
	return id, ok && len(b) == 0
}

// makeSectionKey is the key of a chunk in one of the tables of passages, clusters, claims and texts.
func makeSectionKey(table byte, id graph.DocumentID, chunk int) []byte {
	return binary.BigEndian.AppendUint32(appendText([]byte{table}, id), uint32(chunk))
}

func parseSectionKey(table byte, key []byte) (id graph.DocumentID, chunk int, ok bool) {
	b, ok := cutTable(key, table)
	if ok {
		id, b, ok = cutText[graph.DocumentID](b)
	}
	if ok {
		chunk, ok = cutNumber(b)
	}
	return id, chunk, ok
}

func makeEntityKey(id graph.EntityID) []byte { return appendText([]byte{tableEntity}, id) }

func parseEntityKey(key []byte) (id graph.EntityID, ok bool) {
	b, ok := cutTable(key, tableEntity)
	if ok {
		id, b, ok = cutText[graph.EntityID](b)
	}
	return id, ok && len(b) == 0
}

func makeTypePrefix(entityType string) []byte { return appendText([]byte{tableType}, entityType) }

func makeTypeKey(entityType string, id graph.EntityID) []byte {
	return appendText(makeTypePrefix(entityType), id)
}

func parseTypeKey(key []byte) (entityType string, id graph.EntityID, ok bool) {
	b, ok := cutTable(key, tableType)
	if ok {
		entityType, b, ok = cutText[string](b)
	}
	if ok {
		id, b, ok = cutText[graph.EntityID](b)
	}
	return entityType, id, ok && len(b) == 0
}

// hashForm is the number under which a folded name is indexed. Names that share it are told apart when read.
func hashForm(folded string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(folded))
	return h.Sum64()
}

func makeFormPrefix(hash uint64) []byte {
	return binary.BigEndian.AppendUint64([]byte{tableForm}, hash)
}

func makeFormKey(hash uint64, id graph.EntityID) []byte { return appendText(makeFormPrefix(hash), id) }

func parseFormKey(key []byte) (hash uint64, id graph.EntityID, ok bool) {
	b, ok := cutTable(key, tableForm)
	if !ok || len(b) < 8 {
		return 0, "", false
	}
	hash = binary.BigEndian.Uint64(b)
	id, b, ok = cutText[graph.EntityID](b[8:])
	return hash, id, ok && len(b) == 0
}

func makeOutPrefix(subject graph.EntityID) []byte { return appendText([]byte{tableOut}, subject) }

func makeOutKey(k graph.RelationKey) []byte { return appendRelation([]byte{tableOut}, k) }

func parseOutKey(key []byte) (k graph.RelationKey, ok bool) {
	b, ok := cutTable(key, tableOut)
	if ok {
		k, b, ok = cutRelation(b)
	}
	return k, ok && len(b) == 0
}

// parseOutKeyAfter does the same for a key that comes after that of last: what they share is not made anew.
func parseOutKeyAfter(last graph.RelationKey, key []byte) (k graph.RelationKey, ok bool) {
	b, ok := cutTable(key, tableOut)
	if !ok {
		return k, false
	}
	if k.Subject, b, ok = cutTextAs(b, last.Subject); ok {
		if k.Type, b, ok = cutTextAs(b, last.Type); ok {
			k.Object, b, ok = cutText[graph.EntityID](b)
		}
	}
	return k, ok && len(b) == 0
}

func appendRelation(b []byte, k graph.RelationKey) []byte {
	b = slices.Grow(b, len(k.Subject)+len(k.Type)+len(k.Object)+6)
	return appendText(appendText(appendText(b, k.Subject), k.Type), k.Object)
}

func cutRelation(b []byte) (k graph.RelationKey, rest []byte, ok bool) {
	if k.Subject, b, ok = cutText[graph.EntityID](b); !ok {
		return k, nil, false
	}
	if k.Type, b, ok = cutText[string](b); !ok {
		return k, nil, false
	}
	k.Object, b, ok = cutText[graph.EntityID](b)
	return k, b, ok
}

func makeInPrefix(object graph.EntityID) []byte { return appendText([]byte{tableIn}, object) }

func makeInKey(k graph.RelationKey) []byte {
	b := append(make([]byte, 0, 1+len(k.Subject)+len(k.Type)+len(k.Object)+3*2), tableIn)
	return appendText(appendText(appendText(b, k.Object), k.Subject), k.Type)
}

func parseInKey(key []byte) (k graph.RelationKey, ok bool) {
	b, ok := cutTable(key, tableIn)
	if ok {
		k.Object, b, ok = cutText[graph.EntityID](b)
	}
	if ok {
		k.Subject, b, ok = cutText[graph.EntityID](b)
	}
	if ok {
		k.Type, b, ok = cutText[string](b)
	}
	return k, ok && len(b) == 0
}

func makeStatementPrefix(k graph.RelationKey) []byte {
	return appendRelation([]byte{tableStatement}, k)
}

// makeStatementKey is the key of one of a document's statements; ordinals count, from 0, those of one relation in one
// document, in the order in which a Reader gives them.
func makeStatementKey(k graph.RelationKey, id graph.DocumentID, ordinal int) []byte {
	b := append(make([]byte, 0, 1+len(k.Subject)+len(k.Type)+len(k.Object)+len(id)+4*2+4), tableStatement)
	return binary.BigEndian.AppendUint32(appendText(appendRelation(b, k), id), uint32(ordinal))
}

func parseStatementKey(key []byte) (k graph.RelationKey, id graph.DocumentID, ordinal int, ok bool) {
	b, ok := cutTable(key, tableStatement)
	if ok {
		k, b, ok = cutRelation(b)
	}
	if ok {
		id, b, ok = cutText[graph.DocumentID](b)
	}
	if ok {
		ordinal, ok = cutNumber(b)
	}
	return k, id, ordinal, ok
}

func makeMentionPrefix(ent graph.EntityID) []byte { return appendText([]byte{tableMention}, ent) }

func makeMentionKey(ent graph.EntityID, id graph.DocumentID, chunk int) []byte {
	b := append(make([]byte, 0, 1+len(ent)+len(id)+2*2+4), tableMention)
	return binary.BigEndian.AppendUint32(appendText(appendText(b, ent), id), uint32(chunk))
}

func parseMentionKey(key []byte) (ent graph.EntityID, id graph.DocumentID, chunk int, ok bool) {
	b, ok := cutTable(key, tableMention)
	if ok {
		ent, b, ok = cutText[graph.EntityID](b)
	}
	if ok {
		id, b, ok = cutText[graph.DocumentID](b)
	}
	if ok {
		chunk, ok = cutNumber(b)
	}
	return ent, id, chunk, ok
}

func makeLogKey(seq int) []byte { return binary.BigEndian.AppendUint32([]byte{tableLog}, uint32(seq)) }

func parseLogKey(key []byte) (seq int, ok bool) {
	b, ok := cutTable(key, tableLog)
	if ok {
		seq, ok = cutNumber(b)
	}
	return seq, ok
}

// makeOwnKey is the key of a row of the tables of profiles, links and judgements, which are by one text.
func makeOwnKey[T ~string](table byte, id T) []byte { return appendText([]byte{table}, id) }

func parseOwnKey[T ~string](table byte, key []byte) (id T, ok bool) {
	b, ok := cutTable(key, table)
	if ok {
		id, b, ok = cutText[T](b)
	}
	return id, ok && len(b) == 0
}

// makeBlocksPrefix is that of the blocks of one name in all countries: six bytes of its hash.
func makeBlocksPrefix(name string) []byte {
	return binary.BigEndian.AppendUint64([]byte{tableBlock}, hashForm(name))[:1+6]
}

// makeBlockKey adds the country: the two letters of its code, or two zero bytes.
func makeBlockKey(block link.Block) []byte {
	var country [2]byte
	copy(country[:], block.Country)
	return append(makeBlocksPrefix(block.Name), country[:]...)
}

// parseBlockKey gives the hash and the country as they are in the key.
func parseBlockKey(b []byte) (block [8]byte, ok bool) {
	b, ok = cutTable(b, tableBlock)
	if !ok || len(b) != len(block) {
		return block, false
	}
	copy(block[:], b)
	return block, true
}

func makeHiddenPrefix(key graph.EntityID) []byte { return appendText([]byte{tableHidden}, key) }

func makeHiddenKey(key graph.EntityID, doc graph.DocumentID) []byte {
	return appendText(makeHiddenPrefix(key), doc)
}

func parseHiddenKey(b []byte) (key graph.EntityID, doc graph.DocumentID, ok bool) {
	b, ok = cutTable(b, tableHidden)
	if ok {
		key, b, ok = cutText[graph.EntityID](b)
	}
	if ok {
		doc, b, ok = cutText[graph.DocumentID](b)
	}
	return key, doc, ok && len(b) == 0
}
