package main

import (
	"context"
	"strings"
	"time"

	"mandate/graph/cypher"
	lang "mandate/graph/cypher/value"
)

// readParams reads the values of --param.
func readParams(list []string) (map[string]lang.Value, error) {
	params := map[string]lang.Value{}
	for _, p := range list {
		name, text, ok := strings.Cut(p, "=")
		name = strings.TrimPrefix(strings.TrimSpace(name), "$")
		if !ok || name == "" {
			return nil, usagef("query", "--param %s: write it as name=value", p)
		}
		v, err := readParam(text)
		if err != nil {
			return nil, usagef("query", "--param %s: %v", name, err)
		}
		params[name] = v
	}
	return params, nil
}

// readParam reads a value: a literal of the language (number, true, false, null, quoted string, list, map) or a call
// such as date('2008-11-17'); anything else is the text itself. Text that begins as a list, map or quoted string must be one.
func readParam(text string) (lang.Value, error) {
	v, err := evaluate(text)
	if err != nil && !strings.ContainsAny(text[:min(1, len(text))], `'"[{`) {
		return text, nil
	}
	return v, err
}

// evaluate computes an expression that stands alone.
func evaluate(text string) (lang.Value, error) {
	q, err := cypher.Prepare("RETURN "+text+" AS value", nil)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	rows, err := q.Run(context.Background(), &cypher.Memory{}, cypher.Options{MaxRows: 1, MaxSteps: 1_000_000, MaxMemory: 64 << 20, Now: now, Zone: time.Local})
	if err != nil {
		return nil, err
	}
	var result lang.Value
	for vs, err := range rows.All() {
		if err != nil {
			return nil, err
		}
		result = vs[0]
	}
	return result, nil
}
