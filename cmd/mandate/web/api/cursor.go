package api

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
)

// Page are the parameters of a list.
type Page struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"50" doc:"how many items at most"`
	Cursor string `query:"cursor" maxLength:"8192" doc:"go on where a page ended: its \"next\""`
}

// List is a page of a list.
type List[T any] struct {
	Items   []T    `json:"items" doc:"in a fixed order" nullable:"false"`
	Next    string `json:"next,omitempty" doc:"the parameter \"cursor\" of the next page; missing on the last one"`
	Partial bool   `json:"partial,omitempty" doc:"of a search right after the start of the server: the index of names is still being made, so only full names were looked up; ask again"`
}

// cursor names the item after which a list goes on.
func cursor(parts ...string) string {
	b, _ := json.Marshal(parts) // texts can always be written
	return base64.RawURLEncoding.EncodeToString(b)
}

// readCursor is what cursor was made of; nil for the beginning.
func readCursor(text string, parts int) ([]string, error) {
	if text == "" {
		return nil, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(text)
	var found []string
	if err == nil {
		err = json.Unmarshal(b, &found)
	}
	if err != nil || len(found) != parts {
		return nil, wrong("this is no cursor of this list: take the \"next\" of a page as it is")
	}
	return found, nil
}

// readOffset is a cursor that counts.
func readOffset(text string) (int, error) {
	parts, err := readCursor(text, 1)
	if err != nil || parts == nil {
		return 0, err
	}
	n, err := strconv.Atoi(parts[0])
	if err != nil || n < 0 {
		return 0, wrong("this is no cursor of this list: take the \"next\" of a page as it is")
	}
	return n, nil
}

// mostScanned is how many rows a page of a list looks at before it ends early, with a cursor to go on.
const mostScanned = 20_000
