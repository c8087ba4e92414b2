package schema

import (
	"fmt"

	"github.com/goccy/go-yaml"
)

// Parse reads a schema. name is used in messages only.
func Parse(name string, text []byte) (*Schema, error) {
	var s Schema
	if err := yaml.UnmarshalWithOptions(text, &s, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &s, nil
}
