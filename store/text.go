package store

import (
	"bytes"
	"errors"
	"fmt"

	badger "github.com/dgraph-io/badger/v4"
	"github.com/klauspost/compress/zstd"
	"mandate/graph"
)

// A text is kept in chunks, so that a quote can be read without the whole of it. The first byte of a chunk says how it is
// written. A text that fits into one block of a table is left as it is: the block, with its neighbours, is compressed
// anyhow, and better than the text alone (30 instead of 57 bytes a statement for texts of 1 KB). Stores of format 2 have
// chunks of chunkSize, each a frame of zstd, whose first byte is another.
const (
	textPlain = 0
	textZstd  = 1
	frameZstd = 0x28

	textChunk = 32 << 10
	textShort = 8 << 10 // up to this size a text is plain
)

var (
	textEncoder, _ = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest))
	textDecoder, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(1<<30))
)

// encodeText gives the chunks of a text.
func encodeText(text string) [][]byte {
	chunks := split([]byte(text), textChunk)
	for i, chunk := range chunks {
		if len(text) <= textShort {
			chunks[i] = append([]byte{textPlain}, chunk...)
		} else {
			chunks[i] = textEncoder.EncodeAll(chunk, []byte{textZstd})
		}
	}
	return chunks
}

// decodeText gives what a chunk holds, and the size of the chunks of this text.
func decodeText(b []byte) (text []byte, size int, err error) {
	if len(b) == 0 {
		return nil, 0, fmt.Errorf("%w: a chunk without a byte", errValue)
	}
	size = textChunk
	switch b[0] {
	case textPlain:
		return b[1:], size, nil
	case textZstd:
		text, err = textDecoder.DecodeAll(b[1:], nil)
	case frameZstd:
		size = chunkSize
		text, err = textDecoder.DecodeAll(b, nil)
	default:
		err = errors.New("it is not known how a chunk is written")
	}
	if err != nil {
		err = fmt.Errorf("%w: %w", errValue, err)
	}
	return text, size, err
}

// quotes reads pieces of texts. It remembers the last chunk: what is asked for one after the other often stands close by.
type quotes struct {
	doc  graph.DocumentID
	at   int // where the chunk begins
	size int // of the chunks of the text
	text []byte
}

// read gives the text of a document at a span.
func (q *quotes) read(tx *badger.Txn, doc graph.DocumentID, span graph.Span) (string, error) {
	if span.Start < 0 || span.End < span.Start {
		return "", fmt.Errorf("%w: document %q: a quote from byte %d to %d", errValue, doc, span.Start, span.End)
	}
	var out []byte
	for at := span.Start; at < span.End; {
		if q.text == nil || q.doc != doc || at < q.at || at >= q.at+len(q.text) {
			if err := q.load(tx, doc, at); err != nil {
				return "", err
			}
		}
		piece := q.text[at-q.at : min(span.End-q.at, len(q.text))]
		if at == span.Start && len(piece) == span.Len() {
			return string(piece), nil // the usual case: it stands in one chunk
		}
		out = append(out, piece...)
		at += len(piece)
	}
	return string(out), nil
}

// load reads the chunk in which a byte of the text stands.
func (q *quotes) load(tx *badger.Txn, doc graph.DocumentID, at int) error {
	*q = quotes{doc: doc}
	for _, size := range []int{textChunk, chunkSize} {
		n := at / size
		b, err := get(tx, makeSectionKey(tableText, doc, n))
		if err != nil {
			return err
		}
		if b == nil {
			continue
		}
		text, written, err := decodeText(b)
		if err != nil {
			return fmt.Errorf("document %q: text: %w", doc, err)
		}
		if written != size {
			continue
		}
		if at >= n*size+len(text) {
			break
		}
		*q = quotes{doc, n * size, size, bytes.Clone(text)}
		return nil
	}
	return fmt.Errorf("%w: document %q: a quote begins at byte %d, where there is no text", errValue, doc, at)
}
