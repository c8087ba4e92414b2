package ask

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	lang "mandate/graph/cypher/value"
)

// Params reads the parameters of a query from a JSON object: whole numbers become integers, others floats. Nothing at all
// is no parameters.
func Params(text []byte) (map[string]lang.Value, error) {
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, nil
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var given map[string]any
	if err := dec.Decode(&given); err != nil {
		return nil, fmt.Errorf("the parameters are no JSON object: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("the parameters are followed by something else")
	}
	params := map[string]lang.Value{}
	for name, v := range given {
		value, err := param(v)
		if err != nil {
			return nil, fmt.Errorf("parameter %s: %w", name, err)
		}
		params[name] = value
	}
	return params, nil
}

// param is a JSON value as queries have it.
func param(v any) (lang.Value, error) {
	switch x := v.(type) {
	case json.Number:
		if n, err := x.Int64(); err == nil {
			return n, nil
		}
		f, err := x.Float64()
		if err != nil {
			return nil, fmt.Errorf("%s is too large a number", x)
		}
		return f, nil
	case []any:
		list := make(lang.List, 0, len(x))
		for _, e := range x {
			value, err := param(e)
			if err != nil {
				return nil, err
			}
			list = append(list, value)
		}
		return list, nil
	case map[string]any:
		var entries []lang.Entry
		for _, key := range slices.Sorted(maps.Keys(x)) {
			value, err := param(x[key])
			if err != nil {
				return nil, err
			}
			entries = append(entries, lang.Entry{Key: key, Value: value})
		}
		return lang.NewMap(entries...), nil
	}
	return v, nil // nil, bool, string
}
