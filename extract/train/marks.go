package train

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Texts marked by hand by ourselves lie beside the code, as marks alone where the text is somebody else's: such a row names
// a stretch of a document in the text folder of the training data, with a checksum.

// markRow is one text as it is kept: marks by place, offsets in characters.
type markRow struct {
	ID     string `json:"id"`
	Source string `json:"source,omitempty"`
	Text   string `json:"text,omitempty"`
	Of     *struct {
		File     string `json:"file"`     // of text/ in the data, without .txt.gz
		Document int    `json:"document"` // from 0
		Start    int    `json:"start"`
		End      int    `json:"end"`
		SHA256   string `json:"sha256"` // of the stretch
	} `json:"of,omitempty"`
	Mentions  []markedSpan     `json:"mentions"`
	Relations []markedRelation `json:"relations"`
}

// markedSpan is [start, end, type].
type markedSpan struct {
	Start, End int
	Type       string
}

// UnmarshalJSON reads the three parts of a list.
func (m *markedSpan) UnmarshalJSON(b []byte) error {
	return unlist(b, &m.Start, &m.End, &m.Type)
}

// markedRelation is [type, status, subject, object].
type markedRelation struct {
	Type, Status string
	Head, Tail   markedSpan
}

// UnmarshalJSON reads the four parts of a list.
func (m *markedRelation) UnmarshalJSON(b []byte) error {
	return unlist(b, &m.Type, &m.Status, &m.Head, &m.Tail)
}

func unlist(b []byte, parts ...any) error {
	var raw []json.RawMessage
	if err := json.Unmarshal(b, &raw); err != nil {
		return err
	}
	if len(raw) != len(parts) {
		return fmt.Errorf("a list of %d is expected, not %s", len(parts), b)
	}
	for i := range parts {
		if err := json.Unmarshal(raw[i], parts[i]); err != nil {
			return err
		}
	}
	return nil
}

// Marks are texts marked by hand.
type Marks struct {
	Names   []MarkedText // read as the government set is
	Related []RelatedText
	rows    []byte // JSON lines in the form of the government set, both kinds of marks
}

// loud are the texts with their names, each character as given by change.
func (m *Marks) loud(change func(rune) rune) ([]MarkedText, error) {
	return readMarkedText(bytes.NewReader(m.rows), change)
}

// ReadMarks reads the files of marks of a folder, *.jsonl, in the order of their names, with the texts that they point to
// in a data folder. A folder without such files is an error: who wants none says so by "".
func ReadMarks(dir, data string) (*Marks, error) {
	var files []string
	if dir != "" {
		var err error
		if files, err = filepath.Glob(filepath.Join(dir, "*.jsonl")); err != nil {
			return nil, err
		}
	}
	if len(files) == 0 && dir != "" {
		return nil, fmt.Errorf("%s: no texts with marks (*.jsonl): give their folder", dir)
	}
	var rows []markRow
	for _, path := range files {
		more, err := readFile(path, readMarkRows)
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	if err := fillTexts(rows, filepath.Join(data, "text")); err != nil {
		return nil, err
	}
	var err error
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	for i := range rows {
		if err := enc.Encode(rows[i].plain()); err != nil {
			return nil, err
		}
	}
	m := &Marks{rows: buf.Bytes()}
	if m.Names, err = ReadMarkedText(bytes.NewReader(m.rows)); err != nil {
		return nil, fmt.Errorf("%s: marks of names: %w", dir, err)
	}
	if m.Related, err = ReadRelatedText(bytes.NewReader(m.rows)); err != nil {
		return nil, fmt.Errorf("%s: marks of relations: %w", dir, err)
	}
	for i := range m.Related {
		m.Related[i].Outside = true
	}
	return m, nil
}

func readMarkRows(r io.Reader) ([]markRow, error) {
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<26)
	var out []markRow
	for n := 1; in.Scan(); n++ {
		if strings.TrimSpace(in.Text()) == "" {
			continue
		}
		var row markRow
		if err := json.Unmarshal(in.Bytes(), &row); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if (row.Text == "") == (row.Of == nil) {
			return nil, fmt.Errorf("line %d: either text or of is expected", n)
		}
		out = append(out, row)
	}
	return out, in.Err()
}

// fillTexts puts in the texts that rows point to.
func fillTexts(rows []markRow, dir string) error {
	var files []string
	for i := range rows {
		if o := rows[i].Of; o != nil && !slices.Contains(files, o.File) {
			files = append(files, o.File)
		}
	}
	for _, file := range files {
		path := filepath.Join(dir, file+".txt.gz")
		docs, err := readFormFeeds(path)
		if err != nil {
			return err
		}
		for i := range rows {
			o := rows[i].Of
			if o == nil || o.File != file {
				continue
			}
			if o.Document < 0 || o.Document >= len(docs) {
				return fmt.Errorf("%s: marks %s: no document %d", path, rows[i].ID, o.Document)
			}
			doc := []rune(docs[o.Document])
			if o.Start < 0 || o.End < o.Start || o.End > len(doc) {
				return fmt.Errorf("%s: marks %s: document %d has %d characters, none at %d to %d", path, rows[i].ID, o.Document, len(doc), o.Start, o.End)
			}
			rows[i].Text = string(doc[o.Start:o.End])
			if sum := sha256.Sum256([]byte(rows[i].Text)); hex.EncodeToString(sum[:]) != o.SHA256 {
				return fmt.Errorf("%s: marks %s: the text of document %d is not the one that was marked: give the data folder on which the marks were made, or other --marks", path, rows[i].ID, o.Document)
			}
		}
	}
	return nil
}

// readFormFeeds reads a compressed file of documents parted by form feeds.
func readFormFeeds(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return strings.Split(string(b), "\f"), nil
}

// plain is the row in the form of the government set.
func (r *markRow) plain() any {
	type end struct {
		Start int    `json:"start"`
		End   int    `json:"end"`
		Type  string `json:"type"`
	}
	type relation struct {
		Type   string `json:"type"`
		Status string `json:"status"`
		Head   end    `json:"head"`
		Tail   end    `json:"tail"`
	}
	out := struct {
		ID        string     `json:"id"`
		Text      string     `json:"text"`
		Mentions  []end      `json:"mentions"`
		Relations []relation `json:"relations"`
	}{ID: r.ID, Text: r.Text}
	for _, m := range r.Mentions {
		out.Mentions = append(out.Mentions, end(m))
	}
	for _, m := range r.Relations {
		out.Relations = append(out.Relations, relation{m.Type, m.Status, end(m.Head), end(m.Tail)})
	}
	return out
}
