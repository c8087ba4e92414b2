package value

import (
	"archive/zip"
	"bytes"
	_ "embed" // for the zone data
	"io"
	"strings"
	"sync"
	"time"
)

// zoneData is the IANA time zone database as the Go distribution packs it (lib/time/zoneinfo.zip of go1.26; public
// domain). It is embedded instead of read through time.LoadLocation, which prefers the system's copy: copies differ
// in their rules before 1970, and the same query has to give the same answer everywhere.
//
//go:embed zoneinfo.zip
var zoneData []byte

// zone is an offset from UTC, or a named zone with its rules.
type zone struct {
	offset int32          // seconds east of UTC, where loc is nil
	loc    *time.Location // nil for a plain offset
}

// zoneFiles are the files of the database by name of zone.
var zoneFiles = sync.OnceValue(func() map[string]*zip.File {
	files := make(map[string]*zip.File)
	r, err := zip.NewReader(bytes.NewReader(zoneData), int64(len(zoneData)))
	if err != nil {
		return files // a test opens the database: this cannot happen in a program that was built from a tested tree
	}
	for _, f := range r.File {
		if !strings.HasSuffix(f.Name, "/") {
			files[f.Name] = f
		}
	}
	return files
})

// locations keeps one pointer per name, so that DateTime values are comparable.
var locations sync.Map // name to *time.Location

func loadLocation(name string) (*time.Location, error) {
	if l, ok := locations.Load(name); ok {
		return l.(*time.Location), nil
	}
	file := name
	if link, ok := mergedZones[name]; ok {
		file = link
	}
	f := zoneFiles()[file]
	if f == nil {
		return nil, errorf(ArgumentError, InvalidArgumentValue,
			"there is no time zone %s; write an offset such as '+01:00' or an IANA name such as 'Europe/Stockholm'", brief(name))
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	loc, err := time.LoadLocationFromTZData(name, data)
	if err != nil {
		return nil, err
	}
	l, _ := locations.LoadOrStore(name, loc)
	return l.(*time.Location), nil
}

// parseZone reads Z, an offset or the name of a zone.
func parseZone(s string) (zone, error) {
	if s == "" {
		return zone{}, errorf(ArgumentError, InvalidArgumentValue, "a time zone is an offset such as '+01:00' or a name such as 'Europe/Stockholm', not ''")
	}
	if c := s[0]; c == '+' || c == '-' || s == "Z" || s == "z" {
		p := &timeText{s: s}
		offset, ok := p.offset()
		if !ok || p.rest() != "" {
			return zone{}, errorf(ArgumentError, InvalidArgumentValue, "%s is no offset: expected '+01:00', '+0100', '+01' or 'Z'", brief(s))
		}
		return zone{offset: int32(offset)}, checkOffset(offset)
	}
	loc, err := loadLocation(s)
	return zone{loc: loc}, err
}

// zoneOf is the zone of a Go location; the bundled rules are used where its name is known.
func zoneOf(loc *time.Location, at time.Time) zone {
	if loc == nil || loc == time.UTC {
		return zone{}
	}
	if known, err := loadLocation(loc.String()); err == nil {
		return zone{loc: known}
	}
	_, offset := at.In(loc).Zone()
	return zone{offset: int32(offset)}
}

// offsetAt is the offset at an instant, in seconds since 1970.
func (z zone) offsetAt(sec int64) int32 {
	if z.loc == nil {
		return z.offset
	}
	_, offset := time.Unix(sec, 0).In(z.loc).Zone()
	return int32(offset)
}

// around is further than any two clocks of one place are apart at one instant, in seconds: changes of the date line
// included.
const around = 26 * 3600

// resolve finds the instant at which the zone's clocks show the local time. Where they show it twice, it is the one with
// the preferred offset, else the first; a time that they skip is moved on by what was skipped.
func (z zone) resolve(local int64, preferred *int32) (sec int64, offset int32) {
	if z.loc == nil {
		return local - int64(z.offset), z.offset
	}
	if preferred != nil && z.offsetAt(local-int64(*preferred)) == *preferred {
		return local - int64(*preferred), *preferred
	}
	before, after := z.offsetAt(local-around), z.offsetAt(local+around)
	for _, o := range [...]int32{before, after} {
		if z.offsetAt(local-int64(o)) == o {
			return local - int64(o), o
		}
	}
	sec = local - int64(before)
	return sec, z.offsetAt(sec)
}
