package value

import (
	"archive/zip"
	"io"
	"testing"
	"time"
)

func TestZoneDataOpens(t *testing.T) {
	if n := len(zoneFiles()); n < 500 {
		t.Fatalf("%d zones", n)
	}
	for name := range zoneFiles() {
		if _, err := loadLocation(name); err != nil {
			t.Error(name, err)
		}
	}
}

// TestMergedZonesAgree checks the criterion of the database for a link: no difference since 1970.
func TestMergedZonesAgree(t *testing.T) {
	own := func(f *zip.File, name string) *time.Location {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		loc, err := time.LoadLocationFromTZData(name, data)
		if err != nil {
			t.Fatal(err)
		}
		return loc
	}
	for name, link := range mergedZones {
		a, b := zoneFiles()[name], zoneFiles()[link]
		if a == nil || b == nil {
			t.Errorf("%s or %s is not in the database", name, link)
			continue
		}
		la, lb := own(a, name), own(b, link)
		for sec := int64(0); sec < 70*366*86400; sec += 6 * 3600 {
			_, oa := time.Unix(sec, 0).In(la).Zone()
			_, ob := time.Unix(sec, 0).In(lb).Zone()
			if oa != ob {
				t.Errorf("%s and %s differ at %v: %d, %d", name, link, time.Unix(sec, 0).UTC(), oa, ob)
				break
			}
		}
	}
}
