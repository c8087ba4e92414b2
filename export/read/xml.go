package read

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"mandate/graph"
)

// readXML reads GraphML and GEXF: the attributes of both have a number or name that a table at the beginning explains.
func readXML(r io.Reader, l *loose) error {
	d := xml.NewDecoder(r)
	names := map[string]string{} // of attributes: class and id to name
	class := ""
	var element string           // "node" or "edge" when in one
	var values map[string]string // of that element
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch el := token.(type) {
		case xml.StartElement:
			at := func(name string) string {
				for _, a := range el.Attr {
					if a.Name.Local == name {
						return a.Value
					}
				}
				return ""
			}
			switch el.Name.Local {
			case "key":
				names[at("for")+" "+at("id")] = at("attr.name")
			case "attributes":
				class = at("class")
			case "attribute":
				names[class+" "+at("id")] = at("title")
			case "node", "edge":
				element, values = el.Name.Local, map[string]string{"id": at("id"), "source": at("source"), "target": at("target"), "label": at("label"), "type": at("kind"), "since": at("start"), "until": at("end")}
			case "attvalue":
				set(values, names[element+" "+at("for")], at("value"))
			case "data":
				name := names[element+" "+at("key")]
				if name == "" { // graphics of yEd and the like
					if err := d.Skip(); err != nil {
						return err
					}
					continue
				}
				var text string
				if err := d.DecodeElement(&text, &el); err != nil {
					return err
				}
				set(values, name, text)
			}
		case xml.EndElement:
			if el.Name.Local == element {
				if err := l.element(element, values); err != nil {
					line, _ := d.InputPos()
					if err := l.bad(fmt.Errorf("line %d: %w", line, err)); err != nil {
						return err
					}
				}
				element = ""
			}
		}
	}
}

func set(values map[string]string, name, value string) {
	if values != nil && name != "" && value != "" {
		values[name] = value
	}
}

// element adds a node or an edge by its attributes.
func (l *loose) element(element string, a map[string]string) error {
	if element == "node" {
		name := a["name"]
		if name == "" {
			name = a["label"]
		}
		var aliases []string
		if a["aliases"] != "" {
			aliases = strings.Split(a["aliases"], " | ")
		}
		l.node(node{a["id"], a["type"], name, a["country"], aliases})
		return nil
	}
	e := edge{id: a["id"], source: a["source"], target: a["target"], kind: a["type"], since: a["since"], until: a["until"], confidence: 1}
	if a["status"] != "" {
		var err error
		if e.status, err = graph.ParseStatus(a["status"]); err != nil {
			return fmt.Errorf("edge %q: %w", e.id, err)
		}
	}
	if a["confidence"] != "" {
		var err error
		if e.confidence, err = strconv.ParseFloat(a["confidence"], 64); err != nil || !(e.confidence >= 0 && e.confidence <= 1) {
			return fmt.Errorf("edge %q: confidence %q is not a number between 0 and 1", e.id, a["confidence"])
		}
	}
	if a["evidence"] != "" {
		e.quotes = strings.Split(a["evidence"], "\n")
	}
	l.edges = append(l.edges, e)
	return nil
}

// nodeLink reads node-link JSON, with its edges under "edges" or "links".
func nodeLink(r io.Reader, l *loose) error {
	var file struct{ Nodes, Edges, Links []map[string]any }
	if err := json.NewDecoder(r).Decode(&file); err != nil {
		return err
	}
	for i, list := range [][]map[string]any{file.Nodes, append(file.Edges, file.Links...)} {
		for _, rec := range list {
			values := map[string]string{}
			for k, v := range rec {
				if v != nil {
					values[k] = fmt.Sprint(v)
				}
			}
			if i == 1 {
				values["id"] = values["key"]
			}
			if err := l.bad(l.element([]string{"node", "edge"}[i], values)); err != nil {
				return err
			}
		}
	}
	return nil
}
