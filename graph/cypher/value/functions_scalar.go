package value

import (
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Ends is what a relationship may implement so that startNode() and endNode() work on it.
type Ends interface {
	StartNode() (Node, error)
	EndNode() (Node, error)
}

func scalarFunctions() []Function {
	return []Function{
		{Name: "coalesce", Min: 1, Max: -1, Signature: "coalesce(value, …)", About: "the first argument that is not null", Call: coalesce},
		unary("id", "element", "the identity of a node or relationship", identity),
		unary("elementId", "element", "the identity of a node or relationship as a string", func(v Value) (Value, error) {
			id, err := identity(v)
			if err != nil {
				return nil, err
			}
			return Text(id), nil
		}),
		unary("type", "relationship", "the type of a relationship", func(v Value) (Value, error) {
			if r, ok := v.(Relationship); ok {
				return r.RelationshipType(), nil
			}
			return nil, wrongArgument("type", "a relationship", v)
		}),
		unary("startNode", "relationship", "the node that a relationship starts from", func(v Value) (Value, error) {
			if r, ok := v.(Ends); ok {
				return noValueOnError(r.StartNode())
			}
			return nil, wrongArgument("startNode", "a relationship", v)
		}),
		unary("endNode", "relationship", "the node that a relationship goes to", func(v Value) (Value, error) {
			if r, ok := v.(Ends); ok {
				return noValueOnError(r.EndNode())
			}
			return nil, wrongArgument("endNode", "a relationship", v)
		}),
		unary("properties", "value", "all properties of a node or relationship as a map", properties),
		unary("length", "path", "the number of relationships of a path", func(v Value) (Value, error) {
			if p, ok := v.(Path); ok {
				return int64(len(p.Relationships)), nil
			}
			return nil, wrongArgument("length", "a path", v)
		}),
		unary("size", "list or string", "the number of elements of a list, or of characters of a string", size),
		unary("isEmpty", "list, map or string", "whether it has no elements, keys or characters", func(v Value) (Value, error) {
			switch v := v.(type) {
			case List:
				return len(v) == 0, nil
			case Map:
				return v.Len() == 0, nil
			case string:
				return v == "", nil
			}
			return nil, wrongArgument("isEmpty", "a list, a map or a string", v)
		}),
		{Name: "randomUUID", Signature: "randomUUID()", About: "a random UUID (version 4)", Volatile: true, Call: randomUUID},
	}
}

func coalesce(_ *Env, args []Value) (Value, error) {
	for _, a := range args {
		if a != nil {
			return a, nil
		}
	}
	return nil, nil
}

func identity(v Value) (Value, error) {
	switch v := v.(type) {
	case Node:
		return v.NodeID().Value(), nil
	case Relationship:
		return v.RelationshipID().Value(), nil
	}
	return nil, wrongArgument("id", "a node or a relationship", v)
}

func properties(v Value) (Value, error) {
	switch v := v.(type) {
	case Node:
		return noValueOnError(v.Properties())
	case Relationship:
		return noValueOnError(v.Properties())
	case Map:
		return v, nil
	}
	return nil, wrongArgument("properties", "a node, a relationship or a map", v)
}

func size(v Value) (Value, error) {
	switch v := v.(type) {
	case List:
		return int64(len(v)), nil
	case string:
		return int64(utf8.RuneCountInString(v)), nil
	}
	return nil, wrongArgument("size", "a list or a string", v)
}

func randomUUID(env *Env, _ []Value) (Value, error) {
	if env.Random == nil {
		return nil, errNoRandom
	}
	var b [16]byte
	binary.BigEndian.PutUint64(b[:], env.Random.Uint64())
	binary.BigEndian.PutUint64(b[8:], env.Random.Uint64())
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80 // version and variant of RFC 9562
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:]), nil
}

var errNoRandom = errorf(ArgumentError, InvalidArgumentValue, "random numbers are not available here")

func conversionFunctions() []Function {
	fs := []Function{
		unary("toBoolean", "string or boolean", "the boolean that a string says; null when it says none", toBoolean),
		unary("toInteger", "string or number", "the integer that a string says, or a float without its fraction", toInteger),
		unary("toFloat", "string or number", "the float that a string says, or that an integer is", toFloatValue),
		unary("toString", "value", "a boolean, number, string or temporal value as a string", toString),
	}
	for _, f := range fs[:4:4] {
		call := f.Call
		fs = append(fs, Function{Name: f.Name + "OrNull", Min: 1, Max: 1, Signature: f.Name + "OrNull(value)", About: "as " + f.Name + ", null where that is an error",
			Call: func(env *Env, args []Value) (Value, error) {
				v, err := call(env, args)
				if err != nil {
					return nil, nil //nolint:nilerr // this is what the function is for
				}
				return v, nil
			}})
	}
	return fs
}

func toBoolean(v Value) (Value, error) {
	switch v := v.(type) {
	case bool:
		return v, nil
	case int64:
		return v != 0, nil
	case string:
		switch strings.ToLower(v) {
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
		return nil, nil
	}
	return nil, wrongArgument("toBoolean", "a boolean, an integer or a string", v)
}

func toInteger(v Value) (Value, error) {
	switch v := v.(type) {
	case int64:
		return v, nil
	case float64:
		return truncateFloat("toInteger", v)
	case bool:
		if v {
			return int64(1), nil
		}
		return int64(0), nil
	case string:
		s := strings.TrimSpace(v)
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return n, nil
		}
		f, ok := parseFloat(s)
		if !ok {
			return nil, nil
		}
		return truncateFloat("toInteger", f)
	}
	return nil, wrongArgument("toInteger", "a number, a boolean or a string", v)
}

func truncateFloat(function string, f float64) (Value, error) {
	switch {
	case math.IsNaN(f):
		return nil, nil
	case f >= 1<<63 || f < -1<<63:
		return nil, errorf(ArithmeticError, IntegerOverflow, "%s(): %s is beyond the integers", function, Text(f))
	}
	return int64(f), nil
}

// parseFloat reads a decimal number as Cypher writes them: no hexadecimal, no underscores, no names.
func parseFloat(s string) (float64, bool) {
	if strings.Trim(s, "0123456789.eE+-") != "" || strings.Trim(s, ".eE+-") == "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil
}

func toFloatValue(v Value) (Value, error) {
	switch v := v.(type) {
	case int64:
		return float64(v), nil
	case float64:
		return v, nil
	case string:
		if f, ok := parseFloat(strings.TrimSpace(v)); ok {
			return f, nil
		}
		return nil, nil
	}
	return nil, wrongArgument("toFloat", "a number or a string", v)
}

func toString(v Value) (Value, error) {
	switch k := KindOf(v); {
	case k >= KindDateTime && k <= KindFloat:
		return Text(v), nil
	}
	return nil, wrongArgument("toString", "a boolean, a number, a string or a temporal value", v)
}
